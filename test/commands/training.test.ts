import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fit as train } from 'loopless/runtime'
import { describe, expect, it } from 'vitest'
import { picture } from '../../compiler/commands/training/curve-svg.ts'
import { drawn } from '../../compiler/commands/training/curve-text.ts'
import { panelsOf } from '../../compiler/commands/training/curves.ts'
import { type Asked, settingsOf } from '../../compiler/commands/training/settings.ts'
import { compile } from '../../compiler/compile.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import { sourceOf } from '../../compiler/forms/source.ts'
import type { NetworkSpec } from '../../compiler/forms/spec.ts'
import { readSafetensors } from '../../runtime/safetensors.ts'
import { libraryWith } from '../check/checked.ts'
import * as xor from '../runtime/support/xor.ts'
import { project } from './support/project.ts'

const SPEC = `loopless: 1
network: lamp
data:
  file: data.csv
  inputs: { X: { columns: [a, b] } }
  targets: { Y: { columns: [y] } }
  split: { test: 0.25 }
inputs: { X: [2, m] }
targets: { Y: { shape: [1, m], classes: [off, lit] } }
layers:
  - standardize
  - dropout: 0.2
  - dense: { units: 3, activation: tanh }
  - dense: { units: 1, activation: sigmoid }
loss: binary-cross-entropy
metrics: [binary-accuracy]
training:
  optimizer: { adam: { rate: 0.05 } }
  batch: 4
  epochs: 6
`
const CSV = `a,b,y\n${Array.from({ length: 24 }, (_, i) => `${i % 5},${(i * 7) % 11},${(i % 5) * 2 > (i * 7) % 11 ? 'lit' : 'off'}`).join('\n')}\n`
const WEIGHTS = 'weights/lamp.safetensors'
const CHECKPOINT = 'weights/lamp.checkpoint.safetensors'

const lamp = (rest = '') => project({ 'lamp.yaml': SPEC + rest, 'data.csv': CSV })

describe('loopless train --resume', () => {
  it('goes on after an interruption, to the same bits', async () => {
    const { loopless, path, write } = lamp()
    write({ 'data.csv': `a,b,y\n${CSV.slice('a,b,y\n'.length).repeat(300)}` })
    const words = ['train', 'lamp.yaml', '--epochs', '12']
    const stopped = await loopless(words, {
      meanwhile: (child) => child.stderr?.once('data', () => child.kill('SIGINT')),
    })
    expect(stopped.code).toBe(130)
    const { metadata } = readSafetensors(readFileSync(path(CHECKPOINT)))
    expect(Number(metadata.get('run.step'))).toBeGreaterThan(0)
    const resumed = await loopless([...words, '--resume'])
    expect(resumed.code).toBe(0)
    const bytes = readFileSync(path(WEIGHTS))
    const whole = await loopless([...words, '--out', 'whole.safetensors'])
    expect(readFileSync(path('whole.safetensors'))).toEqual(bytes)
    expect(whole.stdout).toBe(resumed.stdout)
    expect(readFileSync(path('whole.svg'))).toEqual(readFileSync(path('weights/lamp.svg')))
  })

  it('goes on to a later end, and says when there is nothing left to do', async () => {
    const { loopless, path } = lamp('  checkpoints: { iterations: 2 }\n  schedule: { exponential: 0.5 }\n')
    expect((await loopless(['train', 'lamp.yaml', '--log', 'log.jsonl'])).code).toBe(0)
    const six = readFileSync(path(WEIGHTS))
    const again = await loopless(['train', 'lamp.yaml', '--resume'])
    expect(again.stderr).toMatch(/^this run is finished; `--epochs` with a larger number goes on\n/)
    expect(readFileSync(path(WEIGHTS))).toEqual(six)
    await loopless(['train', 'lamp.yaml', '--resume', '--epochs', '9', '--log', 'log.jsonl'])
    await loopless(['train', 'lamp.yaml', '--epochs', '9', '--out', 'nine', '--log', 'whole.jsonl'])
    expect(readFileSync(path('nine'))).toEqual(readFileSync(path(WEIGHTS)))
    const log = (file: string) =>
      readFileSync(path(file), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => ({ ...JSON.parse(line), seconds: 0 }))
    expect(log('log.jsonl')).toEqual(log('whole.jsonl'))
    expect(log('log.jsonl')).toHaveLength(9)
    expect(log('log.jsonl')[8]).toEqual({
      epoch: 9,
      step: 45,
      loss: expect.any(Number),
      validation: { loss: expect.any(Number), binaryAccuracy: expect.any(Number) },
      rate: 0.05 * 0.5 ** 8,
      seconds: 0,
    })
  })

  it('starts from the beginning where there is no checkpoint, and says so', async () => {
    const { loopless } = lamp()
    const { code, stderr } = await loopless(['train', 'lamp.yaml', '--resume'])
    expect(code).toBe(0)
    expect(stderr).toContain(`there is no checkpoint ${CHECKPOINT}: training starts from the beginning\n`)
  })

  it('refuses a checkpoint of another run, and names each difference', async () => {
    const { loopless, write, has } = lamp()
    await loopless(['train', 'lamp.yaml', '--checkpoints', '2'])
    write({
      'data.csv': `${CSV}1,1,lit\n`,
      'lamp.yaml': SPEC.replace('dropout: 0.2', 'dropout: 0.3').replace('seed: 3', 'seed: 4'),
    })
    const words = ['train', 'lamp.yaml', '--resume', '--seed', '7', '--batch', '5', '--rate', '0.5']
    const { code, stdout, stderr } = await loopless([...words, '--out', WEIGHTS])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    const notes = [...stderr.matchAll(/^ +[|=] (.*)$/gm)].map(([, note]) => note).slice(1)
    expect(stderr).toContain(`error[E512]: ${CHECKPOINT} is not of this training\n  --> lamp.yaml:4:9\n`)
    expect(notes).toEqual([
      'examples: 19 here, 18 in the checkpoint',
      'batch: 5 here, 4 in the checkpoint',
      'seed: 7 here, 1 in the checkpoint',
      expect.stringMatching(/^data: [\da-f]{16} here, [\da-f]{16} in the checkpoint$/),
      expect.stringMatching(/^equations: [\da-f]{16} here, [\da-f]{16} in the checkpoint$/),
      'rate: 0.5 here, 0.05 in the checkpoint',
      'help: `--init` takes parameters alone from it, and without `--resume` training starts anew',
    ])
    expect(has(CHECKPOINT)).toBe(true)
  })

  it.each([
    ['weights of another network', 'xor.safetensors', 'does not fit `lamp`'],
    ['no weights at all', 'data.csv', 'is no file of weights'],
  ])('refuses %s', async (_, file, said) => {
    const { loopless, write, path } = lamp()
    const net = await xor.create({ batch: 1 })
    const data = { X: xor.X([[0, 1]]), Y: xor.Y([1]) }
    await train(net, data, {
      iterations: 1,
      checkpoints: { write: (bytes) => write({ 'xor.safetensors': bytes }) },
    })
    write({ [CHECKPOINT]: readFileSync(path(file)) })
    const { code, stderr } = await loopless(['train', 'lamp.yaml', '--resume'])
    expect(code).toBe(1)
    expect(stderr).toContain(`error[E508]: ${CHECKPOINT} ${said}`)
  })

  it('takes parameters alone with --init', async () => {
    const { loopless, path, read } = lamp()
    await loopless(['train', 'lamp.yaml', '--checkpoints', '6'])
    for (const from of [WEIGHTS, CHECKPOINT])
      await loopless(['train', 'lamp.yaml', '--init', from, '--out', `${from}.next`, '--epochs', '2'])
    expect(readFileSync(path(`${WEIGHTS}.next`))).toEqual(readFileSync(path(`${CHECKPOINT}.next`)))
    expect(read(`${WEIGHTS}.next`)).not.toBe(read(WEIGHTS))
  })
})

describe('loopless train', () => {
  it('stops early, with the best parameters', async () => {
    const { loopless } = lamp('  stopping: { patience: 3, monitor: binary-accuracy }\n')
    const { stdout, stderr } = await loopless(['train', 'lamp.yaml', '--epochs', '300', '--log', 'log.jsonl'])
    const [, best] = /^stopped early: nothing better since epoch (\d+)$/m.exec(stderr)!
    expect(stderr).toContain(`the parameters are those of epoch ${best}\n`)
    const { stdout: evaluated } = await loopless(['evaluate', 'lamp.yaml'])
    expect(evaluated.startsWith(stdout.trimEnd())).toBe(true)
  })

  it('watches a metric only on data that are held out', async () => {
    const { loopless, write } = lamp()
    write({
      'lamp.yaml': `${SPEC.replace(/ {2}split.*\n/, '')}  stopping: { patience: 3, monitor: binary-accuracy }\n`,
    })
    const { code, stderr } = await loopless(['train', 'lamp.yaml'])
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /error\[E501\]: `binary-accuracy` is measured on held-out data, and there are none\n +--> lamp\.yaml:20:37/,
    )
  })

  it('takes hyperparameters and batch over the spec', async () => {
    const { loopless, path, write } = lamp()
    await loopless([
      'train',
      'lamp.yaml',
      '--rate',
      '0.5',
      '--set',
      'beta1=.5',
      '--batch',
      'all',
      '--out',
      'told',
    ])
    write({
      'lamp.yaml': SPEC.replace('{ rate: 0.05 }', '{ rate: 0.5, beta1: 0.5 }').replace(
        'batch: 4',
        'batch: all',
      ),
    })
    await loopless(['train', 'lamp.yaml', '--out', 'written'])
    expect(readFileSync(path('told'))).toEqual(readFileSync(path('written')))
  })

  it('is as long as it is told, in updates: a run of the same bits', async () => {
    const { loopless, path, write } = lamp()
    const words = ['train', 'lamp.yaml', '--iterations', '7', '--out', 'told']
    const { stderr } = await loopless([...words, '--checkpoints', '5'])
    expect(stderr).toMatch(/^iteration 7 of 7: /m)
    write({ 'lamp.yaml': SPEC.replace('epochs: 6', 'iterations: 7') })
    await loopless(['train', 'lamp.yaml', '--out', 'written'])
    expect(readFileSync(path('told'))).toEqual(readFileSync(path('written')))
    const again = await loopless([...words, '--resume'])
    expect(again.stderr).toMatch(/^this run is finished; `--iterations` with a larger number goes on\n/)
  })

  it('refuses to begin anew and to go on at once', async () => {
    const words = ['train', 'lamp.yaml', '--init', WEIGHTS, '--resume']
    const { code, stderr } = await lamp().loopless(words)
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error: `--init` begins anew, `--resume` goes on: not both\n',
    })
  })

  const forms = compile(sourceOf('lamp.yaml', SPEC), libraryWith(), new Report())!
  const { check: spec, simplify: program } = forms as Extract<typeof forms, { emit: unknown }>
  it.each<[Asked, string, string?]>([
    [{ set: ['bta1=0.5'] }, '`bta1` is no hyperparameter of this network', 'did you mean `beta1`?'],
    [
      { set: ['x=1'] },
      '`x` is no hyperparameter of this network',
      'it has `rate`, `beta1`, `beta2`, `epsilon`',
    ],
    [{ set: ['beta1'] }, '`--set beta1` says no `name=value`'],
    [{ set: ['beta2=0.5', 'beta1=half'] }, '`beta1` is a number, not `half`'],
    [{ set: ['beta1=1'] }, '`beta1` is in [0, 1), and 1 is not'],
    [{ rate: '' }, '`rate` is a number, not ``'],
  ])('refuses %o', (asked, message, help) => {
    const attempt = () => settingsOf(spec as NetworkSpec, program, 18, asked)
    expect(attempt).toThrow(expect.objectContaining({ exitCode: 2, message, help }))
  })

  it.each<[Asked, object, object]>([
    [{}, { epochs: 6 }, {}],
    [{ iterations: 7 }, { iterations: 7 }, {}],
    [{ iterations: 7, checkpoints: 3 }, { iterations: 7 }, { iterations: 3 }],
    [{ epochs: 2, checkpoints: 3 }, { epochs: 2 }, { epochs: 3 }],
  ])('makes of %o the duration %o and checkpoints every %o', (asked, duration, checkpoints) => {
    expect(settingsOf(spec as NetworkSpec, program, 18, asked)).toMatchObject({ duration, checkpoints })
  })

  it('holds numbers against those that are the ends of their ranges', () => {
    const files = {
      'between.yaml': `loopless: 1
optimizer: between
attributes: { least: { type: number, default: 0.1 }, rate: { type: number, default: 0.2, range: "[least, 1)" } }
update: { parameter: "parameter - maximum(rate / step, least) * gradient" }
`,
    }
    const text = SPEC.replace('network: lamp', 'network: lamp\nwords: [between.yaml]')
    const source = sourceOf('lamp.yaml', text.replace('{ adam: { rate: 0.05 } }', 'between'))
    const own = compile(source, libraryWith(files), new Report())! as Extract<typeof forms, { emit: unknown }>
    const settled = (set: readonly string[]) =>
      settingsOf(own.check as NetworkSpec, own.simplify, 18, { set }).hyperparameters
    expect(settled(['rate=0.5', 'least=0.5'])).toEqual({ rate: 0.5, least: 0.5 })
    const message = '`rate` is in [least, 1), and 0.2 is not'
    expect(() => settled(['least=0.25'])).toThrow(expect.objectContaining({ exitCode: 2, message }))
  })
})

describe('learning curves', () => {
  const epochs = Array.from({ length: 30 }, (_, i) => ({
    epoch: i + 1,
    step: 2 * i + 2,
    loss: 1 / (i + 1),
    validation: { loss: i === 3 ? Number.NaN : 2 / (i + 1), accuracy: 0.5 },
  }))

  it('are a panel for the loss and one for each metric', () => {
    const panels = panelsOf(epochs)
    expect(panels.map(({ title, curves }) => [title, ...curves.map(({ of }) => of)])).toEqual([
      ['loss', 'training', 'held out'],
      ['accuracy', 'held out'],
    ])
    expect(panels[0]!.curves.map(({ points }) => points.length)).toEqual([30, 29])
  })

  it('are drawn as a picture with names for axes and colours', () => {
    const svg = picture('lamp', panelsOf(epochs), 4)
    expect(svg).toBe(picture('lamp', panelsOf(epochs), 4))
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text)
    for (const text of [
      'lamp',
      'loss',
      'accuracy',
      'epoch',
      'training',
      'held out',
      'best, epoch 4',
      '5',
      '30',
    ])
      expect(texts).toContain(text)
    expect(svg.match(/<path /g)).toHaveLength(3)
    expect(picture('lamp', panelsOf(epochs.slice(0, 2)), undefined)).toMatch(/>1<\/text>[\s\S]*>2<\/text>/)
    expect(svg).not.toMatch(/NaN|Infinity/)
    const [, path] = /<path d="M([^"]*)"/.exec(svg)!
    const points = path!.split('L').map((point) => point.split(',').map(Number))
    // Down is up: a loss that falls has growing coordinates.
    expect(points).toHaveLength(30)
    for (const [i, [x, y]] of points.entries())
      if (i > 0) expect(x! > points[i - 1]![0]! && y! > points[i - 1]![1]!).toBe(true)
  })

  it('are drawn in characters', () => {
    const text = drawn(panelsOf(epochs)[0]!)
    expect(text).toContain('loss')
    expect(text).toContain('training')
    expect(text.split('\n').length).toBeLessThan(24)
  })
})

describe('loopless train --workers', () => {
  it('gives the same bits on every run, and leaves no file behind', async () => {
    const { loopless, path } = lamp()
    const train = (...words: string[]) => loopless(['train', 'lamp.yaml', '--workers', '2', ...words])
    const before = temporary()
    expect((await train('--out', 'one.safetensors')).code).toBe(0)
    expect((await train('--out', 'two.safetensors')).code).toBe(0)
    expect(readFileSync(path('one.safetensors'))).toEqual(readFileSync(path('two.safetensors')))
    expect(temporary().filter((folder) => !before.includes(folder) && modulesIn(folder))).toEqual([])
  })

  it('goes on after an interruption, to the same bits, and with no other number', async () => {
    const { loopless, path, write } = lamp()
    write({ 'data.csv': `a,b,y\n${CSV.slice('a,b,y\n'.length).repeat(300)}` })
    const words = ['train', 'lamp.yaml', '--epochs', '12', '--workers']
    const stopped = await loopless([...words, '2'], {
      meanwhile: (child) => child.stderr?.once('data', () => child.kill('SIGINT')),
    })
    expect(stopped.code).toBe(130)
    const other = await loopless([...words, '3', '--resume'])
    expect(other.code).toBe(1)
    expect(other.stderr).toContain('workers: 3 here, 2 in the checkpoint')
    expect((await loopless([...words, '2', '--resume'])).code).toBe(0)
    expect((await loopless([...words, '2', '--out', 'whole.safetensors'])).code).toBe(0)
    expect(readFileSync(path('whole.safetensors'))).toEqual(readFileSync(path(WEIGHTS)))
  })

  it.each([
    ['0', 'a whole number, 1 or more'],
    ['1.5', 'a whole number, 1 or more'],
    ['5', '`--workers 5` are too many for a batch of 4: each needs a column'],
  ])('is wrong usage with %s', async (workers, complaint) => {
    const { loopless } = lamp()
    const { code, stderr } = await loopless(['train', 'lamp.yaml', '--workers', workers])
    expect(code).toBe(2)
    expect(stderr).toContain(complaint)
  })
})

/** Folders that commands may have made. */
function temporary(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith('loopless-'))
}

function modulesIn(folder: string): boolean {
  return existsSync(join(tmpdir(), folder, 'lamp.js'))
}
