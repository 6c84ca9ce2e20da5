import { randomUUID } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type ContentStore, contentStore } from './store.ts'

/**
 * A content store in a folder, at `<kind>/<key>`. Any number of processes may share it: a file appears whole, under its
 * name, once its bytes are on the disk.
 */
export function folderStore(root: string): ContentStore {
  return contentStore({
    async load(kind, key, { signal }) {
      try {
        return new Uint8Array(await readFile(join(root, kind, key), { signal }))
      } catch (cause) {
        signal?.throwIfAborted()
        if (isMissing(cause)) return undefined
        throw cause
      }
    },
    async save(kind, key, bytes) {
      const folder = join(root, kind)
      await mkdir(folder, { recursive: true })
      const temporary = join(folder, `.${key}.${randomUUID()}`)
      try {
        await writeThrough(temporary, bytes)
        await rename(temporary, join(folder, key))
      } catch (cause) {
        await rm(temporary, { force: true })
        throw cause
      }
      await sync(folder)
    },
  })
}

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Brings a folder's new names to the disk. */
async function sync(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
}
