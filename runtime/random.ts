/*
 * Random numbers without a state: each is a function of where it is used. The same draw comes out whatever was drawn
 * before, however a batch is split and in whatever order its elements are visited.
 */

const PARITY = 0x1bd11bda

/**
 * Threefry-2×32 with 20 rounds: mixes a counter of two words under a key of two words into two random words.
 *
 * Source: Salmon, Moraes, Dror & Shaw, *Parallel random numbers: as easy as 1, 2, 3*, SC 2011.
 *
 * @param into receives the two words, unsigned
 */
export function threefry(
  key0: number,
  key1: number,
  counter0: number,
  counter1: number,
  into: Uint32Array,
): void {
  const key2 = PARITY ^ key0 ^ key1
  let x = (counter0 + key0) | 0
  let y = (counter1 + key1) | 0

  x = (x + y) | 0
  y = rotated(y, 13) ^ x
  x = (x + y) | 0
  y = rotated(y, 15) ^ x
  x = (x + y) | 0
  y = rotated(y, 26) ^ x
  x = (x + y) | 0
  y = rotated(y, 6) ^ x
  x = (x + key1) | 0
  y = (y + key2 + 1) | 0

  x = (x + y) | 0
  y = rotated(y, 17) ^ x
  x = (x + y) | 0
  y = rotated(y, 29) ^ x
  x = (x + y) | 0
  y = rotated(y, 16) ^ x
  x = (x + y) | 0
  y = rotated(y, 24) ^ x
  x = (x + key2) | 0
  y = (y + key0 + 2) | 0

  x = (x + y) | 0
  y = rotated(y, 13) ^ x
  x = (x + y) | 0
  y = rotated(y, 15) ^ x
  x = (x + y) | 0
  y = rotated(y, 26) ^ x
  x = (x + y) | 0
  y = rotated(y, 6) ^ x
  x = (x + key0) | 0
  y = (y + key1 + 3) | 0

  x = (x + y) | 0
  y = rotated(y, 17) ^ x
  x = (x + y) | 0
  y = rotated(y, 29) ^ x
  x = (x + y) | 0
  y = rotated(y, 16) ^ x
  x = (x + y) | 0
  y = rotated(y, 24) ^ x
  x = (x + key1) | 0
  y = (y + key2 + 4) | 0

  x = (x + y) | 0
  y = rotated(y, 13) ^ x
  x = (x + y) | 0
  y = rotated(y, 15) ^ x
  x = (x + y) | 0
  y = rotated(y, 26) ^ x
  x = (x + y) | 0
  y = rotated(y, 6) ^ x
  x = (x + key2) | 0
  y = (y + key0 + 5) | 0

  into[0] = x
  into[1] = y
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}
