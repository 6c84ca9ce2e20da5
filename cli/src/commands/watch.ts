import { Command } from 'commander'
import { formatEther } from 'viem'
import { connect, openStore, readAccount, withChain, withKey, withStore } from '../config.ts'
import { parseMebibytes, parseMilliseconds } from '../input.ts'
import { statusName } from '../ledger.ts'
import { print } from '../print.ts'
import { progressBar } from '../progress.ts'
import { stopSignal } from '../signals.ts'
import { type WatchEvent, watch } from '../watcher/watch.ts'

type Options = {
  rpc?: string
  deployment?: string
  store?: string
  keyFile?: string
  interval: number
  most?: number
  json?: true
}

export function watchCommand(): Command {
  return withKey(withStore(withChain(new Command('watch'))))
    .description('recompute every batch, and challenge those that pay the wrong accounts')
    .option('--interval <milliseconds>', 'time between looks at the chain', parseMilliseconds, 2_000)
    .option(
      '--most <MiB>',
      'largest bundle that is held in memory at once, many times as large there, where it is not what was committed (64)',
      parseMebibytes,
    )
    .option('--json', 'print each event as a line of JSON')
    .action(async (options: Options) => {
      const account = readAccount(options.keyFile)
      const store = openStore(options)
      const connection = await connect(options, account)
      const signal = stopSignal()
      const bar = progressBar()
      const report = (event: WatchEvent) => {
        bar.clear()
        print(options, event, [sentence(event)])
      }
      print(options, { event: 'watching', challenger: account.address }, [`Watching as ${account.address}`])
      const watching = watch({
        connection,
        store,
        report,
        signal,
        interval: options.interval,
        most: options.most,
        onProgress: bar.show,
      })
      await watching.finally(bar.clear)
    })
}

function sentence(event: WatchEvent): string {
  if (event.event === 'offline') return `The chain cannot be asked: ${event.reason}`
  const batch = `Batch ${event.batchId} of model ${event.modelId}`
  switch (event.event) {
    case 'checked':
      return `${batch} is honest: ${event.answers} answers with ${event.credits} credits`
    case 'fraud':
      return `${batch} is wrong: ${event.kind}`
    case 'challenged':
      return `${batch} is void: ${event.kind} proven, reward ${formatEther(event.reward)} OPEN`
    case 'unclear':
      return `${batch} cannot be judged: ${event.reason}`
    case 'settled':
      return `${batch} was ${statusName(event.status)} before it could be judged`
  }
}
