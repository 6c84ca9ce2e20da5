import { type Address, type Hex, hexToBigInt, isHex, recoverAddress, slice } from 'viem'
import { OpenLedgerError } from '../errors/base.ts'

/** Half of the order of secp256k1: of the two signatures that fit a digest the chain takes the one with the lower s. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/** A signature that the chain would refuse, whoever made it. */
export class MalformedSignatureError extends OpenLedgerError {
  constructor(reason: string, options?: ErrorOptions) {
    super(`The signature ${reason}: sign with plain ECDSA (65 bytes: r, s, v) once more.`, options)
  }
}

/**
 * Whose key signed a digest, by the rules that the contracts apply: 65 bytes, the lower s, v of 27 or 28.
 * @throws MalformedSignatureError when the contracts would take the signature for nobody's
 */
export async function recoverPlain(digest: Hex, signature: Hex): Promise<Address> {
  if (!isHex(signature) || signature.length !== 132) throw new MalformedSignatureError('is not 65 bytes long')
  if (hexToBigInt(slice(signature, 32, 64)) > HALF_ORDER) throw new MalformedSignatureError('has the higher s')
  const v = Number(slice(signature, 64))
  if (v !== 27 && v !== 28) throw new MalformedSignatureError(`ends in ${v} instead of 27 or 28`)
  try {
    return await recoverAddress({ hash: digest, signature })
  } catch (cause) {
    throw new MalformedSignatureError("is nobody's", { cause })
  }
}
