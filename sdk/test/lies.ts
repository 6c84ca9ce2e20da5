import { zeroAddress } from 'viem'
import type { Credit } from '../src/attribution/encoding.ts'
import type { Evidence, FalseCreditReasonName } from '../src/attribution/evidence.ts'
import { accountOf, bytesOf, type World } from './world.ts'

// Texts of several chunks, in which what is quoted lies across a chunk's end.
const lead = Array.from({ length: 34 }, (_, i) => `lead${String(i).padStart(2, '0')}`).join(' ')
const opening = Array.from({ length: 29 }, (_, i) => `opening${String(i).padStart(2, '0')}`).join(' ')
const quoted = 'the quick brown fox jumps over the lazy dog'
const sameLengths = 'one other brown cat leaps over the tidy cow'
const withdrawn = 'words that their author has since withdrawn'

/** An answer that quotes one author, and one who withdrew. */
export const scene: World = {
  windowWords: 4,
  submissions: [
    [
      { contributor: accountOf(0xa1), text: `${lead} ${quoted} and more` },
      { contributor: accountOf(0xa2), text: `${lead.replaceAll('lead', 'side')} ${sameLengths}` },
      { contributor: zeroAddress, text: `${quoted} by nobody` },
    ],
    [{ contributor: accountOf(0xb1), text: `a copy of ${quoted} and more` }],
    [{ contributor: accountOf(0xc1), text: withdrawn, isRevoked: true }],
    [{ contributor: accountOf(0xd1), text: `again ${withdrawn}` }],
  ],
}

export const sceneOutput = bytesOf(`${opening} ${quoted} said ${withdrawn}`)

const last = (1n << 64n) - 1n
const length = BigInt(quoted.length)
const start = BigInt(opening.length + 1)
const offset = BigInt(lead.length + 1)
const quotation: Credit = {
  start,
  length,
  matchStart: start,
  matchLength: length,
  submissionId: 1n,
  leafIndex: 0,
  offset,
  contributor: accountOf(0xa1),
}
const nobodys: Credit = {
  start: start + length + 6n,
  length: BigInt(withdrawn.length),
  matchStart: start + length + 6n,
  matchLength: BigInt(withdrawn.length),
  submissionId: 3n,
  leafIndex: 0,
  offset: 0n,
  contributor: zeroAddress,
}

/** What the rule gives for the scene. */
export const sceneCredits: readonly Credit[] = [quotation, nobodys]

/** Lies about the scene, each with what proves it first. */
export const lies: { name: string; proves: Evidence['kind'] | FalseCreditReasonName; credits: Credit[] }[] = [
  {
    name: 'a credit beyond its support',
    proves: 'BadShape',
    credits: [{ ...quotation, length: length + 5n }, nobodys],
  },
  { name: 'a credit of nothing', proves: 'MalformedList', credits: [quotation, { ...nobodys, length: 0n }] },
  { name: 'a support too long', proves: 'BadShape', credits: [{ ...quotation, matchLength: 8193n }, nobodys] },
  {
    name: 'a submission that is not there',
    proves: 'Ineligible',
    credits: [{ ...quotation, submissionId: 99n }, nobodys],
  },
  { name: 'a leaf that is not there', proves: 'Ineligible', credits: [{ ...quotation, leafIndex: 3 }, nobodys] },
  {
    name: "a revoked source's contributor",
    proves: 'Ineligible',
    credits: [quotation, { ...nobodys, contributor: accountOf(0xc1) }],
  },
  {
    name: "nobody's contribution",
    proves: 'Ineligible',
    credits: [{ ...quotation, leafIndex: 2, offset: 0n, contributor: zeroAddress }, nobodys],
  },
  {
    name: 'the operator itself',
    proves: 'WrongContributor',
    credits: [{ ...quotation, contributor: accountOf(0xee) }, nobodys],
  },
  {
    name: 'an eligible source without contributor',
    proves: 'WrongContributor',
    credits: [{ ...quotation, contributor: zeroAddress }, nobodys],
  },
  { name: 'words past the output', proves: 'PastOutput', credits: [quotation, { ...nobodys, matchLength: 8000n }] },
  { name: 'words past the source', proves: 'PastSource', credits: [{ ...quotation, offset: 4000n }, nobodys] },
  {
    name: 'words at the end of all numbers',
    proves: 'MalformedList',
    credits: [quotation, { ...nobodys, start: last, length: 1n, matchStart: last, matchLength: 1n }],
  },
  {
    name: 'a source at the end of all numbers',
    proves: 'BadShape',
    credits: [{ ...quotation, offset: last }, nobodys],
  },
  {
    name: 'half a word of the output',
    proves: 'OutputBoundary',
    credits: [{ ...quotation, start: start + 1n, length: length - 1n }, nobodys],
  },
  { name: 'words cut short', proves: 'OutputBoundary', credits: [{ ...quotation, length: length - 1n }, nobodys] },
  {
    name: 'a support that ends within a word',
    proves: 'OutputBoundary',
    credits: [{ ...quotation, length: 3n, matchLength: length - 1n }, nobodys],
  },
  {
    name: 'half a word of the source',
    proves: 'SourceBoundary',
    credits: [{ ...quotation, offset: offset + 1n }, nobodys],
  },
  {
    name: 'too few words',
    proves: 'TooFewWords',
    credits: [
      { ...quotation, length: 15n, matchLength: 15n },
      { ...quotation, start: start + 16n, length: length - 16n },
      nobodys,
    ],
  },
  {
    name: 'other words of the same lengths',
    proves: 'DifferentByte',
    credits: [{ ...quotation, leafIndex: 1, contributor: accountOf(0xa2) }, nobodys],
  },
  {
    name: 'a copier',
    proves: 'EarlierSource',
    credits: [{ ...quotation, submissionId: 2n, offset: 10n, contributor: accountOf(0xb1) }, nobodys],
  },
  {
    name: 'a copier for two words alone',
    proves: 'EarlierSource',
    credits: [
      { ...quotation, length: 34n },
      { ...quotation, start: start + 35n, length: 8n, submissionId: 2n, offset: 10n, contributor: accountOf(0xb1) },
      nobodys,
    ],
  },
  {
    name: 'a copier of what was revoked',
    proves: 'EarlierSource',
    credits: [quotation, { ...nobodys, submissionId: 4n, offset: 6n, contributor: accountOf(0xd1) }],
  },
  { name: 'an owner forgotten before a credit', proves: 'EarlierSource', credits: [nobodys] },
  { name: 'an owner forgotten, and everybody', proves: 'EarlierSource', credits: [] },
  {
    name: 'an owner forgotten between credits',
    proves: 'EarlierSource',
    credits: [{ ...quotation, length: 3n }, nobodys],
  },
]
