import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { createTestClient, createWalletClient, defineChain, http, type PrivateKeyAccount, publicActions } from 'viem'
import { foundry } from 'viem/chains'

/** An empty chain of another id than the local one, on a port of its own, with the blocks and the clock that anvil gives. */
export async function startEmptyChain(id: number) {
  const anvil = spawn('anvil', ['--host', '127.0.0.1', '--port', '0', '--chain-id', `${id}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const kill = () => anvil.kill()
  process.once('exit', kill)
  const lines = createInterface(anvil.stdout)
  const url = await new Promise<string>((resolve, reject) => {
    anvil.once('exit', () => reject(new Error('anvil ended before it listened')))
    lines.on('line', (line) => {
      const [, address] = /Listening on (\S+)/.exec(line) ?? []
      if (address) resolve(`http://${address}`)
    })
  })
  const chain = defineChain({ ...foundry, id })
  return {
    url,
    client: createTestClient({ mode: 'anvil', chain, transport: http(url), pollingInterval: 20 }).extend(publicActions),
    as: (account: PrivateKeyAccount) =>
      createWalletClient({ account, chain, transport: http(url), pollingInterval: 20 }).extend(publicActions),
    async stop() {
      process.off('exit', kill)
      const exited = once(anvil, 'exit')
      kill()
      await exited
    },
  }
}

export type EmptyChain = Awaited<ReturnType<typeof startEmptyChain>>
