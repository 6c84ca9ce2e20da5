import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Hex } from 'viem'

/** Blobs in a folder, as they come. */
export function folderBlobs(folder: string) {
  return {
    read: async (hash: Hex): Promise<Uint8Array> => new Uint8Array(await readFile(join(folder, hash))),
    write: (hash: Hex, bytes: Uint8Array): Promise<void> => writeFile(join(folder, hash), bytes),
  }
}
