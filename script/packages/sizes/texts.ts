// Whose words a text has, and their roots, without a chain: everything of texts and trees, and the rule of owners.
export { ownersOf, wordsOf } from '@openledger/sdk/attribution'
export * from '@openledger/sdk/text'
export * from '@openledger/sdk/trees'
