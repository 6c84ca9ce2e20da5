import { ContentNotKeptError, ContentUnavailableError } from './serverErrors.ts'
import { ContentKeyError, ContentNotFoundError, type ContentStore } from './store.ts'
import { ContentMismatchError } from './verify.ts'

/**
 * One content store of several: reads from the first that gives what the key names, in their order, so put the nearest
 * first; writes to all.
 * @param stores Where content is read.
 * @param options.writeTo Where it is written, if not to each of `stores`.
 */
export function firstOf(
  stores: readonly ContentStore[],
  { writeTo = stores }: { writeTo?: readonly ContentStore[] } = {},
): ContentStore {
  return {
    async read(kind, key, options) {
      const errors: unknown[] = []
      for (const store of stores) {
        try {
          return await store.read(kind, key, options)
        } catch (error) {
          options?.signal?.throwIfAborted()
          if (error instanceof ContentKeyError) throw error
          errors.push(error)
        }
      }
      // That none has it is said only when each has answered: with nothing, or with something else.
      if (errors.every((error) => error instanceof ContentNotFoundError || error instanceof ContentMismatchError)) {
        throw new ContentNotFoundError(kind, key, { cause: new AggregateError(errors) })
      }
      throw new ContentUnavailableError(kind, key, errors)
    },
    async write(kind, key, bytes, options) {
      const written = await Promise.allSettled(writeTo.map((store) => store.write(kind, key, bytes, options)))
      options?.signal?.throwIfAborted()
      const errors = written.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
      if (errors.length > 0) throw new ContentNotKeptError(kind, key, writeTo.length, errors)
    },
  }
}
