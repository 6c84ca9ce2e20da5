// A page as an application has it, bundled by Vite: what asks a model, and text roots.
import { AttributionLedgerNotOperatorError } from '@openledger/sdk'
import { model, payment } from '@openledger/sdk/actions'
import { canonicalise, textRoot } from '@openledger/sdk/text'

/** The root of a text as a person writes it. */
export const rootOf = (text: string) => textRoot(new TextEncoder().encode(canonicalise(text)))

export const actions = { getModel: model.getModel, getTerm: model.getTerm, fund: payment.fundSync }

export const refusal = new AttributionLedgerNotOperatorError({
  modelId: 1n,
  term: 2n,
  caller: '0x00000000000000000000000000000000000000aa',
})
