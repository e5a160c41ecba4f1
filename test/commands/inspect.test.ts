import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './support/built.ts'
import { project } from './support/project.ts'
import { SMALL, WORD, WRONG } from './support/specs.ts'

const digits = join(root, 'specs/models/digits.yaml')

/** An optimizer that no kernel computes alone. */
const ROUGH = `loopless: 1
optimizer: rough
summary: Whatever.
attributes: { rate: { type: number, default: 0.01 } }
update: { parameter: parameter - rate * exp(tanh(gradient)) }
example: rough
`

describe('loopless inspect', () => {
  it('shows layers, parameters, work and memory', async () => {
    const { code, stdout, stderr } = await project({ 'small.yaml': SMALL }).loopless([
      'inspect',
      'small.yaml',
    ])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.split('\n').slice(0, 11)).toEqual([
      'small · float32',
      '',
      'layer  word           output  parameters  multiply-adds',
      '1      dense 3, tanh  (3, m)           9              6',
      '2      dense 1        (1, m)           4              3',
      'total                                 13              9',
      '',
      'memory for a batch of 32, in bytes',
      expect.stringMatching(/^ +planned +without reuse$/),
      expect.stringMatching(/^training +[\d,]+ +[\d,]+$/),
      expect.stringMatching(/^serving +[\d,]+ +[\d,]+$/),
    ])
    expect(stdout).toMatch(/^1 +initialize +uniform/m)
    expect(stdout).toMatch(/^ +forward +affineTanh \(\d\)$/m)
    expect(stdout).toContain('\ngradient-descent updates all parameters in one kernel\n')
  })

  it('tells the terms of a regularization apart, by the parameter of each', async () => {
    const { loopless } = project({ 'small.yaml': `${SMALL.trimEnd()}\nregularization: [l1: 0.1, l2: 0.2]\n` })
    const { code, stdout, stderr } = await loopless(['inspect', 'small.yaml', '--format', 'json'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const names = JSON.parse(stdout).layers.map(({ name, word }: { name: string; word: string }) => [
      name,
      word,
    ])
    expect(names.slice(2)).toEqual([
      ['loss', expect.any(String)],
      ['l1_W1', 'l1 0.1'],
      ['l2_W1', 'l2 0.2'],
      ['l1_W2', 'l1 0.1'],
      ['l2_W2', 'l2 0.2'],
      ['update', expect.any(String)],
    ])
  })

  it('counts as one counts by hand, for the batch that is asked for', async () => {
    const { loopless } = project()
    const { stdout } = await loopless(['inspect', digits, '--batch', '7', '--format', 'json'])
    const facts = JSON.parse(stdout)
    const units = facts.layers
      .filter((layer: { parameters: number }) => layer.parameters > 0)
      .map((layer: { output: string }) => Number(/\d+/.exec(layer.output)![0]))
    const sizes = [64, ...units]
    const products = units.map((unit: number, index: number) => unit * sizes[index]!)
    const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)
    expect(facts.multiplyAdds).toBe(sum(products))
    expect(facts.parameters).toBe(sum(products) + sum(units))
    expect(facts.batch).toBe(7)
    for (const { bytes, bytesWithoutReuse } of facts.memory) expect(bytes).toBeLessThan(bytesWithoutReuse)
  })

  it('counts the bytes that kernels read and write', async () => {
    const { loopless } = project({
      'small.yaml': SMALL,
      'double.yaml': SMALL.replace('inputs:', 'precision: float64\ninputs:'),
    })
    const moved = async (file: string) => {
      const { stdout } = await loopless(['inspect', file, '--batch', '7', '--format', 'json'])
      const { layers, bytesMoved } = JSON.parse(stdout)
      const named = layers.map((layer: { name: string; bytesMoved: object }) => [
        layer.name,
        layer.bytesMoved,
      ])
      return { ...Object.fromEntries(named), total: bytesMoved }
    }
    // Matrices in the order of the calls: what is read, then what is written.
    const forward1 = 3 * 2 + 2 * 7 + 3 + 3 * 7
    const backward1 = 2 * 3 * 7 + 3 * 7 + (3 * 7 + 2 * 7 + 3 * 2 + 3)
    const forward2 = 3 + 3 * 7 + 1 + 7
    const backward2 = 7 + 3 * 7 + 3 + 1 + (3 + 7 + 3 * 7)
    // Difference, its square, sums down and along, the mean; and backwards a multiple of the difference.
    const loss = 3 * 7 + 2 * 7 + 2 * 7 + (7 + 1) + 2 + 2 * 7
    const update = 13 + 13 + 13
    const expected = (bytes: number) => ({
      1: { training: bytes * (forward1 + backward1), predicting: bytes * forward1 },
      2: { training: bytes * (forward2 + backward2), predicting: bytes * forward2 },
      loss: { training: bytes * loss, predicting: 0 },
      update: { training: bytes * update, predicting: 0 },
      total: {
        training: bytes * (forward1 + backward1 + forward2 + backward2 + loss + update),
        predicting: bytes * (forward1 + forward2),
      },
    })
    expect(await moved('small.yaml')).toEqual(expected(4))
    expect(await moved('double.yaml')).toEqual(expected(8))
  })

  it('says in how many kernels the optimizer updates', async () => {
    const by = (optimizer: string) => SMALL.replace('gradient-descent', optimizer)
    const { loopless } = project({
      'adam.yaml': by('adam'),
      'own.yaml': by('rough').replace('layers:', 'words: [rough.yaml]\nlayers:'),
      'rough.yaml': ROUGH,
    })
    const told = async (file: string) =>
      JSON.parse((await loopless(['inspect', file, '--format', 'json'])).stdout).update
    expect(await told('adam.yaml')).toEqual({
      optimizer: 'adam',
      kernels: ['descendByMoments'],
      fused: true,
    })
    expect(await told('own.yaml')).toEqual({
      optimizer: 'rough',
      kernels: ['tanh', 'exp', 'descend'],
      fused: false,
    })
    const { stdout } = await loopless(['inspect', 'own.yaml'])
    expect(stdout).toContain('\nrough updates all parameters in 3 kernels, one after the other\n')
  })

  it('lists sizes of own words that only uses decide', async () => {
    const { loopless } = project({
      'small.yaml': SMALL.replace('layers:', 'words: [halves.yaml]\nlayers:\n  - halves: { width: 2 }'),
      'halves.yaml': WORD.replaceAll('double', 'halves')
        .replace('input:', 'attributes: { width: { type: size } }\ninput:')
        .replace('output: { out: [n, m] }', 'output: { out: [width, m] }')
        .replace('example: halves', 'example: { halves: { width: 2 } }'),
    })
    const { code, stdout } = await loopless(['inspect', 'small.yaml'])
    expect(code).toBe(0)
    expect(stdout).toContain('sizes of own words that each use decides\nlayer halves: ')
  })

  it.each([
    ['a word', ['inspect', 'word.yaml'], 2, 'only networks have layers'],
    ['a network with a mistake', ['inspect', 'wrong.yaml'], 1, 'error[E210]'],
    ['several files', ['inspect', '.'], 2, 'is not one file'],
    ['no batch', ['inspect', 'small.yaml', '--batch', '0'], 2, 'a whole number, 1 or more'],
    ['half a batch', ['inspect', 'small.yaml', '--batch', '1.5'], 2, 'a whole number, 1 or more'],
    ['no spec', ['inspect'], 2, "missing required argument 'spec'"],
  ])('does not inspect %s', async (_, words, expected, said) => {
    const { loopless } = project({ 'word.yaml': WORD, 'wrong.yaml': WRONG, 'small.yaml': SMALL })
    const { code, stdout, stderr } = await loopless(words)
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' })
    expect(stderr).toContain(said)
  })
})
