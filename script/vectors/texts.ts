import { bytesToHex } from 'viem'
import { canonicalise, proveText, textRoot } from '../../sdk/src/text/index.ts'

const lengths = [1, 255, 256, 257, 512, 1000, 1025]

/** Ranges of bytes to prove, as far as a text has them. */
const ranges = [
  [0, 1],
  [255, 256],
  [255, 257],
  [256, 512],
  [700, 1000],
  [0, 1025],
] as const

/** What normalises, folds, separates or is cut in unusual ways. */
const texts = [
  '',
  '…!?',
  "  Hello,\tWORLD! It's 3\u00bd o\u2019clock\u2026 ",
  '\ufb01ne \u2126 \u1e9e \u0130stanbul I\u0307',
  '\u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3 \u03a3 \u0391\u03a3\u0301. \u0391\u03a3\u2019\u0391 \u0295\u03a3 \u0391\u03a3\u{1171e}\u0391',
  'e\u0301 E\u0301 \u00c9 a\u0323\u0302 a\u0302\u0323 H\u0331',
  '\u6771\u4eac\u30bf\u30ef\u30fc2\u968e \uff76\uff9e \u304b\u3099 \u3042\u3099',
  '\u0e01\u0e33\u0e25\u0e31\u0e07 \u0eaa\u0eb3 \u1780\u17b6 \u1000\u102c',
  '\u1112\u1161\u11ab \ud55c \uffa1\uffc2',
  'a\u0378b \u{16d6b} \ufdd0 \ue000 c\u200dd e\u00adf',
  '\u{1d400}\u{10400} \u2460 \u00b2 \u0663 \u216b \u{1f600}',
  'x'.repeat(130),
  `a${'\u00e9'.repeat(33)}`,
  `${'\u{10428}'.repeat(17)} ${'a\u0301'.repeat(30)}q\u0301`,
]

/** Text roots with proofs of ranges, and canonical texts. */
export function textVectors() {
  return {
    lengths,
    texts: lengths.map(textVector),
    canonical: texts.map((input) => ({ input, output: canonicalise(input) })),
  }
}

function textVector(length: number) {
  const bytes = Uint8Array.from({ length }, (_, i) => (i % 7 === 6 ? 0x20 : 97 + ((i + Math.floor(i / 256)) % 26)))
  const proven = ranges.filter(([, to]) => to <= length)
  const proofs = proven.map(([from, to]) => proveText(bytes, from, to))
  return {
    data: bytesToHex(bytes),
    root: textRoot(bytes),
    firstChunks: proofs.map(({ firstChunk }) => firstChunk),
    shown: proofs.map(({ data }) => data),
    siblings: proofs.map(({ siblings }) => siblings),
  }
}
