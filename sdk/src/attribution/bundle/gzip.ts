import { MalformedBundleError } from './errors.ts'

/** Packs bytes as RFC 1952 has it, in any way that unpacks to them. */
export type Gzip = (bytes: Uint8Array) => Uint8Array

const MOST_STORED = 0xffff

/** Bytes as gzip without compression: what every runtime makes alike, and can make at once. */
export function storedGzip(bytes: Uint8Array): Uint8Array {
  const blocks = Math.max(1, Math.ceil(bytes.length / MOST_STORED))
  const packed = new Uint8Array(10 + 5 * blocks + bytes.length + 8)
  const view = new DataView(packed.buffer)
  // Magic, deflate, no flags, no time, no level, unknown system.
  packed.set([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0xff])
  let at = 10
  for (let block = 0; block < blocks; block++) {
    const part = bytes.subarray(block * MOST_STORED, (block + 1) * MOST_STORED)
    packed[at] = block === blocks - 1 ? 1 : 0
    view.setUint16(at + 1, part.length, true)
    view.setUint16(at + 3, ~part.length & 0xffff, true)
    packed.set(part, at + 5)
    at += 5 + part.length
  }
  view.setUint32(at, crc32(bytes), true)
  view.setUint32(at + 4, bytes.length, true)
  return packed
}

/**
 * Unpacks gzip that was said to hold `size` bytes.
 * @throws MalformedBundleError when it holds another number, found out before more than that is held
 */
export async function gunzip(packed: Uint8Array, size: number, part: string): Promise<Uint8Array> {
  const unpacked = new Uint8Array(size)
  let length = 0
  const unpacking = new Blob([packed as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new DecompressionStream('gzip'))
  const reader = unpacking.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      if (length + value.length > size) throw new MalformedBundleError(`${part} unpacks to more than ${size} bytes`)
      unpacked.set(value, length)
      length += value.length
    }
  } catch (cause) {
    await reader.cancel().catch(() => undefined)
    if (cause instanceof MalformedBundleError) throw cause
    throw new MalformedBundleError(`${part} is no gzip, or cut short`, { cause })
  }
  if (length < size) throw new MalformedBundleError(`${part} unpacks to ${length} bytes instead of ${size}`)
  return unpacked
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb8_8320 ^ (value >>> 1) : value >>> 1
  return value
})

function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff
  for (let i = 0; i < bytes.length; i++) crc = crcTable[(crc ^ bytes[i]!) & 0xff]! ^ (crc >>> 8)
  return ~crc >>> 0
}
