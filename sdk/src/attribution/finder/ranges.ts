/** A stretch of a payer's running total. Empty where it does not end after its start. */
export type Range = { from: bigint; to: bigint }

/** Ranges in the order of their starts, and how far the furthest of each and those before it reaches. */
export type Line<Item> = { items: readonly { range: Range; item: Item }[]; reach: readonly bigint[] }

/** Whether two ranges have a wei in common. */
export function overlap(a: Range, b: Range): boolean {
  return a.from < b.to && b.from < a.to && a.from < a.to && b.from < b.to
}

export function lineOf<Item>(all: readonly Item[], rangeOf: (item: Item) => Range): Line<Item> {
  const items = all
    .map((item) => ({ range: rangeOf(item), item }))
    .sort((a, b) => (a.range.from < b.range.from ? -1 : a.range.from > b.range.from ? 1 : 0))
  let furthest = 0n
  const reach = items.map(({ range }) => {
    if (range.to > furthest) furthest = range.to
    return furthest
  })
  return { items, reach }
}

/** Every item that has a wei in common with a range. Looks at few others, however many there are. */
export function* overlapping<Item>({ items, reach }: Line<Item>, range: Range): Generator<Item> {
  let [low, high] = [0, items.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (items[middle]!.range.from < range.to) low = middle + 1
    else high = middle
  }
  for (let i = low - 1; i >= 0 && reach[i]! > range.from; i--) {
    if (overlap(items[i]!.range, range)) yield items[i]!.item
  }
}

/** Lists by a key, each in its order. */
export function groupBy<Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
