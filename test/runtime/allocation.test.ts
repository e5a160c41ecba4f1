import { execFileSync } from 'node:child_process'
import { build } from 'esbuild'
import { expect, it } from 'vitest'

// In a process of its own, as users run it: what test runners do to modules makes the engine put numbers on the heap.
// The young generation is so large that hardly anything is collected while we measure. Three or four doubles are boxed
// on their way into calls, 16 bytes each; an array or a closure in every call would be many times that.

const measure = `
  import * as centre from './support/centre.ts'
  import { float64 } from 'loopless/runtime/float64'
  const options = process.argv[2] === 'float64' ? { precision: float64 } : {}
  const net = await centre.create({ batch: 5, ...options })
  const X = centre.X([[0, 0], [0, 1], [1, 0], [1, 1]])
  const Y = centre.Y([[0], [1], [1], [0]])
  const trials = []
  for (let trial = 0; trial < 15; trial++) {
    const before = process.memoryUsage().heapUsed
    for (let i = 0; i < 10000; i++) net.step(X, Y)
    trials.push((process.memoryUsage().heapUsed - before) / 10000)
  }
  console.log(Math.min(...trials.filter((bytes) => bytes >= 0)))
`

it.each(['float32', 'float64'])('a step in %s allocates next to nothing', async (precision) => {
  const { outputFiles } = await build({
    stdin: { contents: measure, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    conditions: ['loopless-source'],
  })
  const flags = ['--min-semi-space-size=64', '--max-semi-space-size=64', '--input-type=module']
  const bytes = execFileSync(process.execPath, [...flags, '-', precision], { input: outputFiles[0]!.text })
  expect(Number(bytes)).toBeLessThan(100)
})
