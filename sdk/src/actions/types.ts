import type {
  AbiParameter,
  AbiParameterToPrimitiveType,
  Account,
  Address,
  Chain,
  Log,
  Transport,
  Client as ViemClient,
} from 'viem'
import type { contractNames, openLedgerAbis } from '../abis.ts'
import type { Deployment } from '../deployment.ts'

/** Any viem client, with or without chain and account. */
export type Client = ViemClient<Transport, Chain | undefined, Account | undefined>

export type Abis = typeof openLedgerAbis
export type ContractName = (typeof contractNames)[number]

type Item<contract extends ContractName, type extends string> = Extract<Abis[contract][number], { type: type }>
type Functions<contract extends ContractName> = Item<contract, 'function'>
type Constant = { stateMutability: 'view' | 'pure' }

export type ReadName<contract extends ContractName> = Extract<Functions<contract>, Constant>['name']
export type WriteName<contract extends ContractName> = Exclude<Functions<contract>, Constant>['name']
export type EventName<contract extends ContractName> = Item<contract, 'event'>['name']

export type FunctionItem<contract extends ContractName, name extends string> = Extract<
  Functions<contract>,
  { name: name }
>
export type EventItem<contract extends ContractName, name extends string> = Extract<
  Item<contract, 'event'>,
  { name: name }
>

/** Shows the fields of an intersection or a mapped type as one object. */
export type Compute<type> = { [key in keyof type]: type[key] } & unknown

/** ABI parameters as an object by their names. */
export type Named<parameters extends readonly AbiParameter[], kind extends 'inputs' | 'outputs' = 'inputs'> = {
  [parameter in parameters[number] as parameter['name'] & string]: AbiParameterToPrimitiveType<parameter, kind>
}

/** What a function takes, by the names of its parameters. */
export type Args<contract extends ContractName, name extends string> = Compute<
  Named<FunctionItem<contract, name>['inputs']>
>

type Returned<outputs extends readonly AbiParameter[]> = outputs extends readonly []
  ? undefined
  : outputs extends readonly [infer output extends AbiParameter]
    ? AbiParameterToPrimitiveType<output, 'outputs'>
    : Compute<Named<outputs, 'outputs'>>

/** What a function returns: its only value, or several by their names. */
export type Result<contract extends ContractName, name extends string> = Returned<
  FunctionItem<contract, name>['outputs']
>

/** A contract call as viem's own actions take it (`multicall`, `estimateContractGas`, `sendCalls`). */
export type Call<contract extends ContractName, name extends string> = {
  address: Address
  abi: readonly [FunctionItem<contract, name>]
  functionName: name
  args: CallArgs<FunctionItem<contract, name>['inputs']>
}
type CallArgs<inputs extends readonly AbiParameter[]> = {
  [i in keyof inputs]: AbiParameterToPrimitiveType<inputs[i], 'inputs'>
}

/** What an event says, by the names of its parameters. */
export type EventArgs<contract extends ContractName, event extends EventName<contract>> = Compute<
  Named<EventItem<contract, event>['inputs'], 'outputs'>
>

/** The log of an event, decoded. */
export type EventLog<contract extends ContractName, event extends EventName<contract>> = Log<bigint, number, false> & {
  eventName: event
  args: EventArgs<contract, event>
}

type Indexed<parameters extends readonly AbiParameter[]> = Extract<parameters[number], { indexed: true }>

/** Values of indexed parameters that logs must have: one, or any of a list. */
export type EventFilter<contract extends ContractName, event extends EventName<contract>> = {
  [parameter in Indexed<EventItem<contract, event>['inputs']> as parameter['name'] & string]?:
    | AbiParameterToPrimitiveType<parameter, 'inputs'>
    | readonly AbiParameterToPrimitiveType<parameter, 'inputs'>[]
}

/** What an action takes. */
export type ParametersOf<action extends (client: Client, parameters: never) => unknown> = Parameters<action>[1]

/** What an action's promise gives. */
export type ReturnValueOf<action extends (client: Client, parameters: never) => unknown> = Awaited<ReturnType<action>>

/** Which deployment an action is about. */
export type OfDeployment = {
  /** The deployment: see `parseDeployment`. */
  deployment: Deployment
}
