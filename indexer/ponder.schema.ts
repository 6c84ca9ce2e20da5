// The tables that Ponder fills from events. What is read from the content store stands in schema/content.ts.
export * from './schema/attribution.ts'
export * from './schema/datanet.ts'
export * from './schema/model.ts'
export * from './schema/payment.ts'
export * from './schema/stake.ts'
