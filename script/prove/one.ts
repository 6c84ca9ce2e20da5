// `node script/prove/one.ts <name>`: what the solver says of one property, as JSON. In a process of its own, which can be
// ended: the compiler takes no time limit.
import { check } from './check.ts'
import { properties } from './harness.ts'

const property = properties().find(({ name }) => name === process.argv[2])
if (!property) throw new Error(`${process.argv[2]} is no property.`)
console.log(JSON.stringify(check(property)))
