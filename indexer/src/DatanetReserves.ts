import { ponder } from 'ponder:registry'
import * as datanet from '../lib/datanet.ts'
import { originOf } from '../lib/origin.ts'

ponder.on('DatanetReserves:ReserveFunded', ({ context, event }) =>
  datanet.fundReserve(context, { ...event.args, at: originOf(event) }),
)

ponder.on('DatanetReserves:FeesRefunded', ({ context, event }) =>
  datanet.refundFees(context, { ...event.args, at: originOf(event) }),
)

ponder.on('DatanetReserves:BountyOffered', ({ context, event }) =>
  datanet.offerBounty(context, { ...event.args, at: originOf(event) }),
)

ponder.on('DatanetReserves:BountyClosed', ({ context, event }) =>
  datanet.closeBounty(context, { ...event.args, at: originOf(event) }),
)
