import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withFaultySources } from '../oracle/faults.ts'
import { cases } from './cases.ts'
import { checkCase, type Engine } from './property.ts'

/** The engine of a copy of the sources. */
async function engineOf(
  sources: string,
): Promise<Engine & { createPool: typeof import('../../src/engine/windows/pool.ts').createPool }> {
  const files = ['attribute.ts', 'windows/build.ts', 'windows/memory.ts', 'windows/merge.ts', 'windows/pool.ts']
  const more = ['windows/folder.ts', 'windows/writer.ts']
  const modules = await Promise.all(
    [...files, ...more].map((file) => import(/* @vite-ignore */ join(sources, 'engine', file))),
  )
  return Object.assign({}, ...modules)
}

const check = (sources: string, numRuns: number) =>
  engineOf(sources).then((engine) => {
    const main = engine.createPool(0)
    return fc.check(
      fc.asyncProperty(cases, (drawn) => checkCase(engine, drawn, { main })),
      // One seed: whether a fault is found must not be luck.
      { numRuns, endOnFailure: true, seed: 1 },
    )
  })

describe('the comparison finds a fault of one in the window index', () => {
  test('a copy without a fault has none', async () => {
    await withFaultySources(
      { file: 'engine/attribute.ts', sound: 'const SPACE', faulty: 'const SPACE' },
      async (sources) => {
        expect((await check(sources, 100)).failed).toBe(false)
      },
    )
  })

  test.each([
    [
      'windows of a word more',
      'windows/hash.ts',
      'if (words < windowWords) continue',
      'if (words <= windowWords) continue',
    ],
    [
      'a word that stays when it leaves',
      'windows/hash.ts',
      'if (++words > windowWords)',
      'if (++words > windowWords + 1)',
    ],
    ['windows across two spaces', 'windows/hash.ts', 'words = sum1 = sum2 = 0', ''],
    [
      'the last word not hashed',
      'windows/hash.ts',
      'for (let i = start; i < end; i++)',
      'for (let i = start; i < end - 1; i++)',
    ],
    ['every occurrence kept', 'windows/tasks.ts', 'isRepeated(part, to, hash, position, job)', 'false'],
    [
      'hashes that decide',
      'windows/tasks.ts',
      'isSameWindow(job.texts, part[i + 1]!, position, job.windowWords)',
      'true',
    ],
    ['windows of others left out', 'windows/tasks.ts', ' && part[i + 1]! >= start', ''],
    ['no comparison of bytes', 'windows/lookup.ts', 'if (!isEqual(bytes', 'if (false && !isEqual(bytes'],
    [
      'a window that ends within a word',
      'windows/lookup.ts',
      'return texts[position + end - start] === SPACE',
      'return true',
    ],
    [
      'the first of a hash only',
      'windows/lookup.ts',
      'entries[2 * slot] === hash; slot++',
      'entries[2 * slot] === hash; slot = last',
    ],
    ['what is not accepted owns', 'windows/lookup.ts', 'if (standings[ordinal] === NONE) continue', ''],
    ['revoked sources that own nothing', 'windows/lookup.ts', '=== NONE) continue', '!== 1) continue'],
    [
      'revoked sources that earn',
      'windows/found.ts',
      "standings[each.ordinal] === ELIGIBLE ? 'Eligible' : 'Revoked'",
      "'Eligible'",
    ],
    [
      'the last segment',
      'windows/found.ts',
      'contents, best, hit.contents, ordinal) < 0',
      'contents, best, hit.contents, ordinal) > 0',
    ],
    ['contributions in the order found', 'windows/found.ts', 'own[i] = rank[own[i]!]!', 'own[i] = own[i]!'],
    ['texts that do not move', 'windows/merge.ts', 'position + moves[ordinalAt(segment, position)]!', 'position'],
    ['merged by hash alone', 'windows/merge.ts', 'other.position < least.position', 'other.position > least.position'],
    [
      'a bucket marked late',
      'windows/merge.ts',
      'while (bucket <= least.hash >>> shift)',
      'while (bucket < least.hash >>> shift)',
    ],
    ['a bucket marked late at building', 'windows/tasks.ts', 'while (bucket <= own)', 'while (bucket < own)'],
    ['the latest window', 'attribute.ts', 'owners[i]! <= found', 'owners[i]! > found'],
    ['another window of the owner', 'attribute.ts', 'owners[i]! <= found', 'owners[i]! < found'],
    ['a credit into the words of others', 'attribute.ts', 'owners[last + 1] === owner && ', ''],
    ['a support of a word less', 'attribute.ts', '+ 1 < windowWords', '+ 2 < windowWords'],
    [
      'a window that is known to stand elsewhere',
      'attribute.ts',
      ' && offset[first]! - words.starts[first]! === alignment',
      '',
    ],
    [
      'a window whose words the one before has not all',
      'attribute.ts',
      'contribution[first - 1] !== found',
      'contribution[first - 1]! < 0',
    ],
    ['an alignment that is never left', 'attribute.ts', 'longest = longer', 'return longest'],
  ])('%s', async (_, file, sound, faulty) => {
    await withFaultySources({ file: join('engine', file), sound, faulty }, async (sources) => {
      expect((await check(sources, 20_000)).failed).toBe(true)
    })
  })
})
