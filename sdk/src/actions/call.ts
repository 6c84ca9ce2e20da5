import { type Abi, type AbiFunction, type Address, encodeFunctionData } from 'viem'
import { openLedgerErrorsAbi } from '../abis.ts'
import { BadArgumentError } from '../errors/transaction.ts'
import type { ContractName, OfDeployment } from './types.ts'

/** A call as viem takes it. */
export type PlainCall = { address: Address; abi: Abi; functionName: string; args: unknown[] }

/** The part of a contract's ABI that is one function. */
export function functionItem(abi: Abi, functionName: string): AbiFunction {
  return abi.find((item) => item.type === 'function' && item.name === functionName) as AbiFunction
}

/** Makes the builder of a function's calls: named arguments in, viem's call out, with every error of the protocol. */
export function createCall(contract: ContractName, abi: Abi, functionName: string) {
  const item = functionItem(abi, functionName)
  const callAbi = [item, ...openLedgerErrorsAbi]
  return (parameters: OfDeployment): PlainCall => {
    const named = parameters as unknown as Record<string, unknown>
    const args = item.inputs.map(({ name, type }) => {
      if (named[name!] === undefined)
        throw new BadArgumentError(`${contract}.${functionName}`, `\`${name}\` (${type}) is missing.`)
      return named[name!]
    })
    try {
      // Tells a bad argument here, where it can be named, from whatever fails later.
      encodeFunctionData({ abi: [item], functionName, args })
    } catch (cause) {
      const { shortMessage, message } = cause as Error & { shortMessage?: string }
      throw new BadArgumentError(`${contract}.${functionName}`, shortMessage ?? message, { cause })
    }
    return { address: parameters.deployment.contracts[contract], abi: callAbi, functionName, args }
  }
}
