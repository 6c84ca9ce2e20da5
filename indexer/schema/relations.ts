// How the rows refer to each other, for GraphQL: each becomes a field.
import { relations } from 'ponder'
import { batch, challenge, claim } from './attribution.ts'
import { account, batchContent, contribution, credit, entry, inference, payout, submissionContent } from './content.ts'
import { datanet, submission, validatorVote } from './datanet.ts'
import { model, term, version, versionChange } from './model.ts'

export const datanetRelations = relations(datanet, ({ many }) => ({
  submissions: many(submission),
  contributions: many(contribution),
}))

export const submissionRelations = relations(submission, ({ one, many }) => ({
  datanet: one(datanet, { fields: [submission.datanetId], references: [datanet.id] }),
  content: one(submissionContent, { fields: [submission.id], references: [submissionContent.submissionId] }),
  contributions: many(contribution),
  votes: many(validatorVote),
}))

export const validatorVoteRelations = relations(validatorVote, ({ one }) => ({
  submission: one(submission, { fields: [validatorVote.submissionId], references: [submission.id] }),
}))

export const contributionRelations = relations(contribution, ({ one, many }) => ({
  submission: one(submission, { fields: [contribution.submissionId], references: [submission.id] }),
  datanet: one(datanet, { fields: [contribution.datanetId], references: [datanet.id] }),
  contributorAccount: one(account, { fields: [contribution.contributor], references: [account.address] }),
  credits: many(credit),
}))

export const modelRelations = relations(model, ({ many }) => ({
  versions: many(version),
  terms: many(term),
  batches: many(batch),
}))

export const versionRelations = relations(version, ({ one, many }) => ({
  model: one(model, { fields: [version.modelId], references: [model.id] }),
  changes: many(versionChange),
}))

export const versionChangeRelations = relations(versionChange, ({ one }) => ({
  changed: one(version, {
    fields: [versionChange.modelId, versionChange.version],
    references: [version.modelId, version.number],
  }),
}))

export const termRelations = relations(term, ({ one }) => ({
  model: one(model, { fields: [term.modelId], references: [model.id] }),
}))

export const batchRelations = relations(batch, ({ one, many }) => ({
  model: one(model, { fields: [batch.modelId], references: [model.id] }),
  content: one(batchContent, { fields: [batch.id], references: [batchContent.batchId] }),
  challenge: one(challenge, { fields: [batch.id], references: [challenge.batchId] }),
  inferences: many(inference),
  payouts: many(payout),
  claims: many(claim),
}))

export const challengeRelations = relations(challenge, ({ one }) => ({
  batch: one(batch, { fields: [challenge.batchId], references: [batch.id] }),
}))

export const claimRelations = relations(claim, ({ one }) => ({
  batch: one(batch, { fields: [claim.batchId], references: [batch.id] }),
}))

export const inferenceRelations = relations(inference, ({ one, many }) => ({
  batch: one(batch, { fields: [inference.batchId], references: [batch.id] }),
  model: one(model, { fields: [inference.modelId], references: [model.id] }),
  credits: many(credit),
}))

export const creditRelations = relations(credit, ({ one, many }) => ({
  inference: one(inference, {
    fields: [credit.batchId, credit.inferenceIndex],
    references: [inference.batchId, inference.index],
  }),
  contribution: one(contribution, {
    fields: [credit.submissionId, credit.leafIndex],
    references: [contribution.submissionId, contribution.leafIndex],
  }),
  submission: one(submission, { fields: [credit.submissionId], references: [submission.id] }),
  entries: many(entry),
}))

export const payoutRelations = relations(payout, ({ one, many }) => ({
  batch: one(batch, { fields: [payout.batchId], references: [batch.id] }),
  model: one(model, { fields: [payout.modelId], references: [model.id] }),
  holder: one(account, { fields: [payout.account], references: [account.address] }),
  entries: many(entry),
}))

export const entryRelations = relations(entry, ({ one }) => ({
  payout: one(payout, { fields: [entry.batchId, entry.payoutIndex], references: [payout.batchId, payout.index] }),
  credit: one(credit, {
    fields: [entry.batchId, entry.inferenceIndex, entry.creditIndex],
    references: [credit.batchId, credit.inferenceIndex, credit.index],
  }),
}))

export const accountRelations = relations(account, ({ many }) => ({
  payouts: many(payout),
  contributions: many(contribution),
}))
