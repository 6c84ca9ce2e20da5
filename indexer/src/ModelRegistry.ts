import { ponder } from 'ponder:registry'
import * as model from '../lib/model.ts'
import { originOf } from '../lib/origin.ts'

ponder.on('ModelRegistry:ModelRegistered', ({ context, event }) =>
  model.registerModel(context, { ...event.args, at: originOf(event) }),
)

ponder.on('ModelRegistry:TermStarted', ({ context, event }) =>
  model.startTerm(context, { ...event.args, at: originOf(event) }),
)

ponder.on('ModelRegistry:VersionPublished', ({ context, event }) =>
  model.publishVersion(context, { ...event.args, at: originOf(event) }),
)

ponder.on('ModelRegistry:PriceChanged', ({ context, event }) =>
  model.changePrice(context, { ...event.args, at: originOf(event) }),
)
