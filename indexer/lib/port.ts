import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { PortInUseError } from './errors.ts'

/**
 * Looks whether a port of `hostname` is free.
 * @param port 0 for any
 * @returns the port
 * @throws PortInUseError
 */
export async function freePort(port: number, hostname: string): Promise<number> {
  const server = createServer()
  server.listen(port, hostname)
  try {
    await once(server, 'listening')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE') throw new PortInUseError(port)
    throw cause
  }
  const { port: found } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return found
}
