import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['sdk/**/*.test.ts', 'cli/**/*.test.ts', 'indexer/test/**/*.test.ts', 'test/**/*.test.ts'],
    // Several files start a chain of their own: two at a time is what two cores carry.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
