#!/usr/bin/env node
// The compiler for forge: the npm package `solc` behind the command line that forge expects of a native solc.
// forge cannot download its own compiler where only the npm registry is in reach.
import { readFileSync } from 'node:fs'
import solc from 'solc'

if (process.argv.includes('--version')) {
  console.log(`solc, the solidity compiler commandline interface\nVersion: ${solc.version()}`)
} else {
  process.stdout.write(solc.compile(readFileSync(0, 'utf8')))
}
