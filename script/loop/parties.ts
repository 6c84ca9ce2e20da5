import { keccak256, type PrivateKeyAccount, stringToBytes } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

/**
 * Who takes part in the loop. Keys are derived from names, so that every run has the same accounts: for a local chain
 * and nothing else.
 */

/** The account of a package's author. */
export function authorAccount(name: string): PrivateKeyAccount {
  return accountOf('author', name)
}

/** Anvil's first account, which deploys and holds the faucet's OPEN. Not a secret: it is the same everywhere. */
export const FAUCET = privateKeyToAccount('0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80')

export const curator = accountOf('role', 'curator')
export const validators = [1, 2, 3].map((number) => accountOf('role', `validator ${number}`))
export const modelOwner = accountOf('role', 'model owner')
export const operator = accountOf('role', 'operator')
export const receiptKey = accountOf('role', 'receipt key')
export const payers = [1, 2, 3, 4].map((number) => accountOf('role', `payer ${number}`))
export const watcher = accountOf('role', 'watcher')
/** Submits other people's pages again. */
export const copier = accountOf('role', 'copier')
/** Runs a model of its own, has copied pages too, and pays itself. */
export const dishonest = accountOf('role', 'dishonest operator')
export const dishonestReceiptKey = accountOf('role', "dishonest operator's receipt key")
export const dishonestPayer = accountOf('role', "dishonest operator's payer")

/** Everybody but the authors. */
export const roles = {
  curator,
  'validator 1': validators[0]!,
  'validator 2': validators[1]!,
  'validator 3': validators[2]!,
  'model owner': modelOwner,
  operator,
  'payer 1': payers[0]!,
  'payer 2': payers[1]!,
  'payer 3': payers[2]!,
  'payer 4': payers[3]!,
  watcher,
  copier,
  'dishonest operator': dishonest,
  "dishonest operator's payer": dishonestPayer,
}

function accountOf(kind: 'author' | 'role', name: string): PrivateKeyAccount {
  return privateKeyToAccount(privateKeyOf(kind, name))
}

/** The private key behind a name. */
export function privateKeyOf(kind: 'author' | 'role', name: string) {
  return keccak256(stringToBytes(`openledger local ${kind}: ${name}`))
}
