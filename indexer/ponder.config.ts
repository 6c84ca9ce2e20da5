import {
  attributionLedgerAbi,
  dataFundAbi,
  datanetRegistryAbi,
  datanetReservesAbi,
  inferenceEscrowAbi,
  modelRegistryAbi,
  protocolConfigAbi,
  stakeVaultAbi,
} from '@openledger/sdk/abis'
import { createConfig } from 'ponder'
import { readSettings } from './lib/settings.ts'

const { rpcUrl, deployment, dataDir, databaseUrl } = readSettings(process.env)

/** The id of development chains, which start anew under the same id: nothing of them may be remembered. */
const DEVELOPMENT_CHAIN = 31337

const local = deployment.chainId === DEVELOPMENT_CHAIN

function at(name: keyof typeof deployment.contracts) {
  return {
    chain: 'openledger',
    address: deployment.contracts[name],
    startBlock: Number(deployment.startBlock),
  } as const
}

export default createConfig({
  database: databaseUrl ? { kind: 'postgres', connectionString: databaseUrl } : { kind: 'pglite', directory: dataDir },
  chains: {
    openledger: {
      id: deployment.chainId,
      // Ponder begins with 20 requests a second for each URL, to be polite to providers: one's own node carries more.
      rpc: local ? Array.from({ length: 25 }, () => rpcUrl) : rpcUrl,
      pollingInterval: local ? 200 : 1_000,
      disableCache: local,
    },
  },
  contracts: {
    ProtocolConfig: { abi: protocolConfigAbi, ...at('ProtocolConfig') },
    StakeVault: { abi: stakeVaultAbi, ...at('StakeVault') },
    DatanetRegistry: { abi: datanetRegistryAbi, ...at('DatanetRegistry') },
    DatanetReserves: { abi: datanetReservesAbi, ...at('DatanetReserves') },
    DataFund: { abi: dataFundAbi, ...at('DataFund') },
    ModelRegistry: { abi: modelRegistryAbi, ...at('ModelRegistry') },
    InferenceEscrow: { abi: inferenceEscrowAbi, ...at('InferenceEscrow') },
    AttributionLedger: { abi: attributionLedgerAbi, ...at('AttributionLedger') },
  },
})
