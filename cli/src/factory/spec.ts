import { z } from 'zod'
import { BadInputError } from '../errors.ts'

const Id = z.union([z.int().positive(), z.string().regex(/^[1-9]\d*$/)]).transform(BigInt)

const Spec = z.strictObject({
  model: Id,
  datanets: z.array(Id).min(1).max(64),
  kind: z.literal('retrieval', { error: 'the kinds are: retrieval' }),
  windowWords: z.literal([4, 6, 8, 12, 16, 24, 32]).default(8),
})

/** What a version is built from: see docs/formats.md. Datanets are distinct and ascending. */
export type BuildSpec = z.infer<typeof Spec>

/**
 * Reads a spec file's text.
 * @throws BadInputError that names the first field that is wrong
 */
export function parseSpec(text: string): BuildSpec {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new BadInputError('The spec is not JSON: see docs/formats.md for one.', { cause })
  }
  const parsed = Spec.safeParse(json)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new BadInputError(`The spec is wrong at ${issue?.path.join('.') || 'its top'}: ${issue?.message}.`)
  }
  const datanets = [...new Set(parsed.data.datanets)].sort((a, b) => (a < b ? -1 : 1))
  return { ...parsed.data, datanets }
}
