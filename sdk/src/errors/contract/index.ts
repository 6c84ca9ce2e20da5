import * as attributionLedger from './attributionLedger.ts'
import type { ContractError } from './contractError.ts'
import * as creditProofs from './creditProofs.ts'
import * as dataAvailability from './dataAvailability.ts'
import * as datanetRegistry from './datanetRegistry.ts'
import * as datanetReserves from './datanetReserves.ts'
import * as demandRegistry from './demandRegistry.ts'
import * as fraudProofs from './fraudProofs.ts'
import * as inferenceEscrow from './inferenceEscrow.ts'
import * as modelRegistry from './modelRegistry.ts'
import * as moneyProofs from './moneyProofs.ts'
import * as openZeppelin from './openZeppelin.ts'
import * as openZeppelinGovernor from './openZeppelinGovernor.ts'
import * as payoutDirectory from './payoutDirectory.ts'
import * as protocol from './protocol.ts'
import * as stakeVault from './stakeVault.ts'
import * as textProofs from './textProofs.ts'
import * as treeProofs from './treeProofs.ts'

type ContractErrorClass = {
  readonly errorName: string
  new (values: never, options?: ErrorOptions): ContractError
}

const rooms = [
  attributionLedger,
  creditProofs,
  dataAvailability,
  datanetRegistry,
  datanetReserves,
  demandRegistry,
  fraudProofs,
  inferenceEscrow,
  modelRegistry,
  moneyProofs,
  openZeppelin,
  openZeppelinGovernor,
  payoutDirectory,
  protocol,
  stakeVault,
  textProofs,
  treeProofs,
]

const classes: ReadonlyMap<string, ContractErrorClass> = new Map(
  rooms
    .flatMap((room): ContractErrorClass[] => Object.values(room))
    .map((contractErrorClass) => [contractErrorClass.errorName, contractErrorClass]),
)

/** The error that a contract's custom error is here; nothing where there is none of the name. */
export function contractErrorOf(errorName: string, values: object, options?: ErrorOptions): ContractError | undefined {
  const ErrorClass = classes.get(errorName)
  return ErrorClass && new ErrorClass(values as never, options)
}

export * from './attributionLedger.ts'
export { ContractError, type ContractErrorName, type ContractErrorValues } from './contractError.ts'
export * from './creditProofs.ts'
export * from './dataAvailability.ts'
export * from './datanetRegistry.ts'
export * from './datanetReserves.ts'
export * from './demandRegistry.ts'
export * from './fraudProofs.ts'
export * from './inferenceEscrow.ts'
export * from './modelRegistry.ts'
export * from './moneyProofs.ts'
export * from './openZeppelin.ts'
export * from './openZeppelinGovernor.ts'
export * from './payoutDirectory.ts'
export * from './protocol.ts'
export * from './stakeVault.ts'
