import { BatchTree } from '../../abis.ts'
import { contractError } from './contractError.ts'
import { member } from './format.ts'

export class TreeProofsBadPathError extends contractError(
  'TreeProofs_BadPath',
  () =>
    'The nodes or leaves shown are not in their places in the tree: show those over leaves below its count, with all siblings and declared sums up to the root.',
) {}

export class TreeProofsBadPreimageError extends contractError(
  'TreeProofs_BadPreimage',
  () => "The bytes are not what the node's hash was made of: show those, for a leaf's own sum as the leaf has them.",
) {}

export class TreeProofsWellFormedError extends contractError(
  'TreeProofs_WellFormed',
  () => 'The node is well-formed: the batch is right about it.',
) {}

export class TreeProofsSumsAgreeError extends contractError(
  'TreeProofs_SumsAgree',
  () => 'The sums along the path add up and nothing stands beyond the last leaf: the batch is right about them.',
) {}

export class TreeProofsCountsAgreeError extends contractError(
  'TreeProofs_CountsAgree',
  () => 'The numbers of credits or entries follow from each other there: the batch is right about them.',
) {}

export class TreeProofsAscendingError extends contractError(
  'TreeProofs_Ascending',
  () => 'The leaves shown stand in order: the batch is right about them.',
) {}

export class TreeProofsWrongTreeError extends contractError(
  'TreeProofs_WrongTree',
  ({ tree }) => `The evidence is not about the tree of ${member(BatchTree, tree)}: name one that it can be about.`,
) {}
