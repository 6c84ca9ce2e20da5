import { ponder } from 'ponder:registry'
import * as attribution from '../lib/attribution.ts'
import { originOf } from '../lib/origin.ts'

ponder.on('AttributionLedger:BatchCommitted', ({ context, event }) =>
  attribution.commitBatch(context, { ...event.args, at: originOf(event) }),
)

ponder.on('AttributionLedger:BatchFinalised', ({ context, event }) =>
  attribution.finaliseBatch(context, { ...event.args, at: originOf(event) }),
)

ponder.on('AttributionLedger:BatchVoided', ({ context, event }) =>
  attribution.voidBatch(context, { ...event.args, at: originOf(event) }),
)

ponder.on('AttributionLedger:ChallengeReserved', ({ context, event }) =>
  attribution.reserveChallenge(context, { ...event.args, at: originOf(event) }),
)

ponder.on('AttributionLedger:Claimed', ({ context, event }) =>
  attribution.claimPayout(context, { ...event.args, at: originOf(event) }),
)
