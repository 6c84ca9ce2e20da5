import { read } from './harness.ts'

/** A change of a library's text: how often its pattern must be found in it, and what then stands there. */
type Change = { what: RegExp; times: number; by: string | ((...found: string[]) => string) }

/** With the compiler's checks where the library has them off: that this never reverts says that nothing wraps. */
const checked: Change = { what: /\bunchecked \{/g, times: 2, by: '{' }

/** The stand-in for each division of a product: see contracts/proofs/Lemmas.sol. */
const parts: Change[] = [
  checked,
  { what: /\b([\w.]+) \* ([\w.]+) \/ (\w+)/g, times: 4, by: 'Parts.part($1, $2, $3)' },
  imported('Parts', 'Lemmas'),
]

/** Functions that change a pool also return it: the solver loses what a function changes in memory that it was given. */
const open: Change[] = [
  {
    what: /(function (?:age|take)\([^)]*\) internal pure) \{(.*?)\n {4}\}\n/gs,
    times: 2,
    by: (_, head, body) =>
      `${head} returns (Pool memory) {${(body as string).replace(/\breturn;/g, 'return pool;')}\n        return pool;\n    }\n`,
  },
  { what: /\bprivate\b/g, times: 1, by: 'internal' },
]

/** The stand-in for the helper that `take` calls. */
const less: Change[] = [...open, { what: /= _part\(/g, times: 4, by: '= Less.less(' }, imported('Less', 'models/Less')]

const views: Record<string, { library: string; changes: Change[] }> = {
  'views/checked/RevenueSplit.sol': { library: 'RevenueSplit', changes: [checked] },
  'views/parts/RevenueSplit.sol': { library: 'RevenueSplit', changes: parts },
  'views/open/DataPool.sol': { library: 'DataPool', changes: open },
  'views/less/DataPool.sol': { library: 'DataPool', changes: less },
}

/**
 * The text of a library of contracts/src as the model checker is shown it where it cannot follow it as it is: changed in
 * places that are counted, so that a library of another form has no view instead of a wrong one.
 * @returns undefined where the path names no view
 */
export function view(path: string): string | undefined {
  const found = views[path]
  if (!found) return undefined
  return found.changes.reduce(
    (text, { what, times, by }) => {
      const seen = text.match(what)?.length ?? 0
      if (seen !== times)
        throw new Error(
          `contracts/src/libraries/${found.library}.sol has ${seen} of ${what}, not ${times}: see script/prove/views.ts.`,
        )
      return text.replace(what, by as string)
    },
    read(`contracts/src/libraries/${found.library}.sol`).replaceAll('"../', '"openledger/'),
  )
}

function imported(standIn: string, file: string): Change {
  const line = `import {${standIn}} from "contracts/proofs/${file}.sol";`
  return { what: /^pragma .*;$/gm, times: 1, by: `$&\n${line}` }
}
