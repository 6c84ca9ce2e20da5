// One worker of a long run of completeness: takes its task as JSON, forked by script/long/completeness.ts. It keeps where it
// stands after each scene, so that a run that was stopped, however, goes on from there.
import { existsSync, readFileSync } from 'node:fs'
import { keep } from '../../../script/long/part.ts'
import { prepare } from './datanets.ts'
import { emptyReport, type Report, runCompleteness } from './run.ts'
import { openStage } from './stage.ts'

type Task = {
  seed: number
  /** This worker's number, and how many there are: it takes every scene of its number. */
  worker: number
  workers: number
  mutants: number
  forgeries: number
  /** Where it keeps what it has. */
  file: string
  /** Unix milliseconds at which it stops. */
  until: number
}

const task = JSON.parse(process.argv[2]!) as Task
/** A chain grows by what happens on it: a new one after so many scenes. */
const scenesOfAChain = 40

// However the run ends, its chain ends with it: the test chain's own hook is that of an exit.
for (const end of ['disconnect', 'SIGINT', 'SIGTERM']) process.once(end, () => process.exit(1))

type State = { nextScene: number; report: Report }

let state: State = existsSync(task.file)
  ? (JSON.parse(readFileSync(task.file, 'utf8')) as State)
  : { nextScene: task.worker, report: emptyReport(task.seed) }

function isDone({ mutants, forgeries }: Report): boolean {
  return mutants >= task.mutants && forgeries >= task.forgeries
}

while (!isDone(state.report) && Date.now() < task.until) {
  const stage = await openStage()
  try {
    await prepare(stage)
    await runCompleteness(
      {
        ...task,
        stage,
        firstScene: state.nextScene,
        step: task.workers,
        scenes: scenesOfAChain,
        onScene(report, nextScene) {
          state = { nextScene, report }
          keep(task.file, state)
          const { mutants, forgeries, failures } = report
          console.log(`worker ${task.worker}: ${mutants} mutants, ${forgeries} forgeries, ${failures.length} failures`)
          return Date.now() < task.until ? undefined : 'stop'
        },
      },
      state.report,
    )
  } finally {
    await stage.stop()
  }
}
process.exit()
