import { Command } from 'commander'
import { formatEther } from 'viem'
import { connect, readAccount, withChain, withKey } from '../config.ts'
import { parseOpen } from '../input.ts'
import { ask } from '../payer/ask.ts'
import { print } from '../print.ts'

type Options = {
  rpc?: string
  deployment?: string
  keyFile?: string
  gateway: string
  receipts: string
  maxPrice?: bigint
  json?: true
}

export function askCommand(): Command {
  return withKey(withChain(new Command('ask')))
    .description('ask a gateway, pay with a voucher, and check and keep the receipt')
    .argument('<question>', 'the question')
    .option('--gateway <url>', 'base URL of the gateway', process.env.OPENLEDGER_GATEWAY ?? 'http://127.0.0.1:8787')
    .option('--receipts <folder>', 'where receipts are kept', process.env.OPENLEDGER_RECEIPTS ?? '.openledger/receipts')
    .option('--max-price <OPEN>', 'most to pay for the answer: the owner may change the price at any time', parseOpen)
    .option('--json', 'print the answer as JSON')
    .action(async (question: string, options: Options) => {
      const account = readAccount(options.keyFile)
      const connection = await connect(options, account)
      const { gateway, receipts, maxPrice } = options
      const answer = await ask({ connection, gateway, receipts, maxPrice, question })
      const { receipt, passages } = answer
      print(options, answer, [
        answer.content,
        '',
        ...passages.map(
          ({ contributor, submissionId, leafIndex }) =>
            `from submission ${submissionId}, text ${leafIndex}, by ${contributor}`,
        ),
        `paid ${formatEther(receipt.to - receipt.from)} OPEN`,
      ])
    })
}
