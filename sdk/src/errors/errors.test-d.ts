// Checked by the compiler in `npm run check`: an error's values are those that its contract declares.
import type { Address } from 'viem'
import { expectTypeOf } from 'vitest'
import { AttributionLedgerNotOperatorError, type ContractError, OpenLedgerError } from './index.ts'

declare const thrown: unknown

export function caught() {
  if (!(thrown instanceof OpenLedgerError)) return
  expectTypeOf(thrown.message).toEqualTypeOf<string>()
  expectTypeOf(thrown.cause).toEqualTypeOf<unknown>()
  if (thrown instanceof AttributionLedgerNotOperatorError) {
    expectTypeOf(thrown).toExtend<ContractError>()
    expectTypeOf(thrown.values).toEqualTypeOf<{ modelId: bigint; term: bigint; caller: Address }>()
    // @ts-expect-error: the error has no such value
    thrown.values.batchId
  }
}

expectTypeOf(AttributionLedgerNotOperatorError.errorName).toEqualTypeOf<'AttributionLedger_NotOperator'>()
