import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundled } from '../support/bundle.ts'
import type { Bytes } from '../support/bytes-of-steps.ts'

const root = resolve(import.meta.dirname, '../..')

async function bytesOfSteps(
  network: 'planar' | 'digits' | 'xor',
  kernels: 'float32' | 'float64' | 'idle',
): Promise<Bytes> {
  // So much room that nothing is collected while we measure.
  const flags = ['--expose-gc', '--min-semi-space-size=64', '--max-semi-space-size=64', '--input-type=module']
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '-', network, kernels], {
    cwd: root,
    input: await bundled('test/support/bytes-of-steps.ts'),
    encoding: 'utf8',
  })
  if (stderr !== '') throw new Error(stderr)
  return JSON.parse(stdout)
}

describe('training', { timeout: 60_000 }, () => {
  it.each(['float32', 'float64'] as const)('in %s leaves less than 64 KB behind', async (kernels) => {
    expect((await bytesOfSteps('planar', kernels)).left).toBeLessThan(65_536)
  })

  // Kernels in plain TypeScript box the numbers that they hand to each other. Generated code has nothing to box.
  it('allocates nothing outside the kernels, not even for a moment', async () => {
    expect((await bytesOfSteps('planar', 'idle')).perStep).toBeLessThan(1)
  })

  // Adam's call takes numbers that change with every step; a number on its way into a call may take 16 bytes.
  it('allocates no more than the numbers that an optimizer asks for', async () => {
    expect((await bytesOfSteps('digits', 'idle')).perStep).toBeLessThan(5 * 16)
  })

  // The loss that a step returns is a number, which may take 16 bytes.
  it.each(['float32', 'float64'] as const)(
    'in scalar code and %s allocates the loss and no more',
    async (kernels) => {
      const { left, perStep } = await bytesOfSteps('xor', kernels)
      expect(left).toBeLessThan(65_536)
      expect(perStep).toBeLessThan(17)
    },
  )
})
