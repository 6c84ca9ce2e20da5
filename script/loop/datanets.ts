import { datanet } from '@openledger/sdk/actions'
import { parseEther } from 'viem'
import type { LocalChain } from './chain.ts'
import { DATANETS } from './corpus.ts'
import { stakeUpTo } from './money.ts'
import { curator, validators } from './parties.ts'

/** Share of what contributions earn that goes to their datanet's reserve. */
const RESERVE_BPS = 500

/** What a validator of the local chain stakes: the parameter's default. */
const VALIDATOR_STAKE = parseEther('1000')

/** The datanets of the corpus by their names, made where they do not exist. */
export async function ensureDatanets(chain: LocalChain): Promise<Map<string, bigint>> {
  const { client, deployment } = chain.as(curator)
  const existing = await datanet.listDatanets(client, { deployment, args: { curator: curator.address } })
  const ids = new Map(existing.map(({ args }) => [args.name, args.datanetId]))
  for (const { name, licence } of DATANETS) {
    const datanetId = ids.get(name) ?? (await create(chain, name, licence))
    ids.set(name, datanetId)
    const { validatorSet } = await datanet.getDatanet(client, { deployment, datanetId })
    if (validatorSet !== 0) continue
    const accounts = validators.map(({ address }) => address)
    await datanet.nameValidatorsSync(client, { deployment, datanetId, validators: accounts })
  }
  return ids
}

async function create(chain: LocalChain, name: string, licence: string): Promise<bigint> {
  const { client, deployment } = chain.as(curator)
  const newDatanet = {
    name,
    metadataUri: '',
    schemaUri: '',
    licence,
    terms: { commercialUse: true, derivatives: true, shareAlike: false },
    reserveBps: RESERVE_BPS,
  }
  return (await datanet.createDatanetSync(client, { deployment, newDatanet })).datanetId
}

/** Gives every validator the stake that it must hold. */
export async function stakeValidators(chain: LocalChain): Promise<void> {
  for (const validator of validators) await stakeUpTo(chain, validator, VALIDATOR_STAKE)
}
