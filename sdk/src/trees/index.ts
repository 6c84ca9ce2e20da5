export { emptyPreimages, emptySubtree, openSumTree, openTree } from './preimages.ts'
export { levelLength, treeDepth } from './shape.ts'
export {
  buildSumTree,
  hashSumLeaf,
  type SumLeaf,
  type SumNode,
  type SumSiblings,
  type SumTree,
  type SumTreeProof,
  sumTreeProof,
  sumTreeRoot,
  sumTreeTotal,
  verifySumTreeProof,
} from './sumTree.ts'
export {
  buildTree,
  hashLeaf,
  type Tree,
  type TreeProof,
  treeProof,
  treeRoot,
  treeRootOfProof,
  verifyTreeProof,
  ZERO_HASH,
} from './tree.ts'
