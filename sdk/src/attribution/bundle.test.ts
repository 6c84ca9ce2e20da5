import { expect, test } from 'vitest'
import { type Bundle, decodeBundle, encodeBundle, MalformedBundleError } from './bundle.ts'

const bundle: Bundle = {
  chainId: 31337,
  ledger: '0x00000000000000000000000000000000000000AA',
  modelId: 1n,
  term: 1,
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
          contributor: '0x00000000000000000000000000000000000000CC',
        },
      ],
    },
  ],
  payouts: [
    {
      account: '0x00000000000000000000000000000000000000CC',
      amount: 5n,
      entries: [{ inference: 0, credit: 0, amount: 5n }],
    },
  ],
}

const text = () => new TextDecoder().decode(encodeBundle(bundle))
const decodeText = (json: string) => decodeBundle(new TextEncoder().encode(json))

test('default', () => {
  expect(text()).toMatchInlineSnapshot(
    `"{"format":"openledger-bundle/2","chainId":31337,"ledger":"0x00000000000000000000000000000000000000aa","modelId":"1","term":1,"inferences":[{"version":1,"payer":"0x00000000000000000000000000000000000000bb","from":"0","to":"340282366920938463463374607431768211455","dataFee":"5","output":"0x61","receipt":"0x0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000","credits":[{"start":"0","length":"1","matchStart":"0","matchLength":"1","submissionId":"115792089237316195423570985008687907853269984665640564039457584007913129639935","leafIndex":4294967295,"offset":"18446744073709551615","contributor":"0x00000000000000000000000000000000000000cc"}]}],"payouts":[{"account":"0x00000000000000000000000000000000000000cc","amount":"5","entries":[{"inference":0,"credit":0,"amount":"5"}]}]}"`,
  )
  expect(encodeBundle(decodeBundle(encodeBundle(bundle)))).toEqual(encodeBundle(bundle))
  expect(decodeBundle(encodeBundle(bundle)).payouts).toHaveLength(1)
})

test('states openings where there are any', () => {
  const opened = { ...bundle, openings: ['0x00ff', '0x'] } as Bundle
  const stated = new TextDecoder().decode(encodeBundle(opened))
  expect(stated).toContain(',"openings":["0x00ff","0x"]}')
  expect(decodeBundle(encodeBundle(opened)).openings).toEqual(opened.openings)
  expect(decodeBundle(encodeBundle(bundle))).not.toHaveProperty('openings')
  expect(encodeBundle({ ...bundle, openings: [] })).toEqual(encodeBundle(bundle))
})

test.each([
  ['not JSON', () => text().slice(1)],
  ['another format', () => text().replace('bundle/2', 'bundle/1')],
  ['an unknown field', () => text().replace('"term"', '"note":1,"term"')],
  ['a missing field', () => text().replace('"term":1,', '')],
  ['an amount as a number', () => text().replace('"dataFee":"5"', '"dataFee":5')],
  ['a number with a leading zero', () => text().replace('"dataFee":"5"', '"dataFee":"05"')],
  ['an amount beyond 128 bits', () => text().replace(/"to":"\d+"/, `"to":"${1n << 128n}"`)],
  ['a submission beyond 256 bits', () => text().replace(/"submissionId":"\d+"/, `"submissionId":"${1n << 256n}"`)],
  ['a negative position', () => text().replace('"start":"0"', '"start":"-1"')],
  ['a position that is no whole number', () => text().replace('"start":"0"', '"start":"0.5"')],
  ['a position beyond 64 bits', () => text().replace('"start":"0"', `"start":"${1n << 64n}"`)],
  ['a leaf index beyond 32 bits', () => text().replace('"leafIndex":4294967295', '"leafIndex":4294967296')],
  ['half a byte of output', () => text().replace('"output":"0x61"', '"output":"0x6"')],
  ['a short address', () => text().replace('00bb"', 'bb"')],
  ['a short receipt', () => text().replace('"receipt":"0x00', '"receipt":"0x')],
  ['no openings as a list', () => text().replace(/}$/, ',"openings":[]}')],
  ['an opening of half a byte', () => text().replace(/}$/, ',"openings":["0x0"]}')],
  ['a list', () => '[]'],
])('error: %s', (_, json) => {
  expect(() => decodeText(json())).toThrow(MalformedBundleError)
})

test('error: bytes that are no text', () => {
  expect(() => decodeBundle(Uint8Array.of(0xff))).toThrow(MalformedBundleError)
})

test('error: says where', () => {
  expect(() => decodeText(text().replace('"start":"0"', '"start":0'))).toThrow(/inferences\.0\.credits\.0\.start/)
})
