import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Abi,
  type Account,
  type Address,
  type Chain,
  type Client,
  concatHex,
  encodeAbiParameters,
  getAddress,
  type Hex,
  keccak256,
  type PrivateKeyAccount,
  type Transport,
} from 'viem'
import { deployContract, readContract, simulateContract, waitForTransactionReceipt, writeContract } from 'viem/actions'
import { root } from '../../script/tasks/command.ts'

export type Signing = Client<Transport, Chain, Account>
export type Call = { target: Address; data: Hex }

const artifact = JSON.parse(readFileSync(join(root, 'contracts/out/Multisig.sol/Multisig.json'), 'utf8')) as {
  abi: Abi
  bytecode: { object: Hex }
}

/** Creates a council of which `threshold` must sign. */
export async function createMultisig(
  client: Signing,
  signers: readonly Address[],
  threshold: bigint,
): Promise<Address> {
  const hash = await deployContract(client, {
    abi: artifact.abi,
    bytecode: artifact.bytecode.object,
    args: [signers, threshold],
  })
  const { contractAddress } = await waitForTransactionReceipt(client, { hash })
  return getAddress(contractAddress as Address)
}

/** Calls what `signers` sign, whoever sends it. @throws the first error, the council's or that of what it calls */
export async function execute(
  client: Signing,
  council: Address,
  { target, data }: Call,
  signers: readonly PrivateKeyAccount[],
): Promise<void> {
  const nonce = await readContract(client, { address: council, abi: artifact.abi, functionName: 'nonce' })
  const signed = {
    domain: { name: 'Multisig', version: '1', chainId: client.chain.id, verifyingContract: council },
    types: {
      Call: [
        { name: 'target', type: 'address' },
        { name: 'data', type: 'bytes' },
        { name: 'nonce', type: 'uint256' },
      ],
    },
    primaryType: 'Call',
    message: { target, data, nonce },
  } as const
  const sorted = [...signers].sort((a, b) => (keccak256(a.address) < keccak256(b.address) ? -1 : 1))
  const signatures = await Promise.all(
    sorted.map((signer) => signer.signTypedData({ ...signed, message: { target, data, nonce: nonce as bigint } })),
  )
  const signature = encodeAbiParameters(
    [{ type: 'bytes[]' }, { type: 'bytes[]' }],
    [sorted.map(({ address }) => concatHex([address])), signatures],
  )
  const { request } = await simulateContract(client, {
    account: client.account,
    address: council,
    abi: artifact.abi,
    functionName: 'execute',
    args: [target, data, signature],
  })
  await waitForTransactionReceipt(client, { hash: await writeContract(client, request) })
}
