import { ponder } from 'ponder:registry'
import { originOf } from '../lib/origin.ts'
import * as stake from '../lib/stake.ts'

ponder.on('ProtocolConfig:ParametersChanged', ({ context, event }) =>
  stake.changeParameters(context, { ...event.args, at: originOf(event) }),
)
