import { ponder } from 'ponder:registry'
import * as datanet from '../lib/datanet.ts'
import { originOf } from '../lib/origin.ts'

ponder.on('DataFund:Granted', ({ context, event }) =>
  datanet.grantToDatanet(context, { ...event.args, at: originOf(event) }),
)
