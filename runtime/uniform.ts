/* Numbers of random words, for the reference kernels. */

/** A double in [0, 1) from two words: 53 bits. */
export function uniform53(high: number, low: number): number {
  return ((high >>> 5) * 67108864 + (low >>> 6)) * 1.1102230246251565e-16
}

/** A float32 in [0, 1) from one word: 24 bits, the first of `uniform53`'s. */
export function uniform24(high: number): number {
  return (high >>> 8) * 5.9604644775390625e-8
}
