import type { Deployment } from '../deployment.ts'
import * as attribution from './attribution/index.ts'
import * as datanet from './datanet/index.ts'
import * as governance from './governance/index.ts'
import * as model from './model/index.ts'
import * as payment from './payment/index.ts'
import * as stake from './stake/index.ts'
import * as token from './token/index.ts'
import type { Client, Compute, ParametersOf, ReturnValueOf } from './types.ts'

type Action = (client: Client, parameters: never) => Promise<unknown>

/** What is left to say once client and deployment are known; nothing at all where all of it may be left out. */
type Rest<action extends Action> = Compute<Omit<ParametersOf<action>, 'deployment'>>
type Bound<action> = action extends Action
  ? Record<never, never> extends Rest<action>
    ? (parameters?: Rest<action>) => Promise<ReturnValueOf<action>>
    : (parameters: Rest<action>) => Promise<ReturnValueOf<action>>
  : never
type BoundRoom<room> = { [name in keyof room]: Bound<room[name]> }

/** Every action of the protocol by its room, for one client and one deployment. */
export type OpenActions = {
  attribution: BoundRoom<typeof attribution>
  datanet: BoundRoom<typeof datanet>
  governance: BoundRoom<typeof governance>
  model: BoundRoom<typeof model>
  payment: BoundRoom<typeof payment>
  stake: BoundRoom<typeof stake>
  token: BoundRoom<typeof token>
}

/**
 * Binds every action to a client and a deployment.
 *
 * @example
 * const client = createWalletClient({ account, chain, transport: http() }).extend(openActions(deployment))
 * const { submissionId } = await client.datanet.submitSync({ datanetId: 1n, root, count, uri })
 */
export function openActions(deployment: Deployment): (client: Client) => OpenActions {
  return (client) => {
    const bind = <room extends Record<string, unknown>>(room: room) =>
      Object.fromEntries(
        Object.entries(room as Record<string, (client: Client, parameters: object) => unknown>).map(
          ([name, action]) => [name, (parameters?: object) => action(client, { ...parameters, deployment })],
        ),
      ) as BoundRoom<room>
    return {
      attribution: bind(attribution),
      datanet: bind(datanet),
      governance: bind(governance),
      model: bind(model),
      payment: bind(payment),
      stake: bind(stake),
      token: bind(token),
    }
  }
}
