import { formatEther } from 'viem'

/** Wei of OPEN for people. */
export const open = (wei: bigint) => `${formatEther(wei)} OPEN`

/** Wei of the chain's own currency for people. */
export const native = (wei: bigint) => `${formatEther(wei)} of the chain's currency`

/** Unix time in seconds for people. */
export const time = (seconds: bigint | number) => {
  const date = new Date(Number(seconds) * 1000)
  return Number.isNaN(date.getTime()) ? `second ${seconds}` : date.toISOString()
}

/** The name of an enum's member. */
export const member = (members: Record<string, number>, value: number) =>
  Object.keys(members).find((name) => members[name] === value) ?? String(value)
