import type { Part } from './part.ts'

export const programs: Part = {
  about: 'a bundle larger than what is read at once, from the journal through operator, watcher and indexer',
  async run() {
    const { runLargeBatch } = await import('../../cli/test/large.ts')
    try {
      return { failed: 0, result: await runLargeBatch() }
    } catch (error) {
      if (!(error instanceof Error && error.name === 'AssertionError')) throw error
      return { failed: 1, result: { failures: [error.message] } }
    }
  },
}
