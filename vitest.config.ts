import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { toolPath } from './script/tools.mjs'

// Started by itself too, a test is to see how its programs ended.
process.env.PATH = toolPath()

/** Files that take minutes come first, so that none of them is alone at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]) {
    const longest = [
      'completeness.e2e.test.ts',
      'loop.test.ts',
      'indexer.test.ts',
      'operator.test.ts',
      'evidence.e2e.test.ts',
    ]
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((name) => moduleId.endsWith(`/${name}`))
      return place === -1 ? longest.length : place
    }
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b))
  }
}

export default defineConfig({
  test: {
    include: ['sdk/**/*.test.ts', 'cli/**/*.test.ts', 'indexer/test/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: 'sdk/test/deployedOnce.ts',
    // Several files start a chain of their own: two at a time is what two cores carry.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
