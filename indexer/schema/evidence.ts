/** Why a batch is void: the kinds of evidence in the order of `EvidenceKind`, and the two ways besides. */
export const evidenceKinds = [
  'false_credit',
  'earlier_source',
  'malformed_list',
  'not_canonical',
  'malformed_leaf',
  'wrong_sum',
  'wrong_count',
  'unsorted',
  'wrong_version',
  'broken_receipt',
  'unbacked',
  'wrong_entry',
  'missing_entry',
  'unanswered_demand',
  'upheld_escalation',
] as const
