// After `npm install`: completes package-lock.json with the optional packages of other platforms.
//   node script/lock.mjs [FOLDER]
// npm leaves out of the lock file what its registry did not have, or what does not fit the machine it ran on, and `npm ci`
// then refuses the file everywhere. A package of another platform is never fetched here: its version is what its
// dependant asks for, its platform stands in its name.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const file = join(process.argv[2] ?? '.', 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))
const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = { amd64: 'x64', x64: 'x64', arm64: 'arm64', arm: 'arm', ia32: 'ia32', loong64: 'loong64' }
Object.assign(processors, {
  mips64el: 'mips64el',
  ppc64: 'ppc64',
  ppc64le: 'ppc64',
  riscv64: 'riscv64',
  s390x: 's390x',
})

/** Whether a package of this name would be found from `from`: beside it, or in a folder above. */
function isLocked(from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))) {
    if (`${at ? `${at}/` : ''}node_modules/${name}` in lock.packages) return true
    if (at === '') return false
  }
}

let added = 0
for (const [from, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (isLocked(from, name)) continue
    const words = name.split(/[-/]/)
    const os = systems.filter((system) => words.includes(system))
    const cpu = Object.keys(processors).filter((word) => words.includes(word))
    if (os.length !== 1 || !/^\d/.test(version)) {
      console.error(
        `${name}@${version} of ${from || 'the workspace'} has no platform in its name: lock it by npm install.`,
      )
      process.exitCode = 1
      continue
    }
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(cpu.length === 1 ? { cpu: [processors[cpu[0]]] } : {}),
      ...(dev ? { dev } : {}),
      optional: true,
      os,
    }
    added++
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added} packages of other platforms added to ${file}`)
