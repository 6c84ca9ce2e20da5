import { type Hex, hexToBigInt, numberToHex, slice } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, test } from 'vitest'
import { outputRootOf } from '../attribution/trees.ts'
import { checkReceipt, ReceiptDiffersError, ReceiptSignerError } from './check.ts'
import { hashReceipt, type Receipt, recoverReceipt, signReceipt } from './receipt.ts'
import { MalformedSignatureError } from './signature.ts'
import { hashVoucher, recoverVoucher, signVoucher, type Voucher } from './voucher.ts'

const domain = { chainId: 31337, escrow: '0x00000000000000000000000000000000000e5c70' } as const
const account = privateKeyToAccount(`0x${'11'.repeat(32)}`)
const voucher: Voucher = { payer: account.address, modelId: 1n, term: 1, cumulativeAmount: 10n ** 18n }
const receipt: Receipt = {
  modelId: 1n,
  term: 1,
  version: 2,
  payer: account.address,
  from: 0n,
  to: 10n ** 18n,
  outputRoot: `0x${'22'.repeat(32)}`,
}

test('a voucher is recovered to whoever signed it, and to nobody else when a field differs', async () => {
  const signature = await signVoucher(account, domain, voucher)
  expect(await recoverVoucher(domain, voucher, signature)).toBe(account.address)
  for (const altered of [
    { ...voucher, cumulativeAmount: voucher.cumulativeAmount + 1n },
    { ...voucher, modelId: 2n },
    { ...voucher, term: 2 },
  ]) {
    expect(await recoverVoucher(domain, altered, signature)).not.toBe(account.address)
  }
  expect(await recoverVoucher({ ...domain, chainId: 1 }, voucher, signature)).not.toBe(account.address)
})

test('a receipt is recovered to the key that signed it, and to no other when a field differs', async () => {
  const signature = await signReceipt(account, domain, receipt)
  expect(await recoverReceipt(domain, receipt, signature)).toBe(account.address)
  for (const altered of [
    { ...receipt, version: 3 },
    { ...receipt, from: 1n },
    { ...receipt, outputRoot: `0x${'23'.repeat(32)}` as Hex },
  ]) {
    expect(await recoverReceipt(domain, altered, signature)).not.toBe(account.address)
  }
  expect(hashReceipt(domain, receipt)).not.toBe(hashVoucher(domain, voucher))
})

test('error: signatures that the chain would not take', async () => {
  const signature = await signVoucher(account, domain, voucher)
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
  const otherS = numberToHex(order - hexToBigInt(slice(signature, 32, 64)), { size: 32 })
  const otherV = slice(signature, 64) === '0x1b' ? '1c' : '1b'
  const refused: Hex[] = [
    '0x',
    slice(signature, 0, 64),
    `${slice(signature, 0, 64)}00`,
    `${slice(signature, 0, 32)}${otherS.slice(2)}${otherV}`,
    `0x${'00'.repeat(64)}1b`,
  ]
  for (const bad of refused) {
    await expect(recoverVoucher(domain, voucher, bad)).rejects.toThrow(MalformedSignatureError)
  }
})

describe('checkReceipt', () => {
  const answer = 'A QUICK answer.'
  const outputRoot = outputRootOf(new TextEncoder().encode('a quick answer'))
  const paid = { modelId: 1n, term: 1, payer: account.address, from: 5n, price: 7n }
  const given: Receipt = { ...paid, version: 2, to: 12n, outputRoot }
  const check = async (receipt: Receipt, text = answer) =>
    checkReceipt({
      domain,
      receipt,
      signature: await signReceipt(account, domain, receipt),
      receiptKey: account.address,
      expected: paid,
      answer: text,
    })

  test('default', async () => {
    await check(given)
  })

  test('behavior: an answer without words has root 0', async () => {
    await check({ ...given, outputRoot: `0x${'00'.repeat(32)}` }, ' … ')
  })

  test.each([
    ['model', { modelId: 2n }],
    ['term', { term: 2 }],
    ['payer', { payer: domain.escrow }],
    ['running total', { from: 6n, to: 13n }],
    ['price', { to: 13n }],
    ['output root', { outputRoot: `0x${'22'.repeat(32)}` }],
  ] satisfies [string, Partial<Receipt>][])('error: another %s', async (field, altered) => {
    await expect(check({ ...given, ...altered })).rejects.toThrow(ReceiptDiffersError)
    await expect(check({ ...given, ...altered })).rejects.toThrow(`The receipt's ${field} is`)
  })

  test('error: another answer', async () => {
    await expect(check(given, `${answer} More.`)).rejects.toThrow(ReceiptDiffersError)
  })

  test("error: another's signature", async () => {
    const other = privateKeyToAccount(`0x${'33'.repeat(32)}`)
    const signature = await signReceipt(other, domain, given)
    const check = { domain, receipt: given, signature, receiptKey: account.address, expected: paid, answer }
    await expect(checkReceipt(check)).rejects.toThrow(ReceiptSignerError)
  })
})
