import { openLedgerAbis } from '../abis.ts'
import { defineList, type List } from './events.ts'
import type { ActionError } from './explain.ts'
import type { Client, ContractName, EventLog, EventName, ParametersOf } from './types.ts'

/**
 * Reads all events of one kind in a range of blocks, oldest first.
 *
 * @example
 * const batches = await readEvents(client, { deployment, contract: 'AttributionLedger', event: 'BatchCommitted' })
 */
export async function readEvents<const contract extends ContractName, const event extends EventName<contract>>(
  client: Client,
  { contract, event, ...parameters }: readEvents.Parameters<contract, event>,
): Promise<readEvents.ReturnValue<contract, event>> {
  return defineList(contract, openLedgerAbis[contract], event)(client, parameters as never)
}

export declare namespace readEvents {
  type Parameters<contract extends ContractName, event extends EventName<contract>> = ParametersOf<
    List<contract, event>
  > & { contract: contract; event: event }
  type ReturnValue<contract extends ContractName, event extends EventName<contract>> = EventLog<contract, event>[]
  type ErrorType = ActionError
}
