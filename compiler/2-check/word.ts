import type { Report } from '../diagnostics/report.ts'
import { didYouMean, suggest } from '../diagnostics/suggest.ts'
import { type Document, type Entry, entryOf, fieldOf, type Node } from '../forms/document.ts'
import type { Equation, Expression } from '../forms/equation.ts'
import type { FittedSpec, ParameterSpec, PortSpec, Reference, Word, WordKind } from '../forms/spec.ts'
import { attributesOf } from './attributes.ts'
import { equationOf, equationsOf, expressionOf, shapeOf } from './expressions.ts'
import { isBlamed, keysOf, numberOf, referenceOf, textOf } from './names.ts'
import { checkOrder } from './order.ts'
import { portsOf } from './ports.ts'
import { words as schemas } from './schemas/word.ts'
import { checkNumbersOf } from './sizes.ts'
import { validate } from './validate.ts'
import type { Vocabulary } from './vocabulary.ts'
import { checkNames } from './word-names.ts'

/** A word's file, checked; of what is wrong in it, everything is reported. */
export function wordOf(
  { root: written, source }: Document,
  kind: WordKind,
  vocabulary: Vocabulary,
): Word | undefined {
  const { report } = vocabulary
  const before = report.complaints
  validate(written, schemas[kind], report)
  const root = asMeant(written, Object.keys(schemas[kind].properties ?? {}))
  const name = fieldOf(root, kind)
  const equations = equationsOf(fieldOf(root, 'equations'), report)
  const declared = entryOf(root, 'attributes')
  const attributes = attributesOf(declared?.value, vocabulary)
  const predicting = equationsOf(fieldOf(root, 'predicting'), report)
  const fitted = entriesOf(root, 'fitted').flatMap((entry) => fittedOf(entry, vocabulary) ?? [])
  const update = equationsOf(fieldOf(root, 'update'), report)
  const word: Word = {
    kind,
    name: textOf(name) ?? '',
    summary: textOf(fieldOf(root, 'summary')) ?? '',
    also: namesIn(fieldOf(root, 'also')),
    origin: textOf(fieldOf(root, 'source')) ?? '',
    differs: textOf(fieldOf(root, 'differs')) ?? '',
    source,
    span: name?.span ?? root.span,
    attributes,
    inputs: portsOf(fieldOf(root, 'input'), report),
    targets: portsOf(fieldOf(root, 'target'), report),
    parameters: entriesOf(root, 'parameters').flatMap(
      (entry) => parameterOf(entry, attributes, declared, vocabulary) ?? [],
    ),
    fitted,
    state: entriesOf(root, 'state').map(({ key, value }) => ({
      ...referenceOf(key),
      ...initialNumber(value),
    })),
    equations,
    predicting,
    update,
    outputs:
      isMeasure(kind) && fieldOf(root, 'output') === undefined
        ? lastOf(equations)
        : portsOf(fieldOf(root, 'output'), report),
    calls: vocabulary.reach(
      [...equations, ...predicting, ...fitted.map(({ equation }) => equation), ...update],
      attributes,
      named(root, [...GIVEN, 'fitted', 'equations']),
    ),
  }
  checkNames(root, word, vocabulary)
  if (kind === 'initializer') for (const output of word.outputs) checkFills(output, report)
  const given = named(root, ['attributes', ...GIVEN]).map((one) => one.name)
  const withFitted = [...given, ...fitted.map((one) => one.name)]
  checkOrder(equations, withFitted, report)
  checkOrder(predicting, withFitted, report)
  checkOrder(
    fitted.map(({ equation }) => equation),
    given,
    report,
  )
  return report.complaints === before ? word : undefined
}

/** With misspelt sections called as they were meant: that has been told, and what they say has a meaning for the others. */
function asMeant(root: Node, keys: readonly string[]): Node {
  if (root.kind !== 'mapping') return root
  const absent = keys.filter((key) => entryOf(root, key) === undefined)
  const entries = root.entries.map((entry) => {
    const { key } = entry
    const meant = keys.includes(key.text) ? undefined : suggest(key.text, absent)
    return meant === undefined ? entry : { ...entry, key: { ...key, text: meant } }
  })
  return { ...root, entries }
}

/** Sections whose names have a meaning before the first equation. */
const GIVEN = ['input', 'target', 'parameters', 'state'] as const

/** The names that sections give. */
function named(root: Node, sections: readonly string[]): readonly Reference[] {
  return sections.flatMap((section) => keysOf(fieldOf(root, section)))
}

/** What fills parameters takes them as large as they are: its output names both dimensions, differently. */
function checkFills({ name, shape: { dimensions, span } }: PortSpec, report: Report): void {
  const names = dimensions.map((dimension) => (dimension.kind === 'name' ? dimension.name : undefined))
  const fixed = dimensions.find((_, at) => names[at] === undefined || names.indexOf(names[at]) !== at)
  if (dimensions.length === 2 && !fixed) return
  report.add({
    code: 'E302',
    at: dimensions.length === 2 ? fixed!.span : span,
    message: `an initializer fills parameters of every shape, and \`${name}\` cannot have every one`,
    help: 'name both dimensions: `[fanOut, fanIn]`',
  })
}

function namesIn(node: Node | undefined): readonly string[] {
  return node?.kind === 'sequence' ? node.items.flatMap((item) => textOf(item) ?? []) : []
}

function entriesOf(root: Node, section: string): readonly Entry[] {
  const node = fieldOf(root, section)
  return node?.kind === 'mapping' ? node.entries : []
}

function parameterOf(
  { key, value }: Entry,
  attributes: Word['attributes'],
  declared: Entry | undefined,
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
  const initial = initialOf(fieldOf(value, 'initial'), attributes, declared, vocabulary)
  const when = whenOf(fieldOf(value, 'when'), attributes, declared, vocabulary.report)
  const regularized = flagOf(fieldOf(value, 'regularized'))
  return shape && initial && { ...referenceOf(key), shape, initial, ...(when && { when }), regularized }
}

/** The boolean attribute without which a parameter does not exist: equations decide by the same with `if`. */
function whenOf(
  node: Node | undefined,
  attributes: Word['attributes'],
  declared: Entry | undefined,
  report: Report,
): Expression | undefined {
  // What is no text, the schema has told.
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return undefined
  const when = expressionOf(node, report)
  const booleans = attributes.filter(({ type }) => type === 'boolean').map(({ name }) => name)
  if (when === undefined || (when.kind === 'name' && booleans.includes(when.name))) return when
  // Perhaps it is an attribute, of which something has been told.
  if (declared !== undefined && isBlamed(declared, report)) return when
  report.add({
    code: 'E215',
    at: when.span,
    message: `\`${node.text}\` is no attribute of type \`boolean\``,
    help:
      (when.kind === 'name' && didYouMean(when.name, booleans)) ||
      '`when` names one: without it the parameter does not exist',
  })
  return when
}

/** An attribute of that name, or else a word. */
function initialOf(
  node: Node | undefined,
  attributes: Word['attributes'],
  declared: Entry | undefined,
  vocabulary: Vocabulary,
): ParameterSpec['initial'] | undefined {
  if (node === undefined) return undefined
  const name = textOf(node)
  const attribute = attributes.find((one) => one.type === 'initializer' && one.name === name)
  // Perhaps it is an attribute, of which something has been told.
  const isLost = declared !== undefined && isBlamed(declared, vocabulary.report)
  if (!attribute && isLost && !(name !== undefined && vocabulary.has('initializer', name))) return undefined
  if (attribute) return { attribute: attribute.name, span: node.span }
  const use = vocabulary.use('initializer', node)
  if (use) checkNumbersOf(use, vocabulary.report)
  return use
}

function fittedOf({ key, value }: Entry, { report }: Vocabulary): FittedSpec | undefined {
  const shape = shapeOf(fieldOf(value, 'shape'), report)
  const equation = equationOf(key, fieldOf(value, 'equation'), report)
  return shape && equation && { ...referenceOf(key), shape, equation }
}

function flagOf(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true
}

function initialNumber(node: Node): { readonly initial?: number } {
  const initial = numberOf(node)
  return initial === undefined ? {} : { initial }
}

/** Kinds of words that make a scalar; a metric may declare a matrix instead. */
function isMeasure(kind: WordKind): boolean {
  return kind === 'loss' || kind === 'metric' || kind === 'regularizer' || kind === 'schedule'
}

/** What such a word makes: the scalar its last equation names. */
function lastOf(equations: readonly Equation[]): readonly PortSpec[] {
  const last = equations.at(-1)
  if (last === undefined) return []
  const { name, nameSpan: span } = last
  return [{ name, span, shape: { dimensions: [], span } }]
}

/** `example:` is a layer for layers and activations, and a use of the word for the rest. */
export function checkExample({ kind }: Word, example: Node | undefined, vocabulary: Vocabulary): void {
  const use = example && vocabulary.use(kind === 'activation' ? 'layer' : kind, example)
  if (use) checkNumbersOf(use, vocabulary.report)
}
