import { claimEverything } from '@openledger/sdk/flows'
import { Command } from 'commander'
import { formatEther } from 'viem'
import { payoutReader } from '../claims.ts'
import { connect, openStore, readAccount, withChain, withKey, withStore } from '../config.ts'
import { parseId } from '../input.ts'
import { print } from '../print.ts'

type Options = { rpc?: string; deployment?: string; store?: string; keyFile?: string; reserve?: bigint; json?: true }

export function claimCommand(): Command {
  return withKey(withStore(withChain(new Command('claim'))))
    .description('claim what the account earned in finalised batches')
    .option('--reserve <datanet>', "bring what a datanet's reserve earned to the datanet instead", parseId)
    .option('--json', 'print the amount as JSON')
    .action(async (options: Options) => {
      const account = readAccount(options.keyFile)
      const store = openStore(options)
      const connection = await connect(options, account)
      const { amount, unclaimed } = await claimEverything(connection.client, {
        deployment: connection.deployment,
        from: payoutReader(store),
        reserve: options.reserve,
      })
      for (const { batchId, error } of unclaimed) {
        process.stderr.write(`openledger: Nothing is claimed by batch ${batchId}. ${error.message}\n`)
      }
      print(options, { amount }, [`${formatEther(amount)} OPEN`])
    })
}
