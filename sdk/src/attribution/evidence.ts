import { type Address, encodeAbiParameters, getAbiItem, type Hex, keccak256, parseAbiParameters } from 'viem'
import { EvidenceKind, FalseCreditReason, fraudProofsAbi } from '../abis.ts'
import type { TextProof } from '../text/textRoot.ts'
import type { Contribution, Credit, Inference } from './encoding.ts'

/** How a credit is false: `FalseCreditReason` in `IFraudProofs`. */
export type FalseCreditReasonName = keyof typeof FalseCreditReason

/** An inference leaf of the batch, with its proof. */
export type InferenceProof = {
  inference: Inference
  dataFee: bigint
  index: number
  siblings: readonly Hex[]
  siblingSums: readonly bigint[]
}

/** A credit leaf of an inference, with its proof. */
export type CreditProof = {
  credit: Credit
  index: number
  siblings: readonly Hex[]
}

/** A contribution leaf of a submission, with its proof. */
export type ContributionProof = Contribution & {
  siblings: readonly Hex[]
}

/** Evidence that a credit is false. Proofs that its reason does not need are empty. */
export type FalseCredit = {
  inference: InferenceProof
  credit: CreditProof
  reason: FalseCreditReasonName
  /** The byte that is wrong, as `IFraudProofs` counts it for the reason. */
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

/** A proof that voids a batch. */
export type Evidence = ({ kind: 'FalseCredit' } & FalseCredit) | ({ kind: 'EarlierSource' } & EarlierSource)

/** Evidence as `AttributionLedger.challenge` takes it: `abi.encode` of the struct of its kind. */
export function encodeEvidence(evidence: Evidence): Hex {
  if (evidence.kind === 'EarlierSource') return encodeAbiParameters([earlierSourceParameter], [evidence])
  return encodeAbiParameters([falseCreditParameter], [{ ...evidence, reason: FalseCreditReason[evidence.reason] }])
}

/** The number of an evidence's kind on chain. */
export function evidenceKindOf({ kind }: Pick<Evidence, 'kind'>): EvidenceKind {
  return EvidenceKind[kind]
}

const [, falseCreditParameter] = getAbiItem({ abi: fraudProofsAbi, name: 'verifyFalseCredit' }).inputs
const [, earlierSourceParameter] = getAbiItem({ abi: fraudProofsAbi, name: 'verifyEarlierSource' }).inputs

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
