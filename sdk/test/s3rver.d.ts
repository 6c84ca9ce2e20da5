declare module 's3rver' {
  import type { RequestListener } from 'node:http'

  /** What the tests use of a server of S3 that comes without types. */
  export default class S3rver {
    constructor(options: { directory: string; silent: boolean; configureBuckets: { name: string }[] })
    configureBuckets(): Promise<unknown>
    callback(): RequestListener
  }
}
