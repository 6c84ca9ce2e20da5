import { type Address, zeroAddress } from 'viem'
import type { Place } from '../../attribution/corpus.ts'
import type { Credit } from '../../attribution/encoding.ts'
import { falseInOutput, falseInSource, isMisshapen } from '../../attribution/falsehood.ts'
import type { ChainFacts } from '../../attribution/finder.ts'

/** A source that counts for a version: its text, and whom its credits name, nobody where it is revoked. */
export type SourceAt = (
  version: number,
  place: Place,
) => { contributor: Address; text: Uint8Array; windowWords: number } | undefined

/** Sources as the plain finder is told of them. */
export function sourcesOf({ corpusOf }: ChainFacts): SourceAt {
  return (version, place) => {
    const corpus = corpusOf(version)
    const source = corpus?.sourceAt(place)
    if (!corpus || typeof source !== 'object' || source.standing === 'Nobody') return undefined
    const contributor = source.standing === 'Eligible' ? source.contributor : zeroAddress
    return { contributor, text: source.text, windowWords: corpus.windowWords }
  }
}

type Answered = { version: number; output: Uint8Array; stated: readonly Credit[]; due: readonly Credit[] }

/**
 * Whether credits that are others than those due are as good: nothing about them is false, and they give each word to its
 * owner. A run may be cut into several, or lean on another place of its source; whoever would have the watcher look at a
 * million such answers one by one pays for it himself.
 */
export function areAsGood({ version, output, stated, due }: Answered, sourceAt: SourceAt): boolean {
  let end = -1n
  for (const credit of stated) {
    if (credit.start <= end || isMisshapen(credit)) return false
    end = credit.start + credit.length
    const source = sourceAt(version, credit)
    if (!source || BigInt(source.contributor) !== BigInt(credit.contributor)) return false
    // A support within the output holds words that are within it.
    if (falseInOutput(credit, output, source.windowWords) || falseInSource(credit, output, source.text)) return false
  }
  return (
    areSame(runsOf(stated.filter(isEarning)), runsOf(due.filter(isEarning))) && areWithin(runsOf(stated), runsOf(due))
  )
}

/** What nobody earns by need not be credited. */
function isEarning({ contributor }: Credit): boolean {
  return contributor !== zeroAddress
}

type Run = Place & { start: bigint; end: bigint }

/** Words of one source that follow one another, however they are cut. */
function runsOf(credits: readonly Credit[]): Run[] {
  const runs: Run[] = []
  for (const { start, length, submissionId, leafIndex } of credits) {
    const last = runs.at(-1)
    const goesOn = last?.submissionId === submissionId && last.leafIndex === leafIndex && last.end + 1n === start
    if (goesOn) last.end = start + length
    else runs.push({ submissionId, leafIndex, start, end: start + length })
  }
  return runs
}

function areSame(a: readonly Run[], b: readonly Run[]): boolean {
  return (
    a.length === b.length && a.every((run, i) => isOf(run, b[i]!) && run.start === b[i]!.start && run.end === b[i]!.end)
  )
}

/** Whether each of some runs, in their order, lies within one of others of the same source. */
function areWithin(inner: readonly Run[], outer: readonly Run[]): boolean {
  let next = 0
  return inner.every((run) => {
    while (next < outer.length && outer[next]!.end < run.end) next++
    const around = outer[next]
    return around !== undefined && isOf(run, around) && around.start <= run.start
  })
}

function isOf(a: Place, b: Place): boolean {
  return a.submissionId === b.submissionId && a.leafIndex === b.leafIndex
}
