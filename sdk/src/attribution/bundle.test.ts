import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { type Address, bytesToHex, getAddress, type Hex, hexToBytes, keccak256, numberToHex } from 'viem'
import { describe, expect, test } from 'vitest'
import type { Reserve } from './amounts.ts'
import { createWriter } from './bundle/bytes.ts'
import {
  BundleTooLargeError,
  MalformedBundleError,
  openBundle,
  type PackedBundle,
  type PackOptions,
  packBundle,
  readInferences,
  readPayouts,
  storedGzip,
  unpackBundle,
} from './bundle/index.ts'
import { type BundleManifest, decodeManifest, encodeManifest } from './bundle/manifest.ts'
import { type Bundle, type BundleInference, type BundlePayout, submissionKey } from './bundle.ts'
import { settle } from './settle.ts'

const contributor = '0x00000000000000000000000000000000000000cc'

const bundle: Bundle = {
  chainId: 31337,
  ledger: '0x00000000000000000000000000000000000000AA',
  modelId: 1n,
  term: 1,
  rule: 'WindowV1',
  inferences: [
    {
      version: 1,
      payer: '0x00000000000000000000000000000000000000bb',
      from: 0n,
      to: (1n << 128n) - 1n,
      dataFee: 5n,
      output: Uint8Array.of(0x61),
      receipt: `0x${'00'.repeat(65)}`,
      credits: [
        {
          start: 0n,
          length: 1n,
          matchStart: 0n,
          matchLength: 1n,
          submissionId: (1n << 256n) - 1n,
          leafIndex: 2 ** 32 - 1,
          offset: (1n << 64n) - 1n,
          contributor,
        },
      ],
    },
  ],
  payouts: [{ account: contributor, amount: 5n, entries: [{ inference: 0, credit: 0, amount: 5n }] }],
  reserves: new Map(),
}

/** What a store would give. */
function blobsOf({ hash, manifest, parts }: PackedBundle) {
  return async (name: Hex) => (name === hash ? manifest : parts.get(name)!)
}

async function unpacked(packed: PackedBundle): Promise<Bundle> {
  return (await unpackBundle(blobsOf(packed), packed.hash)).bundle
}

const addresses = fc.integer({ min: 0, max: 5 }).map((seed) => getAddress(numberToHex(seed, { size: 20 })))
const uint = (bits: bigint) =>
  fc.oneof(fc.bigInt(0n, 200n), fc.bigInt(0n, (1n << bits) - 1n), fc.constant((1n << bits) - 1n))
const uint32 = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }))
const bytes = (most: number) => fc.uint8Array({ maxLength: most }).map((it) => Uint8Array.from(it))
const credit = fc.record({
  start: uint(64n),
  length: uint(64n),
  matchStart: uint(64n),
  matchLength: uint(64n),
  submissionId: fc.oneof(fc.bigInt(0n, 5n), uint(256n)),
  leafIndex: uint32,
  offset: uint(64n),
  contributor: addresses,
})
const inference: fc.Arbitrary<BundleInference> = fc.record({
  version: uint32,
  payer: addresses,
  from: uint(128n),
  to: uint(128n),
  dataFee: uint(128n),
  output: bytes(40),
  receipt: fc.uint8Array({ minLength: 65, maxLength: 65 }).map((it) => bytesToHex(it)),
  credits: fc.array(credit, { maxLength: 4 }),
})
const reserve: fc.Arbitrary<Reserve> = fc.record({
  reserveAccount: addresses,
  reserveBps: fc.integer({ min: 1, max: 10_000 }),
})
const entry = fc.record({ inference: uint32, credit: uint32, amount: uint(128n) })
const liar: fc.Arbitrary<BundlePayout> = fc.record({
  account: addresses,
  amount: uint(128n),
  entries: fc.array(entry, { maxLength: 3 }),
})

/** Any bundle: payouts that follow, those that do not, doubled, left out or out of order; any opening. */
const anyBundle = fc
  .record({
    rule: fc.constantFrom('WindowV1', 'InfluenceV1'),
    inferences: fc.array(inference, { maxLength: 6 }),
    reserves: fc.array(reserve, { minLength: 6, maxLength: 6 }),
    told: fc.array(fc.oneof(fc.nat(), liar, fc.tuple(fc.nat(), uint(128n))), { maxLength: 8 }),
    openings: fc.array(
      bytes(70).map((it) => bytesToHex(it)),
      { maxLength: 4 },
    ),
  })
  .map(({ rule, inferences, reserves, told, openings }): Bundle => {
    const credited = new Set(inferences.flatMap(({ credits }) => credits.map(({ submissionId }) => submissionId)))
    const stated = new Map(
      reserves.flatMap((it, i) => (credited.has(BigInt(i)) ? [[submissionKey(BigInt(i)), it] as const] : [])),
    )
    const none = { reserveAccount: contributor, reserveBps: 0 } as const
    const due = settle(
      inferences,
      ({ submissionId }) => stated.get(submissionKey(submissionId)) ?? none,
      rule as Bundle['rule'],
    )
    const fits = due.filter(({ amount, entries }) =>
      [amount, ...entries.map((it) => it.amount)].every((it) => it >> 128n === 0n),
    )
    const payouts = told.flatMap((it): BundlePayout[] => {
      if (typeof it === 'object' && !Array.isArray(it)) return [it]
      const [index, amount] = Array.isArray(it) ? it : [it, undefined]
      const payout = fits[index % Math.max(1, fits.length)]
      return payout ? [{ ...payout, amount: amount ?? payout.amount }] : []
    })
    const rest = { ...bundle, rule: rule as Bundle['rule'], inferences, payouts, reserves: stated }
    return openings.length > 0 ? { ...rest, openings } : rest
  })

describe('a bundle', () => {
  test('is the same after packing and unpacking, whatever it states', async () => {
    const options = fc.record({
      partBytes: fc.constantFrom(1, 60, 300, undefined),
      gzip: fc.constantFrom(undefined, (it: Uint8Array) => gzipSync(it)),
    })
    let [followed, stated] = [0, 0]
    await fc.assert(
      fc.asyncProperty(anyBundle, options, async (any, packing) => {
        const packed = packBundle(any, packing)
        const { bundle: again, size } = await unpackBundle(blobsOf(packed), packed.hash)
        expect(again).toEqual(any)
        expect(size).toBe(packed.size)
        expect(packBundle(again, packing)).toEqual(packed)
        for (const output of any.inferences.map((it) => it.output)) expect(packed.size).toBeGreaterThan(output.length)
        const { manifest, part } = await openBundle(blobsOf(packed), packed.hash)
        for (const it of manifest.payouts) {
          for (const payout of readPayouts({ bytes: await part(it), count: it.count }, 'part')) {
            if ('follows' in payout) followed++
            else stated++
          }
        }
      }),
      { numRuns: 300 },
    )
    expect(followed).toBeGreaterThan(50)
    expect(stated).toBeGreaterThan(50)
  })

  test('has one form', () => {
    const { manifest, parts, hash, size } = packBundle(bundle)
    const [inferences, payouts] = [...parts.values()]
    expect(new TextDecoder().decode(manifest)).toMatchInlineSnapshot(
      `"{"format":"openledger-bundle/3","chainId":31337,"ledger":"0x00000000000000000000000000000000000000aa","modelId":"1","term":1,"rule":"WindowV1","inferences":[{"hash":"0xafa90aa85bfe717ca0a268648af007bf84bab3e768d8b48f8a026f584d472804","stored":215,"size":192,"count":1,"credits":1}],"payouts":[{"hash":"0x37f160f0cd7c8559600626f2c210a632937182dc57c329e1a287bbe7114e574b","stored":78,"size":55,"count":1,"account":"0x00000000000000000000000000000000000000cc"}],"openings":[]}"`,
    )
    expect(bytesToHex(inferences!.subarray(15, -8))).toMatchInlineSnapshot(
      `"0x0200000000000000000000000000000000000000bb00000000000000000000000000000000000000cc01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff0f00010000ffffffffffffffffffffffffffffffffffff030500000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000161010001000100ffffffff0fffffffffffffffffff0101"`,
    )
    expect(bytesToHex(payouts!.subarray(15, -8))).toMatchInlineSnapshot(
      `"0x00000000000000000000000000000000000000cc050001fcb3ba2adfce82bfb501e82251658275453963bf98553b8ea30a9c4c3f5d7e21"`,
    )
    expect(hash).toBe(keccak256(manifest))
    expect(size).toBe(BigInt(manifest.length + inferences!.length + payouts!.length - 2 * 23))
  })

  test('is read in parts', async () => {
    const many = {
      ...bundle,
      inferences: Array.from({ length: 9 }, (_, i) => ({ ...bundle.inferences[0]!, version: i })),
    }
    const packed = packBundle({ ...many, payouts: [] }, { partBytes: 400 })
    const { manifest, part } = await openBundle(blobsOf(packed), packed.hash)
    expect(manifest.inferences.map(({ count }) => count)).toEqual([3, 3, 3])
    const [, second] = manifest.inferences
    const { inferences } = readInferences({ bytes: await part(second!), ...second! }, 'part')
    expect(inferences).toEqual(many.inferences.slice(3, 6))
  })

  test('is small where its payouts follow, and states them where they do not', async () => {
    const sizeWith = (payouts: BundlePayout[]) => packBundle({ ...many, payouts }).size
    const many = { ...bundle, inferences: Array.from({ length: 50 }, () => bundle.inferences[0]!) }
    const entries = many.inferences.map((_, inference) => ({ inference, credit: 0, amount: 5n }))
    const payout = { account: contributor, amount: 250n, entries } as const
    const lie = entries.map((it, i) => (i === 7 ? { ...it, amount: 6n } : it))
    expect(sizeWith([payout])).toBeLessThan(sizeWith([{ ...payout, entries: lie }]) - 100n)
    // An account's entries follow once, so that a short bundle makes no long one.
    expect(sizeWith([payout, payout])).toBeGreaterThan(sizeWith([payout]) + 100n)
  })
})

test('stored gzip is gzip', async () => {
  const { gunzipSync } = await import('node:zlib')
  for (const length of [0, 1, 65_535, 65_536, 200_000]) {
    const any = Uint8Array.from({ length }, (_, i) => (i * 7919) >> 3)
    expect(gunzipSync(storedGzip(any)).equals(any)).toBe(true)
  }
})

describe('refuses', () => {
  const packed = packBundle(bundle)
  const [inferencePart, payoutPart] = [...packed.parts.values()] as [Uint8Array, Uint8Array]
  const [inferenceBytes, payoutBytes] = [inferencePart, payoutPart].map((it) => it.slice(15, -8)) as [
    Uint8Array,
    Uint8Array,
  ]
  const manifestText = new TextDecoder().decode(packed.manifest)

  /** The bundle with other parts, each named as it is. */
  function withParts(...parts: { kind: 'inferences' | 'payouts'; bytes: Uint8Array; count?: number }[]): PackedBundle {
    const blobs = new Map<Hex, Uint8Array>()
    const manifest: BundleManifest = { ...decodeManifest(packed.manifest), inferences: [], payouts: [] }
    for (const { kind, bytes: content, count = 1 } of parts) {
      const blob = storedGzip(content)
      const hash = keccak256(blob)
      blobs.set(hash, blob)
      const part = { hash, stored: blob.length, size: content.length, count }
      if (kind === 'inferences') manifest.inferences.push({ ...part, credits: 1 })
      else manifest.payouts.push({ ...part, account: contributor })
    }
    return { ...named(encodeManifest(manifest)), parts: blobs }
  }

  function named(manifest: Uint8Array): PackedBundle {
    return { ...packed, hash: keccak256(manifest), manifest }
  }

  function altered(from: string | RegExp, to: string | ((found: string) => string)): PackedBundle {
    expect(manifestText).toMatch(from)
    return named(new TextEncoder().encode(manifestText.replace(from, to as string)))
  }

  const spliced = (content: Uint8Array, at: number, remove: number, ...insert: number[]) =>
    Uint8Array.from([...content.subarray(0, at), ...insert, ...content.subarray(at + remove)])
  const inferences = (content: Uint8Array, count = 1) => withParts({ kind: 'inferences', bytes: content, count })
  const withPayouts = (content: Uint8Array, count = 1) =>
    withParts({ kind: 'inferences', bytes: inferenceBytes }, { kind: 'payouts', bytes: content, count })

  test('what they are made of is right', async () => {
    const same = withParts({ kind: 'inferences', bytes: inferenceBytes }, { kind: 'payouts', bytes: payoutBytes })
    expect(await unpacked(same)).toEqual(bundle)
  })

  test.each<[string, PackedBundle]>([
    ['a manifest that is no JSON', named(packed.manifest.slice(1))],
    ['a manifest that is no text', named(Uint8Array.of(0xff))],
    ['a manifest of a list', named(new TextEncoder().encode('[]'))],
    ['a manifest longer than any', named(new Uint8Array(2 ** 22 + 1).fill(0x20))],
    ['another format', altered('bundle/3', 'bundle/2')],
    ['an unknown field', altered('"term"', '"note":1,"term"')],
    ['a missing field', altered('"term":1,', '')],
    ['an unknown rule', altered('WindowV1', 'WindowV2')],
    ['a model beyond 256 bits', altered('"modelId":"1"', `"modelId":"${1n << 256n}"`)],
    ['a short address', altered('00aa"', 'aa"')],
    ['a part without leaves', altered('"count":1', '"count":0')],
    [
      'more than a batch can have',
      altered(/\{"hash"[^}]*\}/, (it) =>
        Array(9)
          .fill(it.replace(/"size":\d+/, `"size":${2 ** 28}`))
          .join(),
      ),
    ],
    ['a part larger than any', altered(/"size":\d+/, `"size":${2 ** 28 + 1}`)],
    ['a part of another stored size', altered(/"stored":\d+/, '"stored":7')],
    ['a part that unpacks to more', altered(/"size":\d+/, '"size":100')],
    ['a part that unpacks to less', altered(/"size":\d+/, '"size":20000')],
    ['other credits than are said', altered('"credits":1', '"credits":2')],
    ['more credits than can be', altered('"credits":1', '"credits":16')],
    ['payouts that begin with another account', altered('00cc"', '00cd"')],
    ['a leaf less than is said', inferences(inferenceBytes, 2)],
    ['no end after the last leaf', inferences(spliced(inferenceBytes, inferenceBytes.length, 0, 0))],
    ['a leaf cut short', inferences(inferenceBytes.slice(0, -1))],
    ['as many accounts as there can be', inferences(spliced(new Uint8Array(100), 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f))],
    ['a number longer than it need be', inferences(spliced(inferenceBytes, 0, 1, 0x82, 0))],
    ['a number of more than 32 bits', inferences(spliced(inferenceBytes, 0, 1, 0x82, 0x80, 0x80, 0x80, 0x10))],
    ['a number without end', inferences(new Uint8Array(100).fill(0x80))],
    ['a payer that is not named', inferences(spliced(inferenceBytes, 81, 1, 2))],
    ['an amount beyond 128 bits', inferences(spliced(inferenceBytes, 101, 1, 4))],
    ['a position beyond 64 bits', inferences(spliced(inferenceBytes, inferenceBytes.length - 2, 1, 2))],
    ['a submission beyond 256 bits', inferences(spliced(inferenceBytes, 78, 1, 0x1f))],
    ['a reserve of more than the whole', inferences(spliced(inferenceBytes, 79, 1, 0x91, 0x4e, 0))],
    ['entries in an unknown form', withPayouts(spliced(payoutBytes, 21, 1, 2))],
    ['entries that do not follow in number', withPayouts(spliced(payoutBytes, 22, 1, 2))],
    ['entries that do not follow in root', withPayouts(spliced(payoutBytes, 23, 1, payoutBytes[23]! ^ 1))],
    ['entries that follow twice', withPayouts(Uint8Array.from([...payoutBytes, ...payoutBytes]), 2)],
    ['entries that follow from nothing', withParts({ kind: 'payouts', bytes: payoutBytes })],
  ])('%s', async (_, hostile) => {
    await expect(unpacked(hostile)).rejects.toThrow(MalformedBundleError)
  })

  test('another reserve of the same submission in another part', async () => {
    const at = 80 - 1
    const reserved = (bps: number) => spliced(inferenceBytes, at, 1, bps, 1)
    const two = (first: number, second: number) =>
      withParts({ kind: 'inferences', bytes: reserved(first) }, { kind: 'inferences', bytes: reserved(second) })
    expect((await unpacked(two(5, 5))).inferences).toHaveLength(2)
    await expect(unpacked(two(5, 6))).rejects.toThrow(/reserve/)
  })

  test('blobs that are others than asked for', async () => {
    const flipped = (bytes: Uint8Array) =>
      Uint8Array.from(bytes, (byte, i) => (i === bytes.length - 9 ? byte ^ 1 : byte))
    const read = blobsOf(packed)
    await expect(unpackBundle(async (hash) => flipped(await read(hash)), packed.hash)).rejects.toThrow(/another hash/)
    const part = async (hash: Hex) => (hash === packed.hash ? packed.manifest : flipped(await read(hash)))
    await expect(unpackBundle(part, packed.hash)).rejects.toThrow(/another hash/)
  })

  test('gzip that is none, cut short, or goes on', async () => {
    const whole = gzipSync(inferenceBytes)
    for (const blob of [
      inferenceBytes,
      whole.subarray(0, -1),
      whole.subarray(0, 20),
      Buffer.concat([whole, Buffer.alloc(3)]),
    ]) {
      const manifest = decodeManifest(packed.manifest)
      const [stated] = manifest.inferences
      const hash = keccak256(blob)
      const inferences = [{ ...stated!, hash, stored: blob.length }]
      const hostile = named(encodeManifest({ ...manifest, inferences, payouts: [] }))
      await expect(unpacked({ ...hostile, parts: new Map([[hash, blob]]) })).rejects.toThrow(MalformedBundleError)
    }
  })

  test('a hundred thousand submissions whose numbers are alike in their lowest 64 bits, in no time', () => {
    const writer = createWriter()
    writer.number(1)
    writer.bytes(new Uint8Array(20).fill(1))
    writer.number(100_000)
    for (let i = 0n; i < 100_000n; i++) {
      writer.bigint(i << 64n)
      writer.number(1)
      writer.number(0)
    }
    const { reserves } = readInferences({ bytes: writer.take(), count: 0, credits: 0 }, 'a part')
    expect(reserves.size).toBe(100_000)
  })

  test('a decompression bomb, before it is held', async () => {
    const bomb = gzipSync(new Uint8Array(2 ** 27))
    expect(bomb.length).toBeLessThan(2 ** 18)
    const manifest = decodeManifest(packed.manifest)
    const hash = keccak256(bomb)
    const inferences = [{ hash, stored: bomb.length, size: 1000, count: 1, credits: 0 }]
    const hostile = named(encodeManifest({ ...manifest, inferences, payouts: [] }))
    const before = process.memoryUsage().arrayBuffers
    await expect(unpacked({ ...hostile, parts: new Map([[hash, bomb]]) })).rejects.toThrow(/more than 1000 bytes/)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 26)
  })

  test('more than a reader would hold', async () => {
    await expect(unpackBundle(blobsOf(packed), packed.hash, { most: 100 })).rejects.toThrow(BundleTooLargeError)
  })
})

test('refuses to state what no leaf can hold', () => {
  const [first] = bundle.inferences
  const packing = (told: Partial<BundleInference>, options: PackOptions = {}) =>
    packBundle({ ...bundle, inferences: [{ ...first!, ...told }] }, options)
  expect(() => packing({ from: -1n })).toThrow(/must fit/)
  expect(() => packing({ version: 0.5 })).toThrow(/must fit/)
  expect(() => packing({ from: 1n << 256n })).toThrow(/must fit/)
  expect(hexToBytes(first!.receipt)).toHaveLength(65)
  expect(packing({ payer: contributor.toLowerCase() as Address }).size).toBeGreaterThan(0n)
})
