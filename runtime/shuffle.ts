import { threefry } from './random.ts'

/** Keeps these draws apart from a network's own streams. */
const STREAM = 0x73687566

/**
 * Puts the numbers 0 … n − 1 into an order that depends on seed and epoch alone (Fisher–Yates). A place is chosen
 * among k by ⌊k · u⌋ with u of 32 bits, so that no place is favoured by more than k · 2⁻³².
 */
export function shuffle(order: Uint32Array, seed: number, epoch: number): void {
  const words = new Uint32Array(2)
  for (let i = 0; i < order.length; i++) order[i] = i
  for (let i = order.length - 1; i > 0; i--) {
    threefry(seed, STREAM, epoch, i, words)
    const j = Math.floor((words[0]! * (i + 1)) / 2 ** 32)
    const kept = order[i]!
    order[i] = order[j]!
    order[j] = kept
  }
}
