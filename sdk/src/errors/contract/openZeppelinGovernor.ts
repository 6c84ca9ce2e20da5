import { contractError } from './contractError.ts'
import { open } from './format.ts'

/** The states of a proposal, as the governor numbers them. */
const states = ['pending', 'active', 'canceled', 'defeated', 'succeeded', 'queued', 'expired', 'executed']

export class AccessControlBadConfirmationError extends contractError(
  'AccessControlBadConfirmation',
  () => 'Only the account itself gives up its role: confirm with the account that sends this.',
) {}

export class AccessControlUnauthorizedAccountError extends contractError(
  'AccessControlUnauthorizedAccount',
  ({ account, neededRole }) =>
    `${account} lacks the role ${neededRole} in the timelock: go through a proposal of the governor.`,
) {}

export class FailedCallError extends contractError(
  'FailedCall',
  () => 'A call of the proposal failed without a reason: simulate each of its calls from the timelock.',
) {}

export class GovernorAlreadyCastVoteError extends contractError(
  'GovernorAlreadyCastVote',
  ({ voter }) => `${voter} has voted on this proposal already, and a vote stands.`,
) {}

export class GovernorAlreadyQueuedProposalError extends contractError(
  'GovernorAlreadyQueuedProposal',
  ({ proposalId }) => `Proposal ${proposalId} is queued already: execute it when its delay is over.`,
) {}

export class GovernorDisabledDepositError extends contractError(
  'GovernorDisabledDeposit',
  () => 'The governor takes no money or tokens: send them to the timelock.',
) {}

export class GovernorInsufficientProposerVotesError extends contractError(
  'GovernorInsufficientProposerVotes',
  ({ proposer, votes, threshold }) =>
    `${proposer} has the votes of ${open(votes)} and needs those of ${open(threshold)} to propose: get more delegated first.`,
) {}

export class GovernorInvalidProposalLengthError extends contractError(
  'GovernorInvalidProposalLength',
  ({ targets, calldatas, values }) =>
    `The proposal has ${targets} targets, ${values} values and ${calldatas} calls: give as many of each, at least one.`,
) {}

export class GovernorInvalidQuorumFractionError extends contractError(
  'GovernorInvalidQuorumFraction',
  ({ quorumNumerator, quorumDenominator }) =>
    `A quorum of ${quorumNumerator} in ${quorumDenominator} cannot be: choose at most the whole.`,
) {}

export class GovernorInvalidSignatureError extends contractError(
  'GovernorInvalidSignature',
  ({ voter }) => `The ballot is not signed by ${voter}: let the voter sign this vote anew.`,
) {}

export class GovernorInvalidVoteParamsError extends contractError(
  'GovernorInvalidVoteParams',
  () => 'This governor counts votes without parameters: leave them out.',
) {}

export class GovernorInvalidVoteTypeError extends contractError(
  'GovernorInvalidVoteType',
  () => 'There is no such vote: 0 is against, 1 for, 2 abstaining.',
) {}

export class GovernorInvalidVotingPeriodError extends contractError(
  'GovernorInvalidVotingPeriod',
  ({ votingPeriod }) => `A vote cannot last ${votingPeriod} seconds: choose more.`,
) {}

export class GovernorNonexistentProposalError extends contractError(
  'GovernorNonexistentProposal',
  ({ proposalId }) =>
    `There is no proposal ${proposalId}: use the id that its proposing returned, and the same calls and description.`,
) {}

export class GovernorOnlyExecutorError extends contractError(
  'GovernorOnlyExecutor',
  ({ account }) => `${account} may not change the governor: only the timelock may, after a vote.`,
) {}

export class GovernorProposalQueueingFailedError extends contractError(
  'GovernorProposalQueueingFailed',
  ({ proposalId }) => `Proposal ${proposalId} could not be queued: check that the timelock has no operation like it.`,
) {}

export class GovernorProposalQueueingNotRequiredError extends contractError(
  'GovernorProposalQueueingNotRequired',
  ({ proposalId }) => `Proposal ${proposalId} needs no queue: execute it.`,
) {}

export class GovernorRestrictedProposerError extends contractError(
  'GovernorRestrictedProposer',
  ({ proposer }) => `The description names another proposer than ${proposer}: propose with that account.`,
) {}

export class GovernorUnableToCancelError extends contractError(
  'GovernorUnableToCancel',
  ({ proposalId, account }) =>
    `${account} cannot cancel proposal ${proposalId}: only its proposer can, before the vote begins.`,
) {}

export class GovernorUnexpectedProposalStateError extends contractError(
  'GovernorUnexpectedProposalState',
  ({ proposalId, current }) =>
    `Proposal ${proposalId} is ${states[current] ?? current}, which does not allow this: wait for its next state, or propose anew.`,
) {}

export class TimelockInsufficientDelayError extends contractError(
  'TimelockInsufficientDelay',
  ({ delay, minDelay }) => `A delay of ${delay} seconds is below the timelock's ${minDelay}: choose at least that.`,
) {}

export class TimelockInvalidOperationLengthError extends contractError(
  'TimelockInvalidOperationLength',
  ({ targets, payloads, values }) =>
    `The operation has ${targets} targets, ${values} values and ${payloads} calls: give as many of each.`,
) {}

export class TimelockUnauthorizedCallerError extends contractError(
  'TimelockUnauthorizedCaller',
  ({ caller }) => `${caller} may not change the timelock: only the timelock itself may, after a vote.`,
) {}

export class TimelockUnexecutedPredecessorError extends contractError(
  'TimelockUnexecutedPredecessor',
  ({ predecessorId }) => `The operation ${predecessorId} comes first: execute it, then this one.`,
) {}

export class TimelockUnexpectedOperationStateError extends contractError(
  'TimelockUnexpectedOperationState',
  ({ operationId }) =>
    `The operation ${operationId} is not ready for this: execute it when its delay is over, and once only.`,
) {}
