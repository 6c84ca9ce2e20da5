import { type AbiParameter, type Address, encodeAbiParameters, type Hex, keccak256, parseAbiParameters } from 'viem'
import {
  BatchTree,
  creditProofsAbi,
  EvidenceKind,
  FalseCreditReason,
  MalformedListReason,
  moneyProofsAbi,
  NotCanonicalReason,
  textProofsAbi,
  treeProofsAbi,
  UnbackedReason,
} from '../abis.ts'
import type { TextProof } from '../text/textRoot.ts'
import type { Batch } from './batch.ts'
import type { ContributionProof, CreditProof, EntryProof, InferenceProof, PayoutProof } from './proofs.ts'

/** How a credit is false: `FalseCreditReason` in `ICreditProofs`. */
export type FalseCreditReasonName = keyof typeof FalseCreditReason
/** How a list of credits is wrong: `MalformedListReason` in `ICreditProofs`. */
export type MalformedListReasonName = keyof typeof MalformedListReason
/** How an output is not canonical: `NotCanonicalReason` in `ITextProofs`. */
export type NotCanonicalReasonName = keyof typeof NotCanonicalReason
/** How an answer is without money of its own: `UnbackedReason` in `IMoneyProofs`. */
export type UnbackedReasonName = keyof typeof UnbackedReason
/** A tree of a batch: `BatchTree` in `ITreeProofs`. */
export type BatchTreeName = keyof typeof BatchTree

/** Evidence that a credit is false. Proofs that its reason does not need are empty. */
export type FalseCredit = {
  inference: InferenceProof
  credit: CreditProof
  reason: FalseCreditReasonName
  /** The byte that is wrong, as `ICreditProofs` counts it for the reason. */
  position: bigint
  source: ContributionProof
  outputText: TextProof
  sourceText: TextProof
}

/** Evidence that a word belongs to an earlier source than the one credited, or to one although nobody is credited. */
export type EarlierSource = {
  inference: InferenceProof
  /** The window in the output. */
  windowStart: bigint
  windowLength: bigint
  outputText: TextProof
  /** The earlier source, and the window's first byte in it. */
  submissionId: bigint
  leafIndex: number
  source: ContributionProof
  offset: bigint
  sourceText: TextProof
  /** First byte in the output of the window's word that is credited wrongly. */
  wordStart: bigint
  /** The credit that holds the word, or the neighbours of the gap it lies in. */
  credits: readonly CreditProof[]
}

/** Evidence that an answer's credits are no list of disjoint words in output order. */
export type MalformedList = {
  inference: InferenceProof
  reason: MalformedListReasonName
  first: CreditProof
  second: CreditProof
  outputText: TextProof
}

/** Evidence that an output is not canonical text. */
export type NotCanonical = {
  inference: InferenceProof
  reason: NotCanonicalReasonName
  /** The byte of the output where it shows. */
  position: bigint
  text: TextProof
}

/** A node with the way up to its root as the operator made it, right or wrong. */
export type TreePath = {
  tree: BatchTreeName
  inference: InferenceProof
  payout: PayoutProof
  level: number
  index: number
  node: Hex
  sums: readonly bigint[]
  siblings: readonly Hex[]
  siblingSums: readonly bigint[]
}

/** Evidence that a node is no node or leaf of its tree, or missing. */
export type MalformedLeaf = { path: TreePath; preimage: Hex }

/** Evidence that declared sums do not add up, or that something stands where nothing can. */
export type WrongSum = { path: TreePath; preimage: Hex }

/** Evidence that the numbers of credits or entries do not add up. */
export type WrongCount = {
  tree: 'Inferences' | 'Payouts'
  inferences: readonly InferenceProof[]
  payouts: readonly PayoutProof[]
}

/** Evidence that leaves are not strictly ascending. */
export type Unsorted = {
  tree: 'Inferences' | 'Payouts' | 'Entries'
  inferences: readonly InferenceProof[]
  payouts: readonly PayoutProof[]
  entries: readonly EntryProof[]
}

/** Evidence that an answer's version could not have answered. */
export type WrongVersion = { inference: InferenceProof }

/** Evidence that an answer contradicts a receipt. */
export type BrokenReceipt = {
  inference: InferenceProof
  version: number
  from: bigint
  to: bigint
  outputRoot: Hex
  /** Empty for the receipt of an on-chain request's answer. */
  signature: Hex
}

/** Evidence that an answer has no money of its own behind it. */
export type Unbacked = {
  inference: InferenceProof
  reason: UnbackedReasonName
  other: InferenceProof
  otherBatchId: bigint
  otherBatch: Batch
}

/** Evidence that an entry names no credit, or that its account or amount does not follow from its credit. */
export type WrongEntry = {
  payout: PayoutProof
  entry: EntryProof
  inference: InferenceProof
  credit: CreditProof
  outputText: TextProof
}

/** Evidence that a credit lacks its contributor's entry or its reserve's. */
export type MissingEntry = {
  inference: InferenceProof
  credit: CreditProof
  reserve: boolean
  payouts: readonly PayoutProof[]
  entries: readonly EntryProof[]
}

/** A proof that voids a batch. */
export type Evidence =
  | ({ kind: 'FalseCredit' } & FalseCredit)
  | ({ kind: 'EarlierSource' } & EarlierSource)
  | ({ kind: 'MalformedList' } & MalformedList)
  | ({ kind: 'NotCanonical' } & NotCanonical)
  | ({ kind: 'MalformedLeaf' } & MalformedLeaf)
  | ({ kind: 'WrongSum' } & WrongSum)
  | ({ kind: 'WrongCount' } & WrongCount)
  | ({ kind: 'Unsorted' } & Unsorted)
  | ({ kind: 'WrongVersion' } & WrongVersion)
  | ({ kind: 'BrokenReceipt' } & BrokenReceipt)
  | ({ kind: 'Unbacked' } & Unbacked)
  | ({ kind: 'WrongEntry' } & WrongEntry)
  | ({ kind: 'MissingEntry' } & MissingEntry)

/** Evidence as `AttributionLedger.challenge` takes it: `abi.encode` of the struct of its kind. */
export function encodeEvidence(evidence: Evidence): Hex {
  return encodeAbiParameters([parameters[evidence.kind]], [numbered(evidence)])
}

/** The number of an evidence's kind on chain. */
export function evidenceKindOf({ kind }: Pick<Evidence, 'kind'>): EvidenceKind {
  return EvidenceKind[kind]
}

/**
 * What a challenger reserves a block before it challenges, so that nobody who sees the evidence can take its reward.
 * It binds the challenger, and hides what the evidence is.
 */
export function reservationOf(challenge: {
  kind: EvidenceKind
  /** As `encodeEvidence` gives it. */
  evidence: Hex
  challenger: Address
  batchId: bigint
}): Hex {
  return keccak256(
    encodeAbiParameters(parseAbiParameters('uint8 kind, bytes32 evidence, address challenger, uint256 batchId'), [
      challenge.kind,
      keccak256(challenge.evidence),
      challenge.challenger,
      challenge.batchId,
    ]),
  )
}

/** The struct of each kind: what its verifier takes beside the batch. */
const parameters = Object.fromEntries(
  [...creditProofsAbi, ...textProofsAbi, ...treeProofsAbi, ...moneyProofsAbi].flatMap((item) =>
    item.type === 'function' && item.name.startsWith('verify')
      ? [[item.name.slice('verify'.length), item.inputs[1] as AbiParameter]]
      : [],
  ),
) as Record<Evidence['kind'], AbiParameter>

/** The struct with its names as the numbers of their enums. */
function numbered(evidence: Evidence): object {
  switch (evidence.kind) {
    case 'FalseCredit':
      return { ...evidence, reason: FalseCreditReason[evidence.reason] }
    case 'MalformedList':
      return { ...evidence, reason: MalformedListReason[evidence.reason] }
    case 'NotCanonical':
      return { ...evidence, reason: NotCanonicalReason[evidence.reason] }
    case 'Unbacked':
      return { ...evidence, reason: UnbackedReason[evidence.reason] }
    case 'MalformedLeaf':
    case 'WrongSum':
      return { ...evidence, path: { ...evidence.path, tree: BatchTree[evidence.path.tree] } }
    case 'WrongCount':
    case 'Unsorted':
      return { ...evidence, tree: BatchTree[evidence.tree] }
    default:
      return evidence
  }
}
