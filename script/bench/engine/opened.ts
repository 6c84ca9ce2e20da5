// Opens a segment's file in a process of its own, and says how long that took and how much more memory it needed.
import { loadSegment, openSegmentFile } from '../../../sdk/src/engine/windows/file.ts'

const [file] = process.argv.slice(2) as [string]
const before = process.memoryUsage.rss()
let begin = performance.now()
const opened = openSegmentFile(file)
const ms = performance.now() - begin
const megabytes = (process.memoryUsage.rss() - before) / 1e6
begin = performance.now()
await loadSegment(opened)
console.log(JSON.stringify({ ms, megabytes, loadMs: performance.now() - begin }))
