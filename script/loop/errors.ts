import { OpenLedgerError } from '@openledger/sdk'

/** What the loop cannot go on from, in one sentence with the mend. */
export class LoopError extends OpenLedgerError {}
