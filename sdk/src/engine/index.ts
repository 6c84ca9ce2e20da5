// The attribution engine, for Node: what touches files, workers and databases.
export * from './hashing/index.ts'
