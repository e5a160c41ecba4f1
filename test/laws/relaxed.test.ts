import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'
import { bundled } from '../support/bundle.ts'
import type { Comparison } from '../support/relaxed.ts'

/** Node 20 has relaxed SIMD for those who ask. */
const flags = process.version.startsWith('v20.') ? ['--experimental-wasm-relaxed-simd'] : []

const compared = async (...options: readonly string[]): Promise<Comparison> =>
  JSON.parse(
    execFileSync(process.execPath, [...options, '--input-type=module', '-'], {
      input: await bundled('test/support/relaxed.ts'),
      encoding: 'utf8',
    }),
  )

it('products with relaxed SIMD are as near as their rounding, and not the same', async () => {
  const { engine, worst, spilt, elements, different } = await compared(...flags)
  expect(engine).toBe('relaxed simd')
  expect(spilt).toBe(0)
  // Each of k terms is rounded once instead of twice, each partial sum is at most 4k.
  expect(worst).toBeLessThan(1)
  expect(different).toBeGreaterThan(elements / 4)
  expect(different).toBeLessThan(elements)
})

it.runIf(flags.length > 0)('where the engine has none, it is the strict kernels, quietly', async () => {
  expect(await compared()).toMatchObject({ engine: 'simd', worst: 0, different: 0 })
})
