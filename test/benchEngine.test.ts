import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const rooms = ['text', 'hashing', 'windows'] as const

type Report = {
  input: { seed: number; size: string; rooms: string[]; machine: string; digests: Record<string, string> }
  figures: { room: string; name: string; value: number; unit: string; goal?: number; better: string }[]
}

async function bench(room: string, seed: number): Promise<Report> {
  const args = ['script/bench/engine.ts', '--json', '--size', 'small', '--only', room, '--seed', String(seed)]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root })
  return JSON.parse(stdout)
}

describe.each(rooms)('the benchmark of the engine: %s', (room) => {
  let first: Report
  let second: Report
  beforeAll(async () => {
    ;[first, second] = (await Promise.all([1, 2].map((seed) => bench(room, seed)))) as [Report, Report]
  })

  test('behavior: its JSON has the input and figures beside goals', () => {
    for (const [report, seed] of [[first, 1] as const, [second, 2] as const]) {
      expect(report.input).toEqual({
        seed,
        size: 'small',
        rooms: [room],
        machine: expect.stringMatching(/^\d+ × /),
        digests: { [room]: expect.stringMatching(/^[0-9a-f]{64}$/) },
      })
      expect(report.figures.length).toBeGreaterThan(5)
      for (const figure of report.figures) {
        expect(figure).toMatchObject({ room, name: expect.stringMatching(/\S/), unit: expect.stringMatching(/\S/) })
        expect(figure.value, figure.name).toSatisfy(Number.isFinite)
        // A share may be a difference of two times.
        if (figure.unit !== '%') expect(figure.value, figure.name).toBeGreaterThan(0)
        expect(['higher', 'lower']).toContain(figure.better)
      }
      expect(report.figures.some(({ goal }) => goal !== undefined && goal > 0)).toBe(true)
      expect(report.figures.some(({ name }) => name.includes('the plain reference'))).toBe(true)
    }
  })

  test('behavior: another seed makes another input and other figures', () => {
    expect(second.input.digests[room]).not.toBe(first.input.digests[room])
    expect(second.figures.map(({ name }) => name)).toEqual(first.figures.map(({ name }) => name))
    expect(second.figures.map(({ value }) => value)).not.toEqual(first.figures.map(({ value }) => value))
    // What follows from the texts alone, and not from the machine.
    const present = ({ figures }: Report) => figures.filter(({ name }) => name.endsWith('windows present'))
    if (room !== 'windows') return
    expect(present(first).length).toBe(4)
    expect(present(second)).not.toEqual(present(first))
    for (const { name, value } of present(first)) {
      const share = name.includes('all of') ? 100 : 50
      expect(Math.abs(value - share), name).toBeLessThan(5)
    }
  })
})
