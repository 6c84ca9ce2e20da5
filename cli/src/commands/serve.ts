import { Command } from 'commander'
import { connect, openStore, readAccount, withChain, withStore } from '../config.ts'
import { serve } from '../gateway/serve.ts'
import { parseId, parsePort } from '../input.ts'
import { print } from '../print.ts'
import { progressBar } from '../progress.ts'
import { stopSignal, untilAborted } from '../signals.ts'

type Options = {
  rpc?: string
  deployment?: string
  store?: string
  receiptKeyFile?: string
  model: bigint
  data: string
  port: number
  json?: true
}

export function serveCommand(): Command {
  return withStore(withChain(new Command('serve')))
    .description("answer questions over HTTP with a model's latest version, paid by vouchers")
    .requiredOption('--model <id>', 'the model', parseId)
    .requiredOption('--data <folder>', 'where the journal of paid answers and the window index are')
    .option(
      '--receipt-key-file <file>',
      "file with the term's receipt key (or OPENLEDGER_RECEIPT_KEY in the environment)",
    )
    .option('--port <number>', 'loopback port, 0 for a free one', parsePort, 8787)
    .option('--json', 'print where it serves as JSON')
    .action(async (options: Options) => {
      const receiptKey = readAccount(options.receiptKeyFile, 'OPENLEDGER_RECEIPT_KEY')
      const store = openStore(options)
      const connection = await connect(options)
      const { model: modelId, data, port } = options
      const signal = stopSignal()
      const bar = progressBar()
      const loading = serve({ connection, store, modelId, receiptKey, data, port, signal, onProgress: bar.show })
      const gateway = await loading.finally(bar.clear)
      const { url, version } = gateway
      print(options, { url, modelId, version }, [`Serving version ${version} of model ${modelId} at ${url}`])
      await untilAborted(signal)
      await gateway.close()
    })
}
