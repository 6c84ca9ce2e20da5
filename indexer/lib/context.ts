import type { Event, EventNames, Context as PonderContext } from 'ponder:registry'
import type { Origin } from './origin.ts'

/** What the logic needs of Ponder: its store. */
export type Context = Pick<PonderContext, 'db'>

/** An event's arguments and where it happened. */
export type Happened<name extends EventNames> = (Event<name> extends { args: infer args } ? args : never) & {
  at: Origin
}
