export { type AnswerWriter, createAnswers } from './answers.ts'
export { type BatchProgress, buildLargeBatch, type LargeBatch, type LargeBatchParameters } from './build.ts'
export { type Checked, checkLargeBatch, type LargeBatchCheck, type Verdict } from './check.ts'
export { openPayouts, UncommittedPayoutsError } from './claims.ts'
export {
  type CommittedBatch,
  type CommittedCheck,
  type CommittedInference,
  type CommittedPayout,
  openCommitted,
} from './committed.ts'
export type { AttributeOutput, AttributionIndexes } from './dueCredits.ts'
export { AnswerOutOfRangeError, AnswersDamagedError, BatchWorkerError } from './errors.ts'
export { type PackedPayouts, payoutOf } from './payouts.ts'
