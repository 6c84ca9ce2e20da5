import { EvidenceKind } from '../../src/abis.ts'

/** The kinds that evidence has; a batch is void for two reasons besides, which are no evidence. */
export const kindsOfEvidence = Object.keys(EvidenceKind).filter(
  (kind) => !['None', 'UnansweredDemand', 'UpheldEscalation'].includes(kind),
)
