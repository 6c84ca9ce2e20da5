import { InvalidArgumentError } from 'commander'
import { parseEther } from 'viem'

/** An id on the command line. */
export function parseId(value: string): bigint {
  if (!/^[1-9]\d{0,77}$/.test(value)) throw new InvalidArgumentError('It must be a whole number from 1 on.')
  return BigInt(value)
}

/** A port on the command line. */
export function parsePort(value: string): number {
  if (!/^\d{1,5}$/.test(value) || Number(value) > 65_535) throw new InvalidArgumentError('It must be from 0 to 65535.')
  return Number(value)
}

/** A time on the command line, in milliseconds. */
export function parseMilliseconds(value: string): number {
  if (!/^[1-9]\d{0,7}$/.test(value)) throw new InvalidArgumentError('It must be a number of milliseconds from 1 on.')
  return Number(value)
}

/** A size on the command line, in MiB. @returns bytes */
export function parseMebibytes(value: string): number {
  if (!/^[1-9]\d{0,3}$/.test(value)) throw new InvalidArgumentError('It must be a number of MiB from 1 to 9999.')
  return Number(value) * 2 ** 20
}

/** An amount on the command line, in OPEN. @returns wei */
export function parseOpen(value: string): bigint {
  if (!/^\d{1,20}(\.\d{1,18})?$/.test(value)) throw new InvalidArgumentError('It must be an amount of OPEN, as 1.5.')
  return parseEther(value)
}
