import { attribute, attributeSync } from '../../src/engine/attribute.ts'
import { createIndexTable, openIndexTable, workInProcesses } from '../../src/engine/postgres/index.ts'
import { buildInPool } from '../../src/engine/windows/build.ts'
import { createIndexFolder } from '../../src/engine/windows/folder.ts'
import { inMemory } from '../../src/engine/windows/memory.ts'
import { mergeSegments } from '../../src/engine/windows/merge.ts'
import { writeSegment } from '../../src/engine/windows/writer.ts'
import type { Engine } from './property.ts'
import type { TableEngine } from './tables.ts'

/** The engine's own functions. */
export const engine: Engine = {
  attribute,
  attributeSync,
  buildInPool,
  createIndexFolder,
  inMemory,
  mergeSegments,
  writeSegment,
}

export const tables: TableEngine = { attribute, createIndexTable, openIndexTable, workInProcesses }
