import fc from 'fast-check'
import { zeroAddress } from 'viem'
import type { Credit } from '../src/attribution/encoding.ts'
import { accountOf, bytesOf, type World } from './world.ts'

/** Small worlds with few words, so that texts share windows, copies and revocations abound. */
export const worlds = fc
  .array(
    fc.array(
      fc.record({
        contributor: fc.integer({ min: 0, max: 4 }),
        own: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 10 }),
        copied: fc.tuple(fc.nat(), fc.nat(3), fc.integer({ min: 0, max: 12 })),
        isRevoked: fc.boolean(),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((submissions): World => {
    const texts: string[][] = []
    return {
      windowWords: 4,
      submissions: submissions.map((contributions) =>
        contributions.map(({ contributor, own, copied: [whose, from, count], isRevoked }) => {
          const copied = texts[whose % (texts.length || 1)]?.slice(from, from + count) ?? []
          const words = [...own.map((word) => vocabulary[word]!), ...copied]
          texts.push(words)
          // Few are revoked or nobody's.
          return { contributor: accountOf(contributor), text: words.join(' '), isRevoked: isRevoked && own[0] === 0 }
        }),
      ),
    }
  })

/** Outputs that quote a world's texts, with words of their own. */
export function outputsOf(world: World): fc.Arbitrary<Uint8Array> {
  const texts = world.submissions.flat().map(({ text }) => text.split(' '))
  const quote = fc
    .tuple(fc.nat(texts.length - 1), fc.nat(5), fc.integer({ min: 3, max: 12 }))
    .map(([whose, from, count]) => texts[whose]!.slice(from, from + count))
  const own = fc.array(fc.constantFrom(...vocabulary, 'own'), { maxLength: 3 })
  return fc
    .array(fc.oneof({ weight: 3, arbitrary: quote }, own), { minLength: 1, maxLength: 4 })
    .map((parts) => bytesOf(parts.flat().join(' ')))
}

const vocabulary = ['a', 'bb', 'c', 'ddd'] as const

/** A lie: it alters one credit, forgets some, or makes one up. */
export type Cheat = (credits: readonly Credit[], output: Uint8Array, world: World) => Credit[]

const field = fc.constantFrom('start', 'length', 'matchStart', 'matchLength', 'offset')

export const cheats: fc.Arbitrary<Cheat> = fc.oneof(
  // A number off by a little, or by much.
  fc.tuple(fc.nat(), field, fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(20, 9_000, -100))).map(
    ([which, name, by]): Cheat =>
      (credits) =>
        alter(credits, which, (credit) => ({ ...credit, [name]: clamp(credit[name] + BigInt(by)) })),
  ),
  // Somebody else's account.
  fc.tuple(fc.nat(), fc.integer({ min: 0, max: 6 })).map(
    ([which, seed]): Cheat =>
      (credits) =>
        alter(credits, which, (credit) => ({ ...credit, contributor: accountOf(seed) })),
  ),
  // Another place, with its own contributor and any offset.
  fc.tuple(fc.nat(), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 3 }), fc.nat(20)).map(
    ([which, submission, leafIndex, offset]): Cheat =>
      (credits, _, world) =>
        alter(credits, which, (credit) => ({
          ...credit,
          submissionId: BigInt(submission),
          leafIndex,
          offset: BigInt(offset),
          contributor: world.submissions[submission - 1]?.[leafIndex]?.contributor ?? zeroAddress,
        })),
  ),
  // Words forgotten.
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: 3 })).map(
    ([which, count]): Cheat =>
      (credits) =>
        credits.toSpliced(which % (credits.length || 1), count),
  ),
  // Words that a place does hold, credited to it whether they are its own or not.
  fc.tuple(fc.nat(), fc.nat(), fc.nat()).map(
    ([whose, first, count]): Cheat =>
      (credits, output, world) =>
        [...credits, ...quotation(output, world, whose, first, count)].sort((a, b) => Number(a.start - b.start)),
  ),
  // The same, in place of whatever was credited there.
  fc.tuple(fc.nat(), fc.nat(), fc.nat()).map(
    ([whose, first, count]): Cheat =>
      (credits, output, world) => {
        const quoted = quotation(output, world, whose, first, count)
        const kept = credits.filter(({ start, length }) =>
          quoted.every((other) => start + length <= other.start || start >= other.start + other.length),
        )
        return [...kept, ...quoted].sort((a, b) => Number(a.start - b.start))
      },
  ),
)

function alter(credits: readonly Credit[], which: number, by: (credit: Credit) => Credit): Credit[] {
  return credits.map((credit, i) => (i === which % credits.length ? by(credit) : credit))
}

function clamp(value: bigint): bigint {
  return value < 0n ? 0n : value
}

/** A credit for words of the output that stand somewhere in a place's text, if there are any. */
function quotation(output: Uint8Array, world: World, whose: number, first: number, count: number): Credit[] {
  const places = world.submissions.flatMap((contributions, i) =>
    contributions.map((contribution, leafIndex) => ({ ...contribution, submissionId: BigInt(i + 1), leafIndex })),
  )
  const place = places[whose % places.length]!
  const words = new TextDecoder().decode(output).split(' ')
  const from = first % words.length
  const quoted = words.slice(from, from + 1 + (count % 8)).join(' ')
  const offset = ` ${place.text} `.indexOf(` ${quoted} `)
  if (offset < 0) return []
  const start = BigInt(words.slice(0, from).join(' ').length + (from > 0 ? 1 : 0))
  const length = BigInt(quoted.length)
  const { submissionId, leafIndex, contributor } = place
  return [
    {
      start,
      length,
      matchStart: start,
      matchLength: length,
      submissionId,
      leafIndex,
      offset: BigInt(offset),
      contributor,
    },
  ]
}
