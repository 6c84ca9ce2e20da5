// What an application that asks models has of the contracts: it reads where they are, deposits, signs vouchers, checks the
// receipts that come back, sees what became of the batches that its answers are in, and claims what it earned itself.
import { checkReceipt, parseDeployment, signFundingAuthorization, signVoucher } from '@openledger/sdk'
import { attribution, model, payment, token } from '@openledger/sdk/actions'

export const core = [
  parseDeployment,
  model.getModel,
  model.getTerm,
  model.getVersion,
  token.approveSync,
  token.getBalance,
  payment.fundSync,
  payment.fundWithAuthorizationSync,
  payment.getDeposit,
  payment.requestWithdrawalSync,
  payment.withdrawSync,
  signFundingAuthorization,
  signVoucher,
  checkReceipt,
  attribution.getBatchStatus,
  attribution.getBatchRecord,
  attribution.isClaimed,
  attribution.claimManySync,
]
