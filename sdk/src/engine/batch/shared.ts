/** What workers make of a batch together: memory that all of them see. */
export type Shared = {
  /** By inference its leaf's hash, 32 bytes, and its data fee, 4 words of 32 bits. */
  inferenceHashes: Uint8Array<SharedArrayBuffer>
  inferenceSums: Uint32Array<SharedArrayBuffer>
  /** By credit of the batch its inference, and its place there. */
  creditInference: Uint32Array<SharedArrayBuffer>
  creditPlace: Uint32Array<SharedArrayBuffer>
  /**
   * Entries by slots: credit c has the slot 2c for its contributor and 2c + 1 for its reserve. By slot one more than the
   * account's number, 0 where there is no entry, and the amount, 4 words of 32 bits.
   */
  slotAccount: Uint32Array<SharedArrayBuffer>
  slotAmount: Uint32Array<SharedArrayBuffer>
}

export function createShared(inferences: number, credits: number): Shared {
  return {
    inferenceHashes: new Uint8Array(new SharedArrayBuffer(32 * inferences)),
    inferenceSums: words(4 * inferences),
    creditInference: words(credits),
    creditPlace: words(credits),
    slotAccount: words(2 * credits),
    slotAmount: words(8 * credits),
  }
}

export function words(count: number): Uint32Array<SharedArrayBuffer> {
  return new Uint32Array(new SharedArrayBuffer(4 * count))
}
