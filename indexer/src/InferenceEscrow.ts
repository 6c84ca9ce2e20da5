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
