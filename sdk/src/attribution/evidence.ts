import { type Address, encodeAbiParameters, type Hex, keccak256, parseAbiParameters } from 'viem'
import type { TextProof } from '../text/textRoot.ts'
import type { Contribution, Credit, Inference } from './encoding.ts'

/** The kinds of evidence, in the order of `EvidenceKind` on chain. `IFraudProofs` says what each proves. */
export const evidenceKinds = ['None', 'FalseCredit', 'EarlierSource'] as const

/** The ways in which a credit can be false, in the order of `FalseCreditReason` on chain. */
export const falseCreditReasons = [
  'BadShape',
  'Ineligible',
  'WrongContributor',
  'PastOutput',
  'PastSource',
  'DifferentByte',
  'OutputBoundary',
  'SourceBoundary',
  'TooFewWords',
] as const

export type FalseCreditReason = (typeof falseCreditReasons)[number]

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
  reason: FalseCreditReason
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

const structs = [
  'struct Inference { uint32 version; address payer; uint128 from; uint128 to; bytes32 outputRoot; bytes32 creditsRoot; uint32 creditCount; }',
  'struct Credit { uint64 start; uint64 length; uint64 matchStart; uint64 matchLength; uint256 submissionId; uint32 leafIndex; uint64 offset; address contributor; }',
  'struct InferenceProof { Inference inference; uint128 dataFee; uint32 index; bytes32[] siblings; uint128[] siblingSums; }',
  'struct CreditProof { Credit credit; uint32 index; bytes32[] siblings; }',
  'struct ContributionProof { address contributor; bytes32 textRoot; bytes32[] siblings; }',
  'struct TextProof { uint64 length; uint32 firstChunk; bytes data; bytes32[][] siblings; }',
  'struct FalseCredit { InferenceProof inference; CreditProof credit; uint8 reason; uint64 position; ContributionProof source; TextProof outputText; TextProof sourceText; }',
  'struct EarlierSource { InferenceProof inference; uint64 windowStart; uint64 windowLength; TextProof outputText; uint256 submissionId; uint32 leafIndex; ContributionProof source; uint64 offset; TextProof sourceText; uint64 wordStart; CreditProof[] credits; }',
] as const

/** ABI parameters of the structs of evidence, as `IFraudProofs` declares them. */
export const falseCreditParameters = parseAbiParameters(['FalseCredit evidence', ...structs])
export const earlierSourceParameters = parseAbiParameters(['EarlierSource evidence', ...structs])

/** Evidence as `AttributionLedger.challenge` takes it: `abi.encode` of the struct of its kind. */
export function encodeEvidence(evidence: Evidence): Hex {
  if (evidence.kind === 'EarlierSource') return encodeAbiParameters(earlierSourceParameters, [evidence])
  const reason = falseCreditReasons.indexOf(evidence.reason)
  return encodeAbiParameters(falseCreditParameters, [{ ...evidence, reason }])
}

/** The number of an evidence's kind on chain. */
export function evidenceKindOf(evidence: Pick<Evidence, 'kind'>): number {
  return evidenceKinds.indexOf(evidence.kind)
}

/**
 * What a challenger reserves a block before it challenges, so that nobody who sees the evidence can take its reward.
 * It binds the challenger, and hides what the evidence is.
 */
export function reservationOf(challenge: {
  kind: number
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
