import { ponder } from 'ponder:registry'
import { originOf } from '../lib/origin.ts'
import * as payment from '../lib/payment.ts'

ponder.on('InferenceEscrow:Funded', ({ context, event }) =>
  payment.fund(context, { ...event.args, at: originOf(event) }),
)

ponder.on('InferenceEscrow:WithdrawalRequested', ({ context, event }) =>
  payment.requestWithdrawal(context, { ...event.args, at: originOf(event) }),
)

ponder.on('InferenceEscrow:Withdrawn', ({ context, event }) =>
  payment.withdraw(context, { ...event.args, at: originOf(event) }),
)

ponder.on('InferenceEscrow:VoucherRedeemed', ({ context, event }) =>
  payment.redeemVoucher(context, { ...event.args, at: originOf(event) }),
)

ponder.on('InferenceEscrow:OwnerRevenueCollected', ({ context, event }) =>
  payment.collectOwnerRevenue(context, { ...event.args, at: originOf(event) }),
)

ponder.on('InferenceEscrow:ProtocolFeesCollected', ({ context, event }) =>
  payment.collectProtocolFees(context, { ...event.args, at: originOf(event) }),
)

ponder.on('InferenceEscrow:PoolTaken', ({ context, event }) =>
  payment.takePool(context, { ...event.args, at: originOf(event) }),
)

ponder.on('InferenceEscrow:PoolReturned', ({ context, event }) =>
  payment.returnPool(context, { ...event.args, at: originOf(event) }),
)

ponder.on('InferenceEscrow:SessionKeySet', ({ context, event }) =>
  payment.setSessionKey(context, { ...event.args, at: originOf(event) }),
)

ponder.on('InferenceEscrow:Paid', ({ context, event }) => payment.pay(context, { ...event.args, at: originOf(event) }))

ponder.on('InferenceEscrow:InferenceRequested', ({ context, event }) =>
  payment.requestInference(context, { ...event.args, at: originOf(event) }),
)

ponder.on('InferenceEscrow:InferenceAnswered', ({ context, event }) =>
  payment.answerRequest(context, { ...event.args, at: originOf(event) }),
)

ponder.on('InferenceEscrow:RequestCharged', ({ context, event }) =>
  payment.chargeRequest(context, { ...event.args, at: originOf(event) }),
)

ponder.on('InferenceEscrow:RequestRefunded', ({ context, event }) =>
  payment.refundRequest(context, { ...event.args, at: originOf(event) }),
)

ponder.on('InferenceEscrow:RefundsCollected', ({ context, event }) =>
  payment.collectRefunds(context, { ...event.args, at: originOf(event) }),
)

ponder.on('InferenceEscrow:RoyaltiesPassedOn', ({ context, event }) =>
  payment.passOnRoyalties(context, { ...event.args, at: originOf(event) }),
)

ponder.on('InferenceEscrow:PoolReleased', ({ context, event }) =>
  payment.releasePool(context, { ...event.args, at: originOf(event) }),
)

ponder.on('InferenceEscrow:TermClosed', ({ context, event }) =>
  payment.closeTerm(context, { ...event.args, at: originOf(event) }),
)
