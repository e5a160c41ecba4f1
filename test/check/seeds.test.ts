import { describe, expect, it } from 'vitest'
import { MOST } from '../../compiler/2-check/schemas/schema.ts'
import { sourceOf } from '../../compiler/forms/source.ts'
import { compiled } from '../support/compiled.ts'
import { loaded } from '../support/loaded.ts'
import { complaints } from './checked.ts'

const spec = (seed: number | string) => `loopless: 1
network: small
inputs: { X: [2, m] }
targets: { Y: [1, m] }
layers: [{ dense: 1 }]
loss: squared-error
training: { optimizer: adam, batch: 3, seed: ${seed} }
`

interface Module {
  create(options: { readonly batch: number; readonly seed: number }): Promise<unknown>
}

describe('a seed', () => {
  it.each([[0], [MOST]])('of %d is one for specs and for the runtime', async (seed) => {
    expect(complaints(spec(seed))).toBe('')
    const { create } = await loaded<Module>(compiled(sourceOf('spec.yaml', spec(seed))))
    await create({ batch: 3, seed })
  })

  it.each([[MOST + 1], [-1], [1.5], [1e300]])('of %d is none for either', async (seed) => {
    expect(complaints(spec(seed))).toContain(`\`seed\` is a whole number from 0 to ${MOST}, not \`${seed}\``)
    const { create } = await loaded<Module>(compiled(sourceOf('spec.yaml', spec(1))))
    await expect(create({ batch: 3, seed })).rejects.toThrow(`seed must be a whole number from 0 to ${MOST}`)
  })
})
