import { contractError } from './contractError.ts'
import { open } from './format.ts'

export class OpenTokenGenesisDoesNotSumError extends contractError(
  'OpenToken_GenesisDoesNotSum',
  ({ sum, supply }) =>
    `The genesis allocations sum to ${open(sum)} instead of ${open(supply)}: correct the genesis file.`,
) {}

export class ProtocolConfigOutOfBoundsError extends contractError(
  'ProtocolConfig_OutOfBounds',
  ({ name, value, least, most }) => `The parameter '${name}' cannot be ${value}: choose from ${least} to ${most}.`,
) {}

export class ProtocolConfigNotTimelockError extends contractError(
  'ProtocolConfig_NotTimelock',
  ({ caller }) => `${caller} cannot set parameters: only the timelock can, after a vote.`,
) {}

export class DataFundNotTimelockError extends contractError(
  'DataFund_NotTimelock',
  ({ caller }) => `${caller} cannot grant the data fund's money: only the timelock can, after a vote.`,
) {}

export class OpenGovernorOutOfBoundsError extends contractError(
  'OpenGovernor_OutOfBounds',
  ({ name, value, least, most }) => `The setting '${name}' cannot be ${value}: choose from ${least} to ${most}.`,
) {}

export class OpenTimelockOutOfBoundsError extends contractError(
  'OpenTimelock_OutOfBounds',
  ({ delay, least, most }) => `The timelock's delay cannot be ${delay} seconds: choose from ${least} to ${most}.`,
) {}
