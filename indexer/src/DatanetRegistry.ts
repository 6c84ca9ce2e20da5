import { ponder } from 'ponder:registry'
import * as datanet from '../lib/datanet.ts'
import { originOf } from '../lib/origin.ts'

ponder.on('DatanetRegistry:DatanetCreated', ({ context, event }) =>
  datanet.createDatanet(context, { ...event.args, at: originOf(event) }),
)

ponder.on('DatanetRegistry:ValidatorsNamed', ({ context, event }) =>
  datanet.nameValidators(context, { ...event.args, at: originOf(event) }),
)

ponder.on('DatanetRegistry:Submitted', ({ context, event }) =>
  datanet.submit(context, { ...event.args, at: originOf(event) }),
)

ponder.on('DatanetRegistry:SubmissionApproved', ({ context, event }) =>
  datanet.approve(context, { ...event.args, at: originOf(event) }),
)

ponder.on('DatanetRegistry:SubmissionRejected', ({ context, event }) =>
  datanet.reject(context, { ...event.args, at: originOf(event) }),
)

ponder.on('DatanetRegistry:SubmissionAccepted', ({ context, event }) =>
  datanet.acceptSubmission(context, { ...event.args, at: originOf(event) }),
)

ponder.on('DatanetRegistry:SubmissionRefused', ({ context, event }) =>
  datanet.refuseSubmission(context, { ...event.args, at: originOf(event) }),
)

ponder.on('DatanetRegistry:ContributionRevoked', ({ context, event }) =>
  datanet.revokeContribution(context, { ...event.args, at: originOf(event) }),
)

ponder.on('DatanetRegistry:SubmissionRevoked', ({ context, event }) =>
  datanet.revokeSubmission(context, { ...event.args, at: originOf(event) }),
)
