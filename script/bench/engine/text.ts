// Canonical text: from raw UTF-8 to canonical bytes, with text roots, and with the map back.
import { createKeccak, textRootsOf } from '../../../sdk/src/engine/hashing/index.ts'
import { canonicalise, canonicaliseBytes, canonicaliseWithMap, textRoot } from '../../../sdk/src/text/index.ts'
import { type Ask, besidePlain, type Figure, over, secondsOf } from './figure.ts'
import { type Alphabet, createRandom, createWords, rawText } from './words.ts'

const alphabets: Alphabet[] = ['ascii', 'accented', 'cyrillic', 'han', 'devanagari']

export async function figures({ seed, size }: Ask): Promise<Figure[]> {
  const keccak = await createKeccak()
  const random = createRandom(seed)
  const encoder = new TextEncoder()
  const count = size === 'full' ? 10_000 : 20
  const plainCount = Math.ceil(count / 20)
  const found: Figure[] = []
  for (const alphabet of alphabets) {
    const words = createWords(random, alphabet)
    const texts = Array.from({ length: count }, () => encoder.encode(rawText(random, words, 300)))
    const strings = texts.slice(0, plainCount).map((text) => new TextDecoder().decode(text))
    // Words as the rule counts them: where code points are words, there are more.
    const wordsIn = (some: readonly Uint8Array[]) =>
      some.reduce((sum, text) => sum + canonicaliseBytes(text).reduce((n, byte) => n + (byte === 0x20 ? 1 : 0), 1), 0)
    const [all, few] = [wordsIn(texts), wordsIn(texts.slice(0, plainCount))]

    const plain = few / secondsOf(over(strings, (text) => encoder.encode(canonicalise(text))))
    const fast = all / secondsOf(over(texts, canonicaliseBytes))
    const name = `raw text to canonical bytes, ${alphabet}`
    found.push(...besidePlain({ name, value: fast, unit: 'words/s', better: 'higher' }, plain))
    if (alphabet !== 'ascii') continue

    const plainRoots =
      few /
      secondsOf(
        over(strings, (text) => textRoot(encoder.encode(canonicalise(text)))),
        3,
      )
    const roots = all / secondsOf(() => rootsOf(texts))
    const rootsName = 'raw text to canonical bytes and text roots'
    found.push(
      ...besidePlain({ name: rootsName, value: roots, unit: 'words/s', goal: 6e6, better: 'higher' }, plainRoots),
    )
    const mapped = few / secondsOf(over(strings, canonicaliseWithMap))
    found.push({ name: 'canonical text with its map', value: mapped, unit: 'words/s', better: 'higher' })
  }
  return found

  function rootsOf(texts: readonly Uint8Array[]) {
    for (const text of texts) {
      const bytes = canonicaliseBytes(text)
      textRootsOf(keccak, { bytes, offsets: [0, bytes.length] })
    }
  }
}
