import type { Address } from 'viem'
import { OpenLedgerError } from './base.ts'

/** A deployment file that cannot be used. */
export class BadDeploymentError extends OpenLedgerError {
  readonly field: string

  constructor(field: string, reason: string, options?: ErrorOptions) {
    super(
      `The deployment file is no good: ${field}: ${reason}. Take the file that the deploy script wrote for this chain.`,
      options,
    )
    this.field = field
  }
}

/** The client talks to another chain than the deployment is on. */
export class WrongChainError extends OpenLedgerError {
  readonly chainId: number
  readonly deploymentChainId: number

  constructor(chainId: number, deploymentChainId: number) {
    super(
      `The client is on chain ${chainId}, the deployment on chain ${deploymentChainId}: use the RPC of chain ${deploymentChainId} or the deployment file of chain ${chainId}.`,
    )
    this.chainId = chainId
    this.deploymentChainId = deploymentChainId
  }
}

/** There is no such contract where the deployment says. */
export class NotDeployedError extends OpenLedgerError {
  readonly contract: string
  readonly address: Address

  constructor(contract: string, address: Address, options?: ErrorOptions) {
    super(
      `There is no ${contract} at ${address}: use the deployment file of this chain, and deploy again if the chain was reset.`,
      options,
    )
    this.contract = contract
    this.address = address
  }
}
