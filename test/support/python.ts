import { spawnSync } from 'node:child_process'

const environment = { ...process.env }
// They name another processor to numpy's library than the one it runs on.
for (const name of ['OPENBLAS_CORETYPE', 'OPENBLAS_L2_SIZE']) delete environment[name]

/** Runs Debian's Python, the one that has the peers, from the root of the project. */
export const python = (words: readonly string[], input = '') =>
  spawnSync('/usr/bin/python3', words, { input, encoding: 'utf8', env: environment, maxBuffer: 2 ** 28 })

/** Whether a module is installed for it. */
export const hasPython = (module: string): boolean => python(['-c', `import ${module}`]).status === 0

/** The largest difference, relative to the largest of what was wanted. */
export function deviation(found: readonly number[], wanted: readonly number[]): number {
  if (found.length !== wanted.length) return Number.POSITIVE_INFINITY
  const largest = Math.max(...wanted.map(Math.abs), 1e-3)
  // A plain maximum would let NaN pass for a comparison with a tolerance.
  return found.reduce((worst, value, at) => {
    const gap = Math.abs(value - wanted[at]!) / largest
    return Number.isNaN(gap) ? Number.POSITIVE_INFINITY : Math.max(worst, gap)
  }, 0)
}
