import { Listr, PRESET_TIMER } from 'listr2'

/** A step that was taken, and how long it took. */
export type Taken = { title: string; note: string; seconds: number }

/**
 * Takes the steps of the loop one after the other, each with a line of its own that says how it went: with a spinner
 * in a terminal, plain where there is none.
 */
export type Progress = {
  taken: readonly Taken[]
  /** @param task `note` puts a remark at the end of the step's line */
  step<value>(title: string, task: (note: (remark: string) => void) => Promise<value>): Promise<value>
}

export function createProgress({ isSilent }: { isSilent: boolean }): Progress {
  const taken: Taken[] = []
  return {
    taken,
    async step(title, run) {
      const begin = performance.now()
      let remark = ''
      let value: Awaited<ReturnType<typeof run>> | undefined
      const tasks = new Listr(
        [
          {
            title,
            task: async (_, task) => {
              value = await run((noted) => {
                remark = noted
                task.title = `${title}: ${noted}`
              })
            },
          },
        ],
        {
          // Whoever started processes ends them: see main.ts.
          registerSignalListeners: false,
          renderer: isSilent ? 'silent' : 'default',
          rendererOptions: { timer: PRESET_TIMER, collapseErrors: false },
          fallbackRenderer: isSilent ? 'silent' : 'simple',
          fallbackRendererOptions: { timer: PRESET_TIMER },
        },
      )
      await tasks.run()
      taken.push({ title, note: remark, seconds: (performance.now() - begin) / 1000 })
      return value as Awaited<ReturnType<typeof run>>
    },
  }
}
