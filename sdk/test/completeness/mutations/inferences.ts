import type { Random } from '../random.ts'
import { anyInference, anyRoot, feeAccordingly, type Mutation, otherThan, payAccordingly, types } from './lie.ts'

/** Lies in the fields of an inference, and in its output. */
export const inferenceFields: Mutation[] = [
  ...(['version', 'payer', 'from', 'to'] as const).map(
    (name): Mutation => ({
      field: `inference.${name}`,
      lie(draft, resources) {
        const { random, versions, payers } = resources
        const inference = anyInference(draft, random)!
        const known = name === 'version' ? versions : name === 'payer' ? payers.map(({ payer }) => payer) : []
        const other = known.filter((value) => value !== inference[name])
        const chosen = other.length > 0 && random.chance(0.7) ? random.pick(other) : undefined
        inference[name] = chosen ?? otherThan(inference[name], types[`inference.${name}`]!, random)
        if (name === 'from' || name === 'to') feeAccordingly(inference, resources)
        payAccordingly(draft, resources)
        return true
      },
    }),
  ),
  {
    field: 'inference.dataFee',
    lie(draft, resources) {
      const inference = anyInference(draft, resources.random)!
      inference.dataFee = otherThan(inference.dataFee, 100n, resources.random)
      payAccordingly(draft, resources)
      return true
    },
  },
  {
    field: 'inference.outputRoot',
    lie(draft, resources) {
      const { random, texts } = resources
      const inference = anyInference(draft, random)!
      const kinds = [() => random.pick(draft.inferences).output, () => new Uint8Array(0), () => random.pick(texts)]
      inference.output = random.pick(kinds)()
      payAccordingly(draft, resources)
      return true
    },
  },
  {
    field: 'inference.outputBytes',
    lie(draft, resources) {
      const inference = anyInference(draft, resources.random)!
      inference.output = spoil(inference.output, resources.random)
      payAccordingly(draft, resources)
      return true
    },
  },
  {
    field: 'inference.creditsRoot',
    lie(draft, { random }) {
      const inference = anyInference(draft, random)!
      const isCredited = inference.credits.length > 0
      inference.over.creditsRoot = isCredited && random.chance(0.5) ? 0n : anyRoot(random)
      return true
    },
  },
  {
    field: 'inference.hiddenOutput',
    lie(draft, { random }) {
      anyInference(draft, random)!.over.outputRoot = anyRoot(random)
      return true
    },
  },
  {
    field: 'inference.creditCount',
    lie(draft, { random }) {
      const inference = anyInference(draft, random)!
      const count = BigInt(inference.credits.length)
      const near = [count + 1n, count - 1n, count + 2n, count * 2n, 2n * count + 1n, count + 30n, 0xffffffffn]
      inference.over.creditCount = random.pick(near.filter((other) => other >= 0n && other !== count))
      return true
    },
  },
  {
    field: 'inference.firstCredit',
    lie(draft, { random }) {
      const index = random.int(0, draft.inferences.length - 1)
      const first = draft.inferences.slice(0, index).reduce((sum, { credits }) => sum + BigInt(credits.length), 0n)
      draft.inferences[index]!.over.firstCredit = otherThan(first, 64n, random)
      return true
    },
  },
]

/** Bytes that no canonical text has, in a text that was one. */
function spoil(text: Uint8Array, random: Random): Uint8Array {
  const at = random.int(0, text.length)
  const ways: (() => number[])[] = [
    () => [random.pick([0x41, 0x2e, 0x0a, 0x00, 0x7f, 0x5f])],
    () => [0x20, 0x20],
    () => [random.pick([0x80, 0xbf, 0xc0, 0xc1, 0xf5, 0xff])],
    () => random.pick([[0xe0, 0x80, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc3], [0xe4, 0xb8]]),
    () => [...new Uint8Array(random.int(65, 130)).fill(0x61)],
    () => [0x61, ...new TextEncoder().encode(random.pick(['日', 'か', 'ツ', 'ก', 'ກ', 'က', 'ក']))],
    () => [0x20],
  ]
  return new Uint8Array([...text.slice(0, at), ...random.pick(ways)(), ...text.slice(at)])
}
