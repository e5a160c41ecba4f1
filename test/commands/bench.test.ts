import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './support/built.ts'
import { project } from './support/project.ts'
import { SMALL, WORD, WRONG } from './support/specs.ts'

const digits = join(root, 'specs/models/digits.yaml')
const chain = join(root, 'specs/models/chain-rule.yaml')
const QUICK = ['--seconds', '0.02']

interface Run {
  readonly run: string
  readonly batch: number
  readonly seconds: number
  readonly examplesPerSecond: number
  readonly multiplyAdds: number
  readonly gigaflops: number
  readonly kernels: readonly {
    readonly kernel: string
    readonly calls: number
    readonly seconds: number
    readonly share: number
  }[]
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0)

describe('loopless bench', () => {
  it('measures training, and predicting of a batch and of one example', async () => {
    const { code, stdout, stderr } = await project({ 'small.yaml': SMALL }).loopless([
      'bench',
      'small.yaml',
      ...['--batch', '7'],
      ...QUICK,
    ])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const lines = stdout.split('\n')
    expect(lines.slice(0, 3)).toEqual([
      'small · float32',
      '',
      expect.stringMatching(/^ +median +examples per second +multiply-adds +GFLOP\/s$/),
    ])
    // Forwards 7·(6 + 3), both weight gradients, and one gradient on its way back.
    expect(lines[3]).toMatch(/^training, batch 7 +[\d.]+ .?s +[\d,]+ +147 +[\d.e-]+$/)
    expect(lines[4]).toMatch(/^predicting, batch 7 +[\d.]+ .?s +[\d,]+ +63 +[\d.e-]+$/)
    expect(lines[5]).toMatch(/^predicting, batch 1 +[\d.]+ .?s +[\d,]+ +9 +[\d.e-]+$/)
    expect(stdout).toMatch(/^affineTanh +1× +[\d.]+ .?s +[\d.]+ %$/m)
  })

  it('gives figures that belong together', async () => {
    const { loopless } = project()
    const { stdout } = await loopless(['bench', digits, '--batch', '5', '--format', 'json', ...QUICK])
    const { network, precision, runs } = JSON.parse(stdout) as {
      readonly network: string
      readonly precision: string
      readonly runs: readonly Run[]
    }
    expect({ network, precision }).toEqual({ network: 'digits', precision: 'float32' })
    expect(runs.map(({ run, batch }) => [run, batch])).toEqual([
      ['training', 5],
      ['predicting', 5],
      ['predicting', 1],
    ])
    for (const { batch, seconds, examplesPerSecond, multiplyAdds, gigaflops, kernels } of runs) {
      expect(seconds).toBeGreaterThan(0)
      expect(examplesPerSecond).toBeCloseTo(batch / seconds, 5)
      expect(gigaflops).toBeCloseTo((2e-9 * multiplyAdds) / seconds, 9)
      expect(sum(kernels.map(({ share }) => share))).toBeCloseTo(1, 9)
      expect(kernels.map((each) => each.seconds)).toEqual(
        kernels.map((each) => each.seconds).toSorted((a, b) => b - a),
      )
    }
    const inspected = JSON.parse((await loopless(['inspect', digits, '--format', 'json'])).stdout)
    expect(runs[2]!.multiplyAdds).toBe(inspected.multiplyAdds)
    expect(runs[1]!.multiplyAdds).toBe(5 * inspected.multiplyAdds)
    // The calls that `inspect` lists, each once in a step.
    const listed = new Map<string, number>()
    for (const { kernels } of inspected.layers)
      for (const { kernel, phase } of kernels)
        if (['forward', 'backward', 'update'].includes(phase))
          listed.set(kernel, (listed.get(kernel) ?? 0) + 1)
    expect(Object.fromEntries(runs[0]!.kernels.map(({ kernel, calls }) => [kernel, calls]))).toEqual(
      Object.fromEntries(listed),
    )
  })

  it('measures one example as `inspect` says that it is predicted', async () => {
    const { loopless } = project()
    for (const [spec, form] of [
      [join(root, 'specs/models/xor.yaml'), 'scalars'],
      [digits, 'kernels'],
    ] as const) {
      const { code } = JSON.parse((await loopless(['inspect', spec, '--format', 'json'])).stdout)
      expect(code.one.form).toBe(form)
      const words = ['bench', spec, '--format', 'json', ...QUICK]
      const { runs } = JSON.parse((await loopless(words)).stdout) as { readonly runs: readonly Run[] }
      const [, batch, one] = runs
      expect([batch!.batch > 1, one!.batch]).toEqual([true, 1])
      expect(batch!.kernels.length).toBeGreaterThan(0)
      // Scalar code calls no kernel.
      expect(one!.kernels.length > 0).toBe(form === 'kernels')
      expect(one!.seconds).toBeGreaterThan(0)
    }
  })

  it('takes the batch that the spec has, unless it is told another', async () => {
    const { loopless } = project({
      'own.yaml': SMALL.replace('epochs: 10', 'batch: 3\n  epochs: 10'),
    })
    const batches = async (words: readonly string[]) =>
      JSON.parse((await loopless(['bench', ...words, '--format', 'json', ...QUICK])).stdout).runs.map(
        ({ batch }: Run) => batch,
      )
    expect(await batches(['own.yaml'])).toEqual([3, 3, 1])
    expect(await batches(['own.yaml', '--batch', '1'])).toEqual([1, 1])
  })

  it.each([
    ['a word', ['bench', 'word.yaml'], 2, 'only networks are trained'],
    ['equations', ['bench', chain], 1, 'is written as equations'],
    ['a network with a mistake', ['bench', 'wrong.yaml'], 1, 'error[E210]'],
    ['a network without a loss', ['bench', 'aimless.yaml'], 1, 'has no `loss:`'],
    ['no batch', ['bench', 'small.yaml', '--batch', '0'], 2, 'a whole number, 1 or more'],
    ['no time', ['bench', 'small.yaml', '--seconds', '0'], 2, 'a number above 0'],
  ])('does not measure %s', async (_, words, expected, said) => {
    const { loopless } = project({
      'word.yaml': WORD,
      'wrong.yaml': WRONG,
      'small.yaml': SMALL,
      'aimless.yaml': SMALL.replace(/targets.*\n/, '').replace(/loss:[\s\S]*/, ''),
    })
    const { code, stdout, stderr } = await loopless(words)
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' })
    expect(stderr).toContain(said)
  })
})
