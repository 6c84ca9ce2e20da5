/**
 * Share of a quoted copy that is its copier's where each word was left alone with chance q, and changed to a new one
 * otherwise: 1 − q^K (K − (K − 1) q). A word stays its first author's exactly if a window over it has no changed word, so
 * if it stands in a run of K or more words that were left alone. A word is in a run of exactly L with chance
 * L q^L (1 − q)²: L ways to lie over it, L words left alone, and a changed one at either end. Summed over L ≥ K that is
 * q^K (K − (K − 1) q).
 */
export function copierShare(q: number, windowWords: number): number {
  const k = windowWords
  return 1 - q ** k * (k - (k - 1) * q)
}

/**
 * The same where `changed` of the `count` words of a text were changed, each choice of them equally likely: on average
 * exactly. Of the choices, those that leave a run of L words where it lies are counted: C(count − L − 2, changed − 2) if
 * it has a changed word at either end, C(count − L − 1, changed − 1) if it begins or ends the text.
 */
export function copierShareOf(changed: number, windowWords: number, count: number): number {
  if (changed === 0) return count < windowWords ? 1 : 0
  const logs = new Float64Array(count + 1)
  for (let i = 1; i <= count; i++) logs[i] = logs[i - 1]! + Math.log(i)
  const logOfChoices = (n: number, k: number) => logs[n]! - logs[k]! - logs[n - k]!
  const all = logOfChoices(count, changed)
  const share = (n: number, k: number) => (k < 0 || n < k ? 0 : Math.exp(logOfChoices(n, k) - all))
  let left = 0
  for (let run = windowWords; run < count; run++) {
    const inside = (count - run - 1) * share(count - run - 2, changed - 2)
    left += run * (inside + 2 * share(count - run - 1, changed - 1))
  }
  return 1 - left / count
}
