/** What the dishonest operator does with a batch: says whose the words are, or says a lie about words or money. */
export type Act = 'honest' | 'false contributor' | 'own copy' | 'own payout' | 'invented answers'

const ACTS: readonly Act[] = ['honest', 'false contributor', 'own copy', 'own payout', 'invented answers', 'honest']

/** The acts in an order drawn by a seed: the same seed gives the same order. */
export function actsInOrder(seed: number): Act[] {
  const acts = [...ACTS]
  const random = mulberry32(seed)
  for (let last = acts.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[acts[last], acts[other]] = [acts[other]!, acts[last]!]
  }
  return acts
}

/** A small generator of numbers in [0, 1): Tommy Ettinger's mulberry32. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
