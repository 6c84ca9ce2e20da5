import { read } from './harness.ts'

/** A change of a library's text: how often its pattern must be found in it, and what then stands there. */
type Change = { what: RegExp; times: number; by: string | ((...found: string[]) => string) }

/** With the compiler's checks where the library has them off: that this never reverts says that nothing wraps. */
const checked: Change = { what: /\bunchecked \{/g, times: 1, by: '{' }

/** The shares of a split and the terms of a model as single numbers: the solver is slow with structs in memory. */
const flatSplit: Change[] = [
  { what: /^import \{RevenueTerms\} .*;\n/gm, times: 1, by: '' },
  // A sum of structs, of which nothing is proven.
  { what: /\n {4}\/\/\/[^\n]*\n {4}function add\(.*?\n {4}\}\n/gs, times: 1, by: '' },
  {
    what: /\bRevenueTerms memory terms\b/g,
    times: 3,
    by: 'uint16 terms_protocolBps, uint16 terms_baseBps, uint16 terms_dataBps',
  },
  {
    what: /returns \(Shares memory (due|shares)\)/g,
    times: 2,
    by: 'returns (uint256 $1_total, uint256 $1_data, uint256 $1_protocol, uint256 $1_base, uint256 $1_owner)',
  },
  { what: /\b(due|shares|terms)\.(\w+)/g, times: 24, by: '$1_$2' },
]

/** The stand-in for each division of a product: see contracts/proofs/Lemmas.sol. */
const parts: Change[] = [
  ...flatSplit,
  checked,
  { what: /\b([\w.]+) \* ([\w.]+) \/ (\w+)/g, times: 4, by: 'Parts.part($1, $2, $3)' },
  // Without branches, each of which doubles what the compiler makes of all that follows.
  {
    what: /\bif \((\w+) != 0\) (protocol|base) = Parts\.part\((\w+), (\w+), \1\)/g,
    times: 2,
    by: '$2 = Parts.partIfAny($3, $4, $1)',
  },
  {
    what: /^pragma .*;$/gm,
    times: 1,
    by: '$&\nimport {Parts} from "contracts/proofs/Lemmas.sol";',
  },
]

const places = 'pool_current, pool_previous, pool_period, pool_earlier, pool_oldest'

/**
 * A pool as single numbers, which the functions that change it return: the solver loses what a function changes in memory
 * that it was given.
 */
const flatPool: Change[] = [
  {
    // The bounded checker goes on after a return.
    what: /if \(passed == 0\) return;(.*?)\n {4}\}\n/gs,
    times: 1,
    by: 'if (passed != 0) {$1\n        }\n    }\n',
  },
  {
    what: /(function (?:age|take)\([^)]*\) internal pure) \{(.*?)\n {4}\}\n/gs,
    times: 2,
    by: (_, head, body) =>
      `${head} returns (uint96, uint96, uint64, uint96, uint96) {${body}\n        return (${places});\n    }\n`,
  },
  {
    what: /\bPool memory pool\b/g,
    times: 3,
    by: 'uint96 pool_current, uint96 pool_previous, uint64 pool_period, uint96 pool_earlier, uint96 pool_oldest',
  },
  { what: /\bpool\.(\w+)/g, times: 29, by: 'pool_$1' },
]

/**
 * The same in wider numbers, for `take` alone, which only subtracts: that reverts in every width where it would go below zero.
 * Its one cast keeps what is below 2^96: see contracts/proofs/models/Casts.sol.
 */
const widePool: Change[] = [
  ...flatPool,
  { what: /\buint96\(amount\)/g, times: 1, by: 'Casts.exact(amount)' },
  { what: /\buint96\b/g, times: 27, by: 'uint256' },
  {
    what: /^pragma .*;$/gm,
    times: 1,
    by: '$&\nimport {Casts} from "contracts/proofs/models/Casts.sol";',
  },
]

const views: Record<string, { library: string; changes: Change[] }> = {
  'views/flat/RevenueSplit.sol': { library: 'RevenueSplit', changes: flatSplit },
  'views/parts/RevenueSplit.sol': { library: 'RevenueSplit', changes: parts },
  'views/flat/DataPool.sol': { library: 'DataPool', changes: flatPool },
  'views/wide/DataPool.sol': { library: 'DataPool', changes: widePool },
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
