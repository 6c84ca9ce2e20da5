import { payment, stake, token } from '@openledger/sdk/actions'
import type { Address, LocalAccount } from 'viem'
import type { LocalChain } from './chain.ts'
import { FAUCET } from './parties.ts'

/** Tops an account's OPEN up to `amount` wei from the local chain's faucet. */
export async function giveOpen(chain: LocalChain, account: Address, amount: bigint): Promise<void> {
  const { client, deployment } = chain.as(FAUCET)
  const balance = await token.getBalance(client, { deployment, account })
  if (balance < amount) await token.transferSync(client, { deployment, to: account, value: amount - balance })
}

/** Tops an account's free stake up to `amount` wei. */
export async function stakeUpTo(chain: LocalChain, account: LocalAccount, amount: bigint): Promise<void> {
  const { client, deployment } = chain.as(account)
  const free = await stake.getFreeStake(client, { deployment, account: account.address })
  if (free >= amount) return
  const missing = amount - free
  await giveOpen(chain, account.address, missing)
  await token.approveSync(client, { deployment, spender: deployment.contracts.StakeVault, value: missing })
  await stake.stakeSync(client, { deployment, account: account.address, amount: missing })
}

/** Tops a payer's deposit for a model up to `amount` wei. */
export async function depositUpTo(
  chain: LocalChain,
  modelId: bigint,
  payer: LocalAccount,
  amount: bigint,
): Promise<void> {
  const { client, deployment } = chain.as(payer)
  const { balance } = await payment.getDeposit(client, { deployment, modelId, payer: payer.address })
  if (balance >= amount) return
  const missing = amount - balance
  await giveOpen(chain, payer.address, missing)
  await token.approveSync(client, { deployment, spender: deployment.contracts.InferenceEscrow, value: missing })
  await payment.fundSync(client, { deployment, modelId, payer: payer.address, amount: missing })
}
