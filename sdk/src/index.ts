export {
  AttributionRule,
  BatchStatus,
  EvidenceKind,
  FalseCreditReason,
  Standing,
  SubmissionStatus,
} from './abis.ts'
export * from './actions/index.ts'
export * from './attribution/index.ts'
export * from './content/index.ts'
export * from './deployment.ts'
export * from './errors/index.ts'
export * from './payment/index.ts'
export * from './text/index.ts'
export * from './trees/index.ts'
