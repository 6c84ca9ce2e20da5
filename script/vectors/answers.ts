import { encodeAbiParameters, getAbiItem } from 'viem'
import { demandRegistryAbi } from '../../sdk/src/abis.ts'
import { answerFor } from '../../sdk/src/attribution/answers.ts'
import { encodeItem, type Item, itemOf } from '../../sdk/src/attribution/demands.ts'
import { committed } from '../../sdk/test/check.ts'
import { scene, sceneCredits } from '../../sdk/test/lies.ts'
import { buildScene, scenePayer, scenePrice } from '../../sdk/test/sceneBatch.ts'
import { accountOf, corpusOfWorld } from '../../sdk/test/world.ts'

/** Demands of every kind for the honest batch of the scene, with their answers, as `DemandRegistry.answer` takes them. */
export function answerVectors() {
  const built = buildScene(sceneCredits)
  const batch = committed(built.commitment)
  const corpus = corpusOfWorld(scene)
  const sourceAt = (place: { submissionId: bigint; leafIndex: number }) => {
    const source = corpus.sourceAt(place)
    return typeof source === 'object' ? { ...source, siblings: corpus.siblingsOf(place) } : undefined
  }
  const [account] = built.bundle.payouts.map((payout) => payout.account)
  const items: Item[] = [
    itemOf('Inferences', { first: 0, count: 3 }),
    itemOf('Payouts', { first: 1, count: 1 }),
    itemOf('Credits', { outer: 1, count: 64 }),
    itemOf('Credits', { outer: 0, count: 1 }),
    itemOf('Entries', { outer: 0, count: 64 }),
    itemOf('OutputChunks', { outer: 0, count: 64 }),
    itemOf('OutputChunks', { outer: 1, count: 64 }),
    itemOf('OutputChunks', { outer: 1, first: 9, count: 1 }),
    itemOf('SourceChunks', { outer: 1, inner: 0, count: 2 }),
    itemOf('SourceChunks', { outer: 1, inner: 2, count: 1 }),
    itemOf('PayoutOf', { account: account! }),
    itemOf('PayoutOf', { account: accountOf(1) }),
    itemOf('PayoutOf', { account: accountOf(0xa2) }),
    itemOf('EntryOf', { account: account!, outer: 1, inner: 0 }),
    itemOf('EntryOf', { account: account!, outer: 1, inner: 1 }),
    itemOf('EntryOf', { account: accountOf(0xa2), outer: 1, inner: 0 }),
    itemOf('InferenceAt', { account: scenePayer, total: scenePrice }),
    itemOf('InferenceAt', { account: scenePayer, total: 3n * scenePrice }),
    itemOf('InferenceAt', { account: accountOf(1), total: 0n }),
    itemOf('EarlierInferenceAt', { account: scenePayer, total: 0n, earlier: 7n }),
  ]
  const known = { batch, bundle: built.bundle, trees: built.trees }
  const answers = items.map((item) => answerFor(item, known, { sourceAt, earlierAt: () => known }))
  const [, ...parameters] = getAbiItem({ abi: demandRegistryAbi, name: 'answer' }).inputs
  return { count: items.length, call: encodeAbiParameters(parameters, [batch, items.map(encodeItem), answers]) }
}
