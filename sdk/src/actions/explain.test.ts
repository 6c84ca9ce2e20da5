import { ContractFunctionExecutionError, ContractFunctionRevertedError, encodeErrorResult, zeroAddress } from 'viem'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openLedgerErrorsAbi as abi } from '../abis.ts'

beforeEach(() => vi.resetModules())
afterEach(() => vi.doUnmock('../errors/contract/index.ts'))

const attempted = { contract: 'ModelRegistry', functionName: 'model', address: zeroAddress } as const
const refusal = () => {
  const data = encodeErrorResult({ abi, errorName: 'AttributionLedger_BatchOpen', args: [7n, 3n] })
  const revert = new ContractFunctionRevertedError({ abi, data, functionName: 'commit' })
  return new ContractFunctionExecutionError(revert, { abi, functionName: 'commit' })
}

test('default', async () => {
  const { explain } = await import('./explain.ts')
  const { AttributionLedgerBatchOpenError } = await import('../errors/index.ts')
  const error = await explain(refusal(), attempted)
  expect(error).toBeInstanceOf(AttributionLedgerBatchOpenError)
  expect(error).toMatchObject({
    values: { modelId: 7n, openBatch: 3n },
    message: expect.stringContaining('Batch 3 of model 7 is still open'),
  })
})

test('error: what explains a revert cannot be loaded, and nothing of the revert is lost', async () => {
  const gone = new Error('404')
  vi.doMock('../errors/contract/index.ts', () => {
    throw gone
  })
  const { explain } = await import('./explain.ts')
  const { UnexplainedRevertError } = await import('../errors/transaction.ts')
  const error = await explain(refusal(), attempted)
  expect(error).toBeInstanceOf(UnexplainedRevertError)
  expect(error).toMatchObject({
    errorName: 'AttributionLedger_BatchOpen',
    values: { modelId: 7n, openBatch: 3n },
    message:
      'ModelRegistry.model reverted with AttributionLedger_BatchOpen, and what explains it could not be loaded: load the application again, all files of which must be served.',
  })
  expect((error as Error).cause).toMatchObject({ cause: gone })
})
