import { describe, expect, it } from 'vitest'
import { project } from './support/project.ts'

const SPEC = `loopless: 1
network: steep
data:
  file: data.csv
  inputs: { X: { columns: [a, b] } }
  targets: { Y: { columns: [y] } }
inputs: { X: [2, m] }
targets: { Y: [1, m] }
layers:
  - dropout: 0.25
  - dense: { units: 3, activation: tanh }
  - dense: 1
loss: squared-error
training:
  optimizer: { momentum: { rate: 3.0e+6 } }
  batch: 2
  epochs: 40
`
const CSV = 'a,b,y\n1,2,3\n2,1,3\n0,1,1\n3,-1,2\n5,1,4\n'

const steep = () => project({ 'steep.yaml': SPEC, 'data.csv': CSV })

describe('loopless debug', () => {
  it('names the first value that is not finite, where train told it to look', async () => {
    const { loopless } = steep()
    const trained = await loopless(['train', 'steep.yaml', '--set', 'beta=0.5'])
    const [, words, step] = /`loopless (debug steep\.yaml --step (\d+) --set beta=0\.5)` names/.exec(
      trained.stderr,
    )!
    const { code, stdout, stderr } = await loopless(words!.split(' '))
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(
      new RegExp(`error\\[E513\\]: \`.+\` is not finite in step (${step}|${Number(step) - 1}): `),
    )
    expect(stderr).toMatch(/--> steep\.yaml:1[0-5]:\d+/)
    expect(stderr).toMatch(/^ +\| +\^+ (forward|backward|update), /m)
    expect(stderr).toMatch(/ = .+ \([\d, ]*\): (-?[\d.e+-]+|nothing finite)/)
    const earlier = await loopless(['debug', 'steep.yaml', '--step', '1', '--set', 'beta=0.5'])
    expect(earlier.code).toBe(0)
    expect(earlier.stdout).toMatch(
      /^all \d+ values of step 1 \(epoch 1\) are finite: `steep`, by what each operation means, each value rounded to float32\n$/,
    )
  })

  it('looks at the step before, where a step begins with what is lost', async () => {
    const { loopless, write } = steep()
    // No loss shows that the last update of all made numbers that are too large.
    write({
      'steep.yaml': SPEC.replace('3.0e+6', '1.0e+37').replace('epochs: 40', 'iterations: 1'),
      'data.csv': 'a,b,y\n100,1,1000\n100,2,1000\n',
    })
    const { stderr } = await loopless(['train', 'steep.yaml'])
    expect(stderr).toContain('error[E509]: the loss is NaN in step 1')
    for (const step of ['1', '2']) {
      const debugged = await loopless(['debug', 'steep.yaml', '--step', step])
      expect(debugged.stderr).toMatch(/error\[E513\]: `.+` is not finite in step 1: /)
      expect(debugged.stderr).toContain('update, ')
    }
  })

  it('begins where a checkpoint was written', async () => {
    const { loopless, write } = steep()
    write({ 'steep.yaml': SPEC.replace('3.0e+6', '0.01') })
    await loopless(['train', 'steep.yaml', '--epochs', '4', '--checkpoints', '2', '--out', 'w'])
    const at = (step: string) =>
      loopless(['debug', 'steep.yaml', '--step', step, '--checkpoint', 'w.checkpoint.safetensors'])
    expect((await at('14')).stdout).toMatch(/^all \d+ values of step 14 \(epoch 5\) are finite/)
    expect(await at('12')).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: w.checkpoint.safetensors is of step 12 already\n',
    })
  })
})
