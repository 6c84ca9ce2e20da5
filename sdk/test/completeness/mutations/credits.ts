import { anyCredit, type Mutation, otherThan, payAccordingly, types } from './lie.ts'

const creditNames = ['start', 'length', 'matchStart', 'matchLength', 'leafIndex', 'offset'] as const
/** Lies in the fields of a credit. */
export const creditFields: Mutation[] = [
  ...creditNames.map(
    (name): Mutation => ({
      field: `credit.${name}`,
      lie(draft, resources) {
        const credit = anyCredit(draft, resources.random)
        if (!credit) return false
        credit[name] = otherThan(credit[name], types[`credit.${name}`]!, resources.random)
        payAccordingly(draft, resources)
        return true
      },
    }),
  ),
  {
    field: 'credit.submissionId',
    lie(draft, resources) {
      const { random, submissions } = resources
      const credit = anyCredit(draft, random)
      if (!credit) return false
      const other = random.big(1n, submissions)
      const far = otherThan(credit.submissionId, 256n, random)
      credit.submissionId = other !== credit.submissionId && random.chance(0.8) ? other : far
      payAccordingly(draft, resources)
      return true
    },
  },
  {
    field: 'credit.contributor',
    lie(draft, resources) {
      const { random, accounts } = resources
      const credit = anyCredit(draft, random)
      if (!credit) return false
      const others = [...accounts, 0n].filter((account) => account !== credit.contributor)
      credit.contributor = random.pick(others)
      payAccordingly(draft, resources)
      return true
    },
  },
]
