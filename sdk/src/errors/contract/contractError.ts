import type { AbiParameterToPrimitiveType } from 'viem'
import type { openLedgerErrorsAbi } from '../../abis.ts'
import { OpenLedgerError } from '../base.ts'

type ErrorItem = (typeof openLedgerErrorsAbi)[number]
export type ContractErrorName = ErrorItem['name']

/** What a contract's error tells, by the names of its parameters. */
export type ContractErrorValues<name extends ContractErrorName> = {
  [parameter in Extract<ErrorItem, { name: name }>['inputs'][number] as parameter['name']]: AbiParameterToPrimitiveType<
    parameter,
    'outputs'
  >
}

/** A contract refused a call. `values` are what its error tells. */
export abstract class ContractError<values extends object = object> extends OpenLedgerError {
  readonly values: values

  constructor(sentence: string, values: values, options?: ErrorOptions) {
    super(sentence, options)
    this.values = values
  }
}

/** The base of an error's class. */
export type ContractErrorBase<name extends ContractErrorName> = {
  readonly errorName: name
  new (values: ContractErrorValues<name>, options?: ErrorOptions): ContractError<ContractErrorValues<name>>
}

/** Makes the base of an error's class: each class is the Solidity error `errorName` with the sentence for people. */
export function contractError<const name extends ContractErrorName>(
  errorName: name,
  sentence: (values: ContractErrorValues<name>) => string,
): ContractErrorBase<name> {
  return class extends ContractError<ContractErrorValues<name>> {
    static readonly errorName: name = errorName

    constructor(values: ContractErrorValues<name>, options?: ErrorOptions) {
      super(sentence(values), values, options)
      // A bundler that shortens names leaves this one.
      this.name = `${errorName.replace('_', '')}Error`
    }
  }
}
