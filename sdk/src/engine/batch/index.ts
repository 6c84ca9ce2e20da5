export { type AnswerWriter, createAnswers } from './answers.ts'
export { type BatchProgress, buildLargeBatch, type LargeBatch, type LargeBatchParameters } from './build.ts'
export { AnswerOutOfRangeError, AnswersDamagedError, BatchWorkerError } from './errors.ts'
export { type PackedPayouts, payoutOf } from './payouts.ts'
