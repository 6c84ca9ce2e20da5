// `npm run format`: formats every file in place.
import { run } from './command.ts'

const typescript = await run('biome', ['check', '--write'])
const solidity = await run('forge', ['fmt'])
process.exit(typescript.status || solidity.status)
