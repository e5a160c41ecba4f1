import type { Report } from '../diagnostics/report.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import { type Document, type Entry, entryOf, fieldOf, type Node } from '../forms/document.ts'
import type { Equation } from '../forms/equation.ts'
import type { FittedSpec, ParameterSpec, PortSpec, Reference, Word, WordKind } from '../forms/spec.ts'
import { attributesOf } from './attributes.ts'
import { equationOf, equationsOf, expressionOf, shapeOf } from './expressions.ts'
import { referenceOf, Scope, textOf } from './names.ts'
import { portsOf } from './ports.ts'
import { words as schemas } from './schemas/word.ts'
import { validate } from './validate.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A word's file, checked; of what is wrong in it, everything is reported. */
export function wordOf({ root, source }: Document, kind: WordKind, vocabulary: Vocabulary): Word | undefined {
  const { report } = vocabulary
  const before = report.complaints
  validate(root, schemas[kind], report)
  const name = fieldOf(root, kind)
  const equations = equationsOf(fieldOf(root, 'equations'), report)
  const attributes = attributesOf(fieldOf(root, 'attributes'), vocabulary)
  const predicting = equationsOf(fieldOf(root, 'predicting'), report)
  const fitted = entriesOf(root, 'fitted').flatMap((entry) => fittedOf(entry, vocabulary) ?? [])
  const word: Word = {
    kind,
    name: textOf(name) ?? '',
    summary: textOf(fieldOf(root, 'summary')) ?? '',
    source,
    span: name?.span ?? root.span,
    attributes,
    inputs: portsOf(fieldOf(root, 'input'), report),
    targets: portsOf(fieldOf(root, 'target'), report),
    parameters: entriesOf(root, 'parameters').flatMap(
      (entry) => parameterOf(entry, attributes, vocabulary) ?? [],
    ),
    fitted,
    state: keysOf(root, 'state'),
    equations,
    predicting,
    update: equationsOf(fieldOf(root, 'update'), report),
    outputs:
      kind === 'loss' || kind === 'metric' ? lastOf(equations) : portsOf(fieldOf(root, 'output'), report),
    calls: vocabulary.reach(
      [...equations, ...predicting, ...fitted.map(({ equation }) => equation)],
      attributes,
    ),
  }
  checkNames(root, kind, report)
  return report.complaints === before ? word : undefined
}

function entriesOf(root: Node, section: string): readonly Entry[] {
  const node = fieldOf(root, section)
  return node?.kind === 'mapping' ? node.entries : []
}

function keysOf(root: Node, section: string): readonly Reference[] {
  return entriesOf(root, section).map(({ key }) => referenceOf(key))
}

function parameterOf(
  { key, value }: Entry,
  attributes: Word['attributes'],
  vocabulary: Vocabulary,
): ParameterSpec | undefined {
  if (/\d$/.test(key.text))
    vocabulary.report.add({
      code: 'E208',
      at: key.span,
      message: `the name of a parameter cannot end in a digit`,
      help: 'layers are numbered in the generated code: `W1` is `W` of layer 1',
    })
  const shape = shapeOf(fieldOf(value, 'shape'), vocabulary.report)
  const initial = initialOf(fieldOf(value, 'initial'), attributes, vocabulary)
  const when = expressionOf(fieldOf(value, 'when'), vocabulary.report)
  return shape && initial && { ...referenceOf(key), shape, initial, ...(when && { when }) }
}

/** An attribute of that name, or else a word. */
function initialOf(
  node: Node | undefined,
  attributes: Word['attributes'],
  vocabulary: Vocabulary,
): ParameterSpec['initial'] | undefined {
  if (node === undefined) return undefined
  const name = textOf(node)
  const attribute = attributes.find((one) => one.type === 'initializer' && one.name === name)
  return attribute ? { attribute: attribute.name, span: node.span } : vocabulary.use('initializer', node)
}

function fittedOf({ key, value }: Entry, { report }: Vocabulary): FittedSpec | undefined {
  const shape = shapeOf(fieldOf(value, 'shape'), report)
  const equation = equationOf(key, fieldOf(value, 'equation'), report)
  return shape && equation && { ...referenceOf(key), shape, equation }
}

/** What a loss or a metric makes: the scalar its last equation names. */
function lastOf(equations: readonly Equation[]): readonly PortSpec[] {
  const last = equations.at(-1)
  if (last === undefined) return []
  const { name, nameSpan: span } = last
  return [{ name, span, shape: { dimensions: [], span }, probability: false }]
}

/** Names the language gives to words of a kind. */
const RESERVED: Partial<Readonly<Record<WordKind, readonly string[]>>> = {
  optimizer: ['parameter', 'gradient', 'step'],
  initializer: ['fanIn', 'fanOut'],
}

const SECTIONS: readonly (readonly [section: string, what: string])[] = [
  ['attributes', 'an attribute'],
  ['input', 'an input'],
  ['target', 'a target'],
  ['parameters', 'a parameter'],
  ['fitted', 'a fitted value'],
  ['state', 'a state'],
  ['equations', 'an equation'],
]

/** No name means two things, and what is promised has an equation. */
function checkNames(root: Node, kind: WordKind, report: Report): void {
  const scope = new Scope(report)
  for (const name of RESERVED[kind] ?? []) scope.reserve(name, `a name of every ${kind}`)
  for (const [section, what] of SECTIONS) for (const name of keysOf(root, section)) scope.define(name, what)
  const outputs = keysOf(root, 'output')
  requireEquations(root, 'equations', outputs, report)
  requireEquations(root, 'predicting', outputs, report)
  requireEquations(root, 'update', keysOf(root, 'state'), report)
  const name = entryOf(root, kind)?.value
  if (kind === 'optimizer' && name)
    requireEquations(root, 'update', [{ name: 'parameter', span: name.span }], report)
}

function requireEquations(root: Node, section: string, wanted: readonly Reference[], report: Report): void {
  const node = fieldOf(root, section)
  if (node?.kind !== 'mapping') return
  for (const { name, span } of wanted) {
    if (entryOf(node, name) !== undefined) continue
    const misspelt = didYouMean(
      name,
      keysOf(root, section).map((key) => key.name),
    )
    report.add({
      code: 'E219',
      at: span,
      message: `\`${section}\` has no equation for \`${name}\``,
      help: misspelt ?? `add \`${name}: …\` to \`${section}\``,
    })
  }
}

/** `example:` is a layer for layers and activations, and a use of the word for the rest. */
export function checkExample({ kind }: Word, example: Node | undefined, vocabulary: Vocabulary): void {
  if (example !== undefined) vocabulary.use(kind === 'activation' ? 'layer' : kind, example)
}
