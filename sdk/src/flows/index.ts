export { approveSubmission, type ReviewedContribution, SubmissionContentError } from './approveSubmission.ts'
export {
  type Claimable,
  claimEverything,
  type PayoutOf,
  type PayoutReader,
  readClaimable,
  type Unclaimed,
} from './claimEverything.ts'
export {
  type ContributedText,
  contributeFiles,
  getContributionCost,
  NoTextsError,
  TextChangedError,
  type TextFile,
} from './contributeFiles.ts'
export { type FlowParameters, type FlowProgress, TransactionPendingError } from './flow.ts'
export { AuthorizationCancelledError, openChannel } from './openChannel.ts'
export { OtherModelError, registerAndPublish } from './registerAndPublish.ts'
export {
  AnswerPendingError,
  acceptReceipt,
  type ChannelJournal,
  type ChannelState,
  forgetVoucher,
  nextVoucher,
  PriceTooHighError,
  type Promised,
  verifyReceipt,
} from './voucher.ts'
