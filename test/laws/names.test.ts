import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { render } from '../../compiler/9-emit/render.ts'
import { type TypeMistake, typeMistakesIn } from '../../compiler/commands/proving/sizes.ts'
import { compile } from '../../compiler/compile.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import { sourceOf } from '../../compiler/forms/source.ts'
import { libraryWith } from '../support/compiled.ts'

/** Everything that a user names in one network of layers. */
const NAMED = {
  network: 'cat',
  input: 'X',
  other: 'V',
  target: 'Y',
  layer: 'mine',
  arriving: 'A',
  parameter: 'W',
  fitted: 'f',
  value: 'Z',
  attribute: 'rate',
  state: 'v',
  memory: 'seen',
  number: 'mu',
  metric: 'gap',
  difference: 'd',
}

type Names = typeof NAMED

interface Case {
  readonly title: string
  readonly text: string
  readonly files: Readonly<Record<string, string>>
}

function stack(names: Partial<Names>, batch: string): Case {
  const n: Names = { ...NAMED, ...names }
  return {
    title: `layers, batch ${batch}, ${JSON.stringify(names)}`,
    text: `loopless: 1
network: ${n.network}
words: [both.yaml, slow.yaml, measure.yaml]
data:
  file: a.csv
  inputs: { ${n.input}: { columns: [a, b, c] }, ${n.other}: { columns: [{ d: [p, q] }] } }
  targets: { ${n.target}: { column: kind } }
inputs: { ${n.input}: [3, ${batch}], ${n.other}: [2, ${batch}] }
targets: { ${n.target}: { shape: [1, ${batch}], classes: [no, yes] } }
layers:
  - both: 4
    from: [${n.input}, ${n.other}]
    as: ${n.layer}
  - dense: { units: 5, activation: tanh }
  - dense: { units: 1, activation: sigmoid }
loss: binary-cross-entropy
metrics: [binary-accuracy, ${n.metric}]
training:
  optimizer: { slow: 0.1 }
  ${batch === 'm' ? 'batch: 4\n  ' : ''}iterations: 3
`,
    files: {
      'both.yaml': `loopless: 1
layer: both
summary: Two inputs, one of them centred.
attributes: { units: { type: size } }
input: { ${n.arriving}: [n, m], B: [k, m] }
parameters:
  ${n.parameter}: { shape: [units, n], initial: glorot-uniform }
  U: { shape: [units, k], initial: glorot-uniform }
fitted:
  ${n.fitted}: { shape: [n, 1], equation: "mean(${n.arriving}, over=m)" }
equations:
  ${n.value}: "${n.parameter} @ (${n.arriving} - ${n.fitted}) + U @ B"
  out: tanh(${n.value})
output: { out: [units, m] }
example: { both: 3 }
`,
      'slow.yaml': `loopless: 1
optimizer: slow
summary: Momentum that fades.
attributes: { ${n.attribute}: { type: number, default: 0.1 } }
state: { ${n.state}: zeros, ${n.memory}: 1 }
equations: { ${n.number}: 1 / (step + 1) }
update:
  ${n.state}: ${n.state} + gradient * ${n.number}
  ${n.memory}: ${n.memory} * 0.5
  parameter: parameter - ${n.attribute} * ${n.state} * ${n.memory}
example: { slow: 0.1 }
`,
      'measure.yaml': `loopless: 1
metric: ${n.metric}
summary: Mean of squared differences.
input: { A: [k, m] }
target: { Y: [k, m] }
equations:
  ${n.difference}: A - Y
  error: mean(sum(${n.difference}^2, over=k), over=m)
example: ${n.metric}
`,
    },
  }
}

function equations(kind: 'numbers' | 'matrices', { network = 'cat', input = 'A', value = 'v' }): Case {
  const [shape, other, product] =
    kind === 'numbers'
      ? ['[]', '[]', `p * ${input}`]
      : ['[2, m]', '[3, 2]', `sum(sum(p @ ${input}, over=3), over=m)`]
  return {
    title: `${kind}, ${JSON.stringify({ network, input, value })}`,
    text: `loopless: 1
network: ${network}
inputs: { ${input}: ${shape}, p: ${other} }
equations:
  ${value}: ${product}
  J: ${value}^2
differentiate: { J: [p] }
`,
    files: {},
  }
}

/** Of a module, of its classes and of JavaScript. */
const EVERYWHERE =
  `Predictor predictor model create columns open restore encode Net Cat cat CatPredictor constructor arguments await this
  class undefined NaN Error Float64Array ArrayLike Math arena each doubles column1 gradients parameters J output loss W1 X_0_0
  A1_0_0 M P forward step`.split(/\s+/)
const OF_NETWORKS =
  `x y v m p mine loss error model net cat-predictor evaluate create 3d z net3d promise`.split(/\s+/)
const OF_LAYERS = `mineEnd End Loss mine_2 Part Update Whole`.split(/\s+/)

/** `npm run test:mutations` tries every name in every place, which takes a minute. */
const EVERY = process.env['LOOPLESS_MUTATIONS'] === '1'

/** Every name in every place; else every name in one of the places, in turn, so that every place has some. */
function eachOf(names: readonly string[], places: readonly ((name: string) => Case)[]): readonly Case[] {
  return names.flatMap((name, index) =>
    EVERY ? places.map((place) => place(name)) : [places[index % places.length]!(name)],
  )
}

/** What is accepted is a module; what is not is told as a name's mistake. */
describe('whatever things are called', () => {
  it('the module of what is accepted is TypeScript at its strictest', { timeout: 300_000 }, async () => {
    const kinds = (Object.keys(NAMED) as (keyof Names)[]).filter(
      (kind) => kind !== 'network' && kind !== 'metric',
    )
    const cases = [
      ...eachOf(EVERYWHERE, [
        ...kinds.map((kind) => (name: string) => stack({ [kind]: name }, kind === 'value' ? '4' : 'm')),
        (name) => equations('numbers', { input: name }),
        (name) => equations('numbers', { value: name }),
        (name) => equations('matrices', { input: name }),
        (name) => equations('matrices', { value: name }),
      ]),
      ...eachOf(OF_NETWORKS, [
        (network) => stack({ network }, 'm'),
        (network) => equations('numbers', { network }),
        (network) => equations('matrices', { network }),
      ]),
      ...OF_LAYERS.map((layer) => stack({ layer }, 'm')),
      ...['X', 'Y'].flatMap((name) => [
        stack({ input: `${name}_0_0` }, '4'),
        stack({ other: `encode${name}` }, 'm'),
      ]),
      ...['house', 'Cat', 'cat'].map((input) => stack({ input, network: input.toLowerCase() }, 'm')),
      ...['loss', 'class'].map((metric) => stack({ metric }, 'm')),
    ]
    const accepted: { title: string; text: string; fileName: string }[] = []
    const surprising: string[] = []
    for (const { title, text, files } of cases) {
      const report = new Report()
      const forms = compile(sourceOf('network.yaml', text), libraryWith(files), report)
      if (report.hasErrors)
        surprising.push(
          ...report.diagnostics
            .filter(({ code, severity }) => severity === 'error' && !OF_NAMES.includes(code))
            .map(({ code, message }) => `${title}: ${code} ${message}`),
        )
      else if (forms) accepted.push({ title, text: await render(forms.emit), fileName: forms.emit.fileName })
    }
    expect(surprising).toEqual([])
    expect(accepted.length).toBeGreaterThan(cases.length / 3)
    const mistakes = mistakesIn(accepted).flatMap((found, at) =>
      found.slice(0, 1).map(({ message }) => `${accepted[at]!.title}: ${message}`),
    )
    expect(mistakes).toEqual([])
  })
})

/** Mistakes of names alone: given twice, or needed by the code, or by the language. */
const OF_NAMES = ['E104', 'E202', 'E207', 'E208', 'E407']

function mistakesIn(
  modules: readonly { readonly text: string; readonly fileName: string }[],
): readonly (readonly TypeMistake[])[] {
  const root = resolve(import.meta.dirname, '../..')
  const types = (name: string) =>
    pathToFileURL(resolve(root, name.endsWith('64') ? 'runtime/float64.ts' : 'runtime/index.ts')).href
  return typeMistakesIn(modules, types)
}
