// The door of every npm script: installs what is missing, finds a Node that runs TypeScript, then runs the task.
// Plain JavaScript without dependencies, since it runs before anything is installed and on any Node from 20 on.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { toolPath } from './tools.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const modules = join(root, 'node_modules')
const [task, ...args] = process.argv.slice(2)

const tasks = {
  start: 'script/tasks/start.ts',
  test: 'script/tasks/test.ts',
  build: 'script/tasks/build.ts',
  pack: 'script/tasks/pack.ts',
  check: 'script/tasks/check.ts',
  generate: 'script/tasks/generate.ts',
  format: 'script/tasks/format.ts',
  'test:long': 'script/tasks/long.ts',
  'bench:gas': 'script/bench/gas.ts',
  'bench:engine': 'script/bench/engine.ts',
  'bench:copying': 'script/bench/copying.ts',
  deploy: 'script/tasks/deploy.ts',
  release: 'script/tasks/release.ts',
  prove: 'script/tasks/prove.ts',
  coverage: 'script/tasks/coverage.ts',
  openledger: 'cli/bin/openledger.js',
}

function fail(message) {
  console.error(`openledger: ${message}`)
  process.exit(1)
}

/** What the installed tree was made from: the lock file and every package.json of the workspace. */
function installStamp() {
  const hash = createHash('sha256')
  for (const file of [
    'package-lock.json',
    'package.json',
    'sdk/package.json',
    'indexer/package.json',
    'cli/package.json',
  ])
    hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** Runs `npm ci` unless node_modules is what the lock file says. Quiet tasks say nothing when there is nothing to do. */
function install(quiet) {
  const stampFile = join(modules, '.openledger-installed')
  const stamp = installStamp()
  const begin = Date.now()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) {
    if (!quiet) console.log('✓ dependencies: installed already, nothing downloaded')
    return
  }
  console.log('… dependencies: npm ci')
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
  })
  if (npm.error) fail(`npm could not be started (${npm.error.message}): install npm and run this again.`)
  if (npm.status !== 0)
    fail(
      'the dependencies could not be installed: see the lines above, check that the npm registry is in reach, and run this again.',
    )
  writeFileSync(stampFile, stamp)
  console.log(`✓ dependencies: installed (${((Date.now() - begin) / 1000).toFixed(1)} s)`)
}

/** A Node from 22.18 on, which runs TypeScript by itself: the one from the packages, or else the one that runs this. */
function nodeBinary() {
  const packaged = join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node')
  if (existsSync(packaged)) return packaged
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath
  return fail(
    `Node 22.18 or later is needed on ${process.platform}-${process.arch}, this is ${process.versions.node}: install it and run this again.`,
  )
}

if (!Object.hasOwn(tasks, task)) fail(`no task ${task ?? ''}; there are ${Object.keys(tasks).join(', ')}.`)
install(task === 'openledger' || task === 'format')
const node = nodeBinary()
const child = spawn(node, [join(root, tasks[task]), ...args], {
  cwd: task === 'openledger' ? (process.env.INIT_CWD ?? root) : root,
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: [dirname(node), toolPath()].join(delimiter),
  },
})
// The terminal sends Ctrl-C to the whole group; the child cleans up, and this waits for it.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
child.on('error', (error) => fail(`${node} could not be started: ${error.message}`))
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)))
