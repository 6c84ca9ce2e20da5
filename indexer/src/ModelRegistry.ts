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

ponder.on('ModelRegistry:TermAnnounced', ({ context, event }) =>
  model.announceTerm(context, { ...event.args, at: originOf(event) }),
)

ponder.on('ModelRegistry:TermChangeCancelled', ({ context, event }) =>
  model.cancelTermChange(context, { ...event.args, at: originOf(event) }),
)

ponder.on('ModelRegistry:VersionActivated', ({ context, event }) =>
  model.activateVersion(context, { ...event.args, at: originOf(event) }),
)

ponder.on('ModelRegistry:VersionRetired', ({ context, event }) =>
  model.retireVersion(context, { ...event.args, at: originOf(event) }),
)

ponder.on('ModelRegistry:ModelRetired', ({ context, event }) =>
  model.retireModel(context, { ...event.args, at: originOf(event) }),
)

ponder.on('ModelRegistry:OwnershipTransferred', ({ context, event }) =>
  model.transferModel(context, { ...event.args, at: originOf(event) }),
)
