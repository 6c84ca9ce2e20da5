/** All items of an async iterable. */
export async function collect<item>(items: AsyncIterable<item>): Promise<item[]> {
  const collected: item[] = []
  for await (const item of items) collected.push(item)
  return collected
}
