// The attribution engine, for Node: what touches files, workers and databases.
export { attribute, attributeSync } from './attribute.ts'
export * from './batch/index.ts'
export * from './duplicates/index.ts'
export * from './hashing/index.ts'
export * from './windows/index.ts'
