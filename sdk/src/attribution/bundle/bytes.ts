import { type Address, bytesToHex, getAddress, type Hex, hexToBytes } from 'viem'
import { FieldOutOfRangeError } from '../encoding.ts'
import { MalformedBundleError } from './errors.ts'

/** Bytes that grow as they are written. Numbers stand in groups of 7 bits, the lowest first, all but the last marked by 0x80. */
export type ByteWriter = {
  readonly length: number
  /** A whole number below 2^53. */
  number(value: number): void
  bigint(value: bigint): void
  bytes(bytes: Uint8Array): void
  address(address: Address): void
  /** A copy of what was written since the last time, which begins anew. */
  take(): Uint8Array
}

const ADDRESS_BYTES = 20
/** 256 bits in groups of 7. */
const MOST_NUMBER_BYTES = 37

export function createWriter(capacity = 1024): ByteWriter {
  let buffer = new Uint8Array(capacity)
  let length = 0
  const reserve = (more: number) => {
    if (length + more <= buffer.length) return
    const larger = new Uint8Array(Math.max(length + more, 2 * buffer.length))
    larger.set(buffer.subarray(0, length))
    buffer = larger
  }
  const writer: ByteWriter = {
    get length() {
      return length
    },
    number(value) {
      if (!Number.isSafeInteger(value) || value < 0) throw new FieldOutOfRangeError('of a bundle', value, 'uint53')
      reserve(8)
      let rest = value
      // Shifts are of 32 bits: what is above takes divisions.
      while (rest >= 0x8000_0000) {
        buffer[length++] = (rest % 0x80) | 0x80
        rest = Math.floor(rest / 0x80)
      }
      while (rest >= 0x80) {
        buffer[length++] = (rest & 0x7f) | 0x80
        rest >>>= 7
      }
      buffer[length++] = rest
    },
    bigint(value) {
      if (value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= 0n) return writer.number(Number(value))
      if (value < 0n || value >> 256n > 0n) throw new FieldOutOfRangeError('of a bundle', value, 'uint256')
      reserve(MOST_NUMBER_BYTES)
      let rest = value
      // 49 bits at a time: most of the work is then on small numbers.
      while (rest > 0x1_ffff_ffff_ffffn) {
        let low = Number(BigInt.asUintN(49, rest))
        for (let i = 0; i < 7; i++) {
          buffer[length++] = (low % 0x80) | 0x80
          low = Math.floor(low / 0x80)
        }
        rest >>= 49n
      }
      return writer.number(Number(rest))
    },
    bytes(bytes) {
      reserve(bytes.length)
      buffer.set(bytes, length)
      length += bytes.length
    },
    address(address) {
      writer.bytes(hexToBytes(address))
    },
    take() {
      const taken = buffer.slice(0, length)
      length = 0
      return taken
    },
  }
  return writer
}

/** Reads what a writer wrote, whoever it was: whatever does not fit is refused. */
export type ByteReader = {
  /** A number below 2^32. */
  uint32(field: string): number
  /** A number of so many bits at most. */
  uint(field: string, bits: number): bigint
  /** A view of the next bytes. */
  bytes(field: string, count: number): Uint8Array
  address(field: string): Address
  hex(field: string, count: number): Hex
  isAtEnd(): boolean
}

/** @throws MalformedBundleError, as all that it reads with */
export function createReader(bytes: Uint8Array, part: string): ByteReader {
  let at = 0
  const refuse = (field: string, reason: string): never => {
    throw new MalformedBundleError(`${field} at byte ${at} of ${part}: ${reason}`)
  }
  const reader: ByteReader = {
    uint32(field) {
      const start = at
      let value = 0
      for (let scale = 1; ; scale *= 0x80) {
        const byte = bytes[at++]
        if (byte === undefined) return refuse(field, 'cut short')
        value += (byte & 0x7f) * scale
        if (value > 0xffff_ffff) return refuse(field, 'larger than 32 bits')
        if (byte < 0x80) {
          if (byte === 0 && at - start > 1) return refuse(field, 'longer than it need be')
          return value
        }
        if (at - start > 5) return refuse(field, 'larger than 32 bits')
      }
    },
    uint(field, bits) {
      const start = at
      let end = at
      while ((bytes[end] ?? 0) >= 0x80 && end - start < MOST_NUMBER_BYTES) end++
      const last = bytes[end]
      if (last === undefined) return refuse(field, 'cut short')
      if (last === 0 && end > start) return refuse(field, 'longer than it need be')
      at = end + 1
      let value = 0n
      // 49 bits at a time, the highest first.
      for (let from = start + 7 * Math.floor((end - start) / 7); from >= start; from -= 7) {
        let low = 0
        for (let i = Math.min(from + 6, end); i >= from; i--) low = low * 0x80 + (bytes[i]! & 0x7f)
        value = (value << 49n) | BigInt(low)
      }
      if (last >= 0x80 || value >> BigInt(bits) > 0n) return refuse(field, `larger than ${bits} bits`)
      return value
    },
    bytes(field, count) {
      if (count > bytes.length - at) return refuse(field, 'cut short')
      at += count
      return bytes.subarray(at - count, at)
    },
    address: (field) => getAddress(reader.hex(field, ADDRESS_BYTES)),
    hex: (field, count) => bytesToHex(reader.bytes(field, count)),
    isAtEnd: () => at === bytes.length,
  }
  return reader
}
