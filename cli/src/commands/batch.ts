import { join } from 'node:path'
import { Command } from 'commander'
import { formatEther } from 'viem'
import { connect, openStore, readAccount, withChain, withKey, withStore } from '../config.ts'
import { readJournal } from '../gateway/journal.ts'
import { parseId } from '../input.ts'
import { readBatches, statusName } from '../ledger.ts'
import { commitBatch, finaliseBatch, redeemAnswers } from '../operator/batches.ts'
import { currentTerm, readPending } from '../operator/pending.ts'
import { print } from '../print.ts'
import { progressBar } from '../progress.ts'
import { stopSignal } from '../signals.ts'

type ChainOptions = { rpc?: string; deployment?: string; model: bigint; json?: true }
type StoreOptions = ChainOptions & { store?: string; data: string }

export function batchCommand(): Command {
  return new Command('batch')
    .description("commit a model's paid answers on chain, and finalise them")
    .addCommand(commitCommand())
    .addCommand(redeemCommand())
    .addCommand(finaliseCommand())
    .addCommand(statusCommand())
}

function ofModel(command: Command): Command {
  return withChain(command)
    .requiredOption('--model <id>', 'the model', parseId)
    .option('--json', 'print the result as JSON')
}

function withJournal(command: Command): Command {
  return withStore(command).requiredOption('--data <folder>', "where the gateway's journal is")
}

function journalOf({ data }: StoreOptions): string {
  return join(data, 'journal.jsonl')
}

function commitCommand(): Command {
  return withJournal(withKey(ofModel(new Command('commit'))))
    .description('redeem vouchers, and commit what they paid in a batch under bond')
    .action(async (options: StoreOptions & { keyFile?: string }) => {
      const account = readAccount(options.keyFile)
      const store = openStore(options)
      const connection = await connect(options, account)
      const bar = progressBar()
      const committed = await commitBatch(connection, store, await currentTerm(connection, options.model), {
        journal: journalOf(options),
        data: options.data,
        signal: stopSignal(),
        onProgress: bar.show,
      }).finally(bar.clear)
      const { batchId, batch, left } = committed
      const { dataFees, earned } = batch.commitment
      const { bond, challengesUntil } = batch
      print(options, { batchId, answers: committed.answers, left, dataFees, earned, bond, challengesUntil }, [
        `Batch ${batchId}: ${committed.answers} answers, ${formatEther(dataFees)} OPEN of data money, ${formatEther(earned)} earned`,
        `bond ${formatEther(bond)} OPEN, open to challenge until ${new Date(challengesUntil * 1000).toISOString()}`,
      ])
    })
}

function redeemCommand(): Command {
  const command = withKey(ofModel(new Command('redeem')))
  return command
    .requiredOption('--data <folder>', "where the gateway's journal is")
    .description('redeem vouchers without a batch: more often than payers can withdraw, also while a batch is open')
    .action(async (options: StoreOptions & { keyFile?: string }) => {
      const account = readAccount(options.keyFile)
      const connection = await connect(options, account)
      const amount = await redeemAnswers(connection, journalOf(options), await currentTerm(connection, options.model))
      print(options, { amount }, [`${formatEther(amount)} OPEN redeemed`])
    })
}

function finaliseCommand(): Command {
  return withKey(ofModel(new Command('finalise')))
    .description("finalise the model's open batch once its challenge period is over")
    .action(async (options: ChainOptions & { keyFile?: string }) => {
      const account = readAccount(options.keyFile)
      const final = await finaliseBatch(await connect(options, account), options.model)
      const { batchId, earned, unearned } = final
      print(options, final, [
        `Batch ${batchId} is final: ${formatEther(earned)} OPEN to be claimed, ${formatEther(unearned)} to the data fund`,
      ])
    })
}

function statusCommand(): Command {
  return withJournal(ofModel(new Command('status')))
    .description("show the model's batches, and how many paid answers wait for one")
    .action(async (options: StoreOptions) => {
      const store = openStore(options)
      const connection = await connect(options)
      const term = await currentTerm(connection, options.model)
      const isPending = await readPending(connection, store, term)
      let waiting = 0
      for await (const answer of readJournal(journalOf(options))) if (isPending(answer)) waiting++
      const batches = (await readBatches(connection, options.model)).map(({ batchId, batch, status }) => ({
        batchId,
        status: statusName(status),
        answers: batch.commitment.inferenceCount,
        dataFees: batch.commitment.dataFees,
        earned: batch.commitment.earned,
        challengesUntil: batch.challengesUntil,
      }))
      print(options, { waiting, batches }, [
        ...batches.map(
          ({ batchId, status, answers, dataFees }) =>
            `Batch ${batchId}: ${status}, ${answers} answers, ${formatEther(dataFees)} OPEN`,
        ),
        `${waiting} paid answers wait for a batch`,
      ])
    })
}
