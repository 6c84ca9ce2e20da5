import { type Abi, type Address, encodeFunctionData, keccak256, type PrivateKeyAccount, parseEther, toHex } from 'viem'
import type { Plan } from '../../script/release/readBack.ts'
import { openLedgerAbis } from '../../sdk/src/abis.ts'
import type { EmptyChain } from './chain.ts'
import type { Call } from './multisig.ts'

export type Name = keyof typeof openLedgerAbis

/** What is asked of a deployment and done on it, by an account that has money. */
export function actsOn(chain: EmptyChain, { contracts }: Plan, founder: PrivateKeyAccount) {
  return { call, ask, send, balanceOf, asContract, pass, escalatedBatch }

  /** A batch under `influence/v1` that the founder committed and escalated itself: it says nothing that can be proven. */
  async function escalatedBatch() {
    const { StakeVault, AttributionLedger } = contracts
    const purse = parseEther('1000000')
    await send('OpenToken', 'approve', [StakeVault, purse])
    await send('OpenToken', 'approve', [AttributionLedger, purse])
    await send('StakeVault', 'stake', [founder.address, purse])
    const terms = { commercialUse: true, derivatives: true, shareAlike: false }
    const datanet = { name: 'docs', metadataUri: '', schemaUri: '', licence: 'MIT', terms, reserveBps: 0 }
    await send('DatanetRegistry', 'createDatanet', [datanet])
    const shares = { ownerBps: 10_000 - 321 - 5000, baseBps: 0, dataBps: 5000 }
    const runs = { operator: founder.address, receiptKey: founder.address, price: 0n }
    const kind = { rule: 2, shareAlike: false, commercial: true, baseModelId: 0n }
    await send('ModelRegistry', 'register', [
      { name: 'answers', metadataUri: '', datanets: [1n], ...runs, ...shares, ...kind },
    ])
    const nothing = { dataFees: 0n, payoutsRoot: toHex(0, { size: 32 }), payoutCount: 0, earned: 0n, entryCount: 0n }
    const trees = { inferencesRoot: keccak256('0x01'), inferenceCount: 1, creditCount: 1n }
    const bundle = { bundleHash: keccak256('0x02'), bundleSize: 1n }
    await send('AttributionLedger', 'commit', [
      { modelId: 1n, term: 1, ...trees, ...nothing, ...bundle },
      'openledger:blobs',
    ])
    const [committed] = await chain.client.getContractEvents({
      address: AttributionLedger,
      abi: openLedgerAbis.AttributionLedger,
      eventName: 'BatchCommitted',
      fromBlock: 0n,
      strict: true,
    })
    const { batch } = committed!.args
    await send('AttributionLedger', 'escalate', [1n, batch])
    return batch
  }

  function call(name: Name, functionName: string, args: readonly unknown[]) {
    return encodeFunctionData({ abi: openLedgerAbis[name] as Abi, functionName, args })
  }

  function ask(name: Name, functionName: string, args: readonly unknown[] = []) {
    const address = contracts[name]
    return chain.client.readContract({ address, abi: openLedgerAbis[name] as Abi, functionName, args })
  }

  function balanceOf(account: Address) {
    return ask('OpenToken', 'balanceOf', [account])
  }

  /** The founder's transaction. */
  async function send(name: Name, functionName: string, args: readonly unknown[]) {
    const client = chain.as(founder)
    const called = { address: contracts[name], abi: openLedgerAbis[name] as Abi, functionName, args }
    const { request } = await client.simulateContract(called)
    await client.waitForTransactionReceipt({ hash: await client.writeContract(request) })
  }

  /** A transaction of a contract, which has no key. */
  async function asContract(address: Address, { target, data }: Call) {
    await chain.client.impersonateAccount({ address })
    await chain.client.setBalance({ address, value: parseEther('1') })
    const hash = await chain.client.request({
      method: 'eth_sendTransaction' as never,
      params: [{ from: address, to: target, data }] as never,
    })
    await chain.client.waitForTransactionReceipt({ hash })
  }

  async function pass(seconds: number) {
    await chain.client.increaseTime({ seconds })
    await chain.client.mine({ blocks: 1 })
  }
}
