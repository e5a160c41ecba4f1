/**
 * Rounds to float32, or leaves doubles as they are.
 *
 * One function with a branch, not two: kernels that call two different functions, because a process computes in both
 * precisions, would be compiled to real calls with numbers on the heap, ten times slower.
 */
export function rounding(single: boolean): (x: number) => number {
  return (x) => (single ? Math.fround(x) : x)
}
