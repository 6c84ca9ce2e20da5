import type { Address } from 'viem'
import { reserveAccountOf } from '../src/attribution/amounts.ts'
import { type BuiltBatch, buildBatch } from '../src/attribution/batch.ts'
import type { Credit } from '../src/attribution/encoding.ts'
import type { ChainFacts } from '../src/attribution/finder.ts'
import { scene, sceneOutput } from './lies.ts'
import { accountOf, bytesOf, corpusOfWorld } from './world.ts'

export const chainId = 31337
export const ledger: Address = '0x00000000000000000000000000000000001ed9e4'
export const registry: Address = '0x000000000000000000000000000000000da7a4e7'
export const scenePayer = accountOf(0x9a)
export const scenePrice = 10n ** 18n + 7n
export const sceneReserve = {
  reserveAccount: reserveAccountOf({ chainId, registry, datanetId: 1n }),
  reserveBps: 1_000,
}
const dataBps = 7_000

/** The scene's answer between two others, as a batch. */
export function buildScene(credits: readonly Credit[]): BuiltBatch {
  const answer = { version: 1, payer: scenePayer, receipt: `0x${'00'.repeat(65)}` as const }
  return buildBatch({
    chainId,
    ledger,
    modelId: 1n,
    term: 1,
    inferences: [
      { ...answer, from: 0n, to: scenePrice, output: bytesOf(''), credits: [] },
      { ...answer, from: scenePrice, to: 2n * scenePrice, output: sceneOutput, credits: [...credits] },
      { ...answer, from: 2n * scenePrice, to: 3n * scenePrice, output: bytesOf('nothing of anybody'), credits: [] },
    ],
    dataBps,
    reserveOf: () => sceneReserve,
  })
}

/** What the chain says where the scene is published and three answers are charged. */
export const sceneFacts: ChainFacts = {
  rule: 'WindowV1',
  dataBps,
  corpusOf: (version) => (version === 1 ? corpusOfWorld(scene) : undefined),
  wasActive: (version) => version === 1,
  charged: (payer) => (payer === scenePayer ? 3n * scenePrice : 0n),
  reserveOf: () => sceneReserve,
  earlier: [],
}
