// The permutation keccak-f[1600] as a WebAssembly module, written out from its definition (FIPS 202, 3.2): all 25 lanes are
// locals, so that the machine's registers hold as many as it has, and a call hashes any number of blocks.

/** Bytes that one permutation takes in: what keccak256 has beside its capacity of 512 bits. */
export const BLOCK_BYTES = 136

/** Where the state stands in the module's memory, and behind it what is to be taken in. */
export const STATE_AT = 0
export const INPUT_AT = 512

const CONSTANTS_AT = 256
const LANES = 25
const PAGE_BYTES = 65_536
/** Bytes that there is room for from `INPUT_AT` on. */
export const INPUT_BYTES = BLOCK_BYTES * Math.floor((PAGE_BYTES - INPUT_AT) / BLOCK_BYTES)

export type Permutation = {
  memory: { buffer: ArrayBuffer }
  /** Takes in so many blocks from `INPUT_AT` on, into a state of zeros where `isFirst` is 1, and leaves the state at `STATE_AT`. */
  absorb(blocks: number, isFirst: number): void
}

/** The opcodes that are used. */
const op = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  end: 0x0b,
  branchIf: 0x0d,
  get: 0x20,
  set: 0x21,
  load: 0x29,
  store: 0x37,
  i32: 0x41,
  i64: 0x42,
  equalsZero: 0x45,
  isBelow: 0x49,
  add: 0x6a,
  subtract: 0x6b,
  and: 0x83,
  xor: 0x85,
  rotate: 0x89,
} as const
const I32 = 0x7f
const I64 = 0x7e
const NOTHING = 0x40

// Locals by their numbers: two parameters, two counters, the lanes of every other round, theirs in between, and what a
// round makes of columns and rows.
const [BLOCKS, IS_FIRST, ROUND, FROM, EVEN] = [0, 1, 2, 3, 4] as const
const ODD = EVEN + LANES
const COLUMN = ODD + LANES
const DIFFERENCE = COLUMN + 5
const ROW = DIFFERENCE + 5
const LOCALS_64 = ROW + 5 - EVEN

/** The module, compiled where it is called first. */
export function compilePermutation(): Promise<WebAssembly.Module> {
  compiled ??= WebAssembly.compile(Uint8Array.from(moduleBytes()))
  return compiled
}

let compiled: Promise<WebAssembly.Module> | undefined

function moduleBytes(): number[] {
  const code = [...unsigned(2), ...unsigned(2), I32, ...unsigned(LOCALS_64), I64, ...body(), op.end]
  return [
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    // A function of two numbers that gives back nothing; one of it; a page of memory.
    ...section(1, [[0x60, 2, I32, I32, 0]]),
    ...section(3, [[0]]),
    ...section(5, [[0, 1]]),
    ...section(7, [
      [...text('memory'), 2, 0],
      [...text('absorb'), 0, 0],
    ]),
    ...section(10, [sized(code)]),
    ...section(11, [[0, op.i32, ...signed(BigInt(CONSTANTS_AT)), op.end, ...sized(roundConstants())]]),
  ]
}

function body(): number[] {
  const even = (lane: number) => EVEN + lane
  const odd = (lane: number) => ODD + lane
  const lanes = Array.from({ length: LANES }, (_, lane) => lane)
  const stateAt = (lane: number) => unsigned(STATE_AT + 8 * lane)
  return [
    // Locals are zeros until they are set: a fresh state.
    ...[op.get, IS_FIRST, op.equalsZero, op.if, NOTHING],
    ...lanes.flatMap((lane) => [op.i32, 0, op.load, 3, ...stateAt(lane), op.set, even(lane)]),
    ...[op.end, op.i32, ...signed(BigInt(INPUT_AT)), op.set, FROM],
    ...[op.block, NOTHING, op.get, BLOCKS, op.equalsZero, op.branchIf, 0],
    ...[op.loop, NOTHING],
    ...lanes.slice(0, BLOCK_BYTES / 8).flatMap((lane) => {
      return [op.get, even(lane), op.get, FROM, op.load, 0, ...unsigned(8 * lane), op.xor, op.set, even(lane)]
    }),
    ...[op.i32, 0, op.set, ROUND, op.loop, NOTHING],
    ...round(even, odd, 0),
    ...round(odd, even, 1),
    ...[op.get, ROUND, op.i32, 16, op.add, op.set, ROUND],
    ...[op.get, ROUND, op.i32, ...signed(8n * 24n), op.isBelow, op.branchIf, 0, op.end],
    ...[op.get, FROM, op.i32, ...signed(BigInt(BLOCK_BYTES)), op.add, op.set, FROM],
    ...[op.get, BLOCKS, op.i32, 1, op.subtract, op.set, BLOCKS],
    ...[op.get, BLOCKS, op.branchIf, 0, op.end, op.end],
    ...lanes.flatMap((lane) => [op.i32, 0, op.get, even(lane), op.store, 3, ...stateAt(lane)]),
  ]
}

/** One round, from some locals into others. */
function round(from: (lane: number) => number, to: (lane: number) => number, place: 0 | 1): number[] {
  const offsets = rotations()
  const five = [0, 1, 2, 3, 4]
  const code: number[] = []
  for (const x of five) {
    code.push(op.get, from(x))
    for (const y of [1, 2, 3, 4]) code.push(op.get, from(x + 5 * y), op.xor)
    code.push(op.set, COLUMN + x)
  }
  for (const x of five) {
    code.push(op.get, COLUMN + ((x + 1) % 5), op.i64, 1, op.rotate)
    code.push(op.get, COLUMN + ((x + 4) % 5), op.xor, op.set, DIFFERENCE + x)
  }
  for (const y of five) {
    for (const x of five) {
      // The lane (x, y) goes to (y, 2x + 3y): so (x, y) comes from (x + 3y, x).
      const column = (x + 3 * y) % 5
      const lane = column + 5 * x
      code.push(op.get, from(lane), op.get, DIFFERENCE + column, op.xor)
      if (offsets[lane] !== 0) code.push(op.i64, ...signed(BigInt(offsets[lane]!)), op.rotate)
      code.push(op.set, ROW + x)
    }
    for (const x of five) {
      code.push(op.get, ROW + ((x + 1) % 5), op.i64, ...signed(-1n), op.xor, op.get, ROW + ((x + 2) % 5), op.and)
      code.push(op.get, ROW + x, op.xor)
      if (x === 0 && y === 0) code.push(op.get, ROUND, op.load, 3, ...unsigned(CONSTANTS_AT + 8 * place), op.xor)
      code.push(op.set, to(x + 5 * y))
    }
  }
  return code
}

/** By how many bits each lane is turned. */
function rotations(): number[] {
  const offsets = new Array<number>(LANES).fill(0)
  for (let [x, y, t] = [1, 0, 0]; t < 24; t++) {
    offsets[x + 5 * y] = (((t + 1) * (t + 2)) / 2) % 64
    ;[x, y] = [y, (2 * x + 3 * y) % 5]
  }
  return offsets
}

/** What is added to the first lane in each of 24 rounds, 8 bytes each, the lowest first. */
function roundConstants(): number[] {
  const constants: number[] = []
  let register = 1
  for (let i = 0; i < 24; i++) {
    const bytes = new Array<number>(8).fill(0)
    for (let j = 0; j < 7; j++) {
      const bit = 2 ** j - 1
      if (register & 1) bytes[bit >>> 3]! |= 1 << (bit & 7)
      register = (register << 1) ^ (register >>> 7 === 0 ? 0 : 0x171)
    }
    constants.push(...bytes)
  }
  return constants
}

function section(id: number, items: readonly (readonly number[])[]): number[] {
  return [id, ...sized([...unsigned(items.length), ...items.flat()])]
}

function sized(bytes: readonly number[]): number[] {
  return [...unsigned(bytes.length), ...bytes]
}

function text(name: string): number[] {
  return sized([...new TextEncoder().encode(name)])
}

/** LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
}

function signed(value: bigint): number[] {
  const low = Number(BigInt.asUintN(7, value))
  const isLast = value >> 6n === 0n || value >> 6n === -1n
  return isLast ? [low] : [low | 0x80, ...signed(value >> 7n)]
}
