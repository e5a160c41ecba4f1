import type { Report } from '../diagnostics/report.ts'
import type { Expression } from '../forms/equation.ts'
import { BATCH, type ValueId } from '../forms/program.ts'
import { type Range, resolved } from '../forms/range.ts'
import { neverEqual, refute, type Shape } from '../forms/shape.ts'
import * as size from '../forms/size.ts'
import {
  type AttributeType,
  type AttributeValue,
  blankWord,
  type PortSpec,
  type Word,
  type WordKind,
  type WordUse,
} from '../forms/spec.ts'
import { Builder } from '../operations/builder.ts'
import { fail } from './blame.ts'
import { define } from './define.ts'
import { measuredOf } from './measure.ts'
import { streams } from './network.ts'
import { outputOf } from './output.ts'
import type { Scope, Typed } from './scope.ts'
import { type Sizes, Stopped } from './sizes.ts'
import type { Arriving, Expanded, Surroundings } from './surroundings.ts'
import { expandWord } from './words.ts'

/** Two sizes of a word that could be neither proved equal nor refuted, or that depend on its attributes: checked at each use. */
export interface Undecided {
  readonly left: string
  readonly right: string
}

/**
 * Expands a word once, alone, with every size a name: what fits in this normal
 * form fits for all sizes. What doesn't is tried on numbers; a witness refutes
 * the word, unless an attribute the user sets could have made it fit; where none could, that is proved.
 */
export function proveWord(word: Word, report: Report): readonly Undecided[] {
  const undecided = new Map<string, Undecided>()
  const free = new Set(word.attributes.filter(({ type }) => type === 'size').map(({ name }) => name))
  const witness = (a: size.Size, b: size.Size): string | undefined => {
    const isFree = [...size.namesIn(a), ...size.namesIn(b)].some((name) => free.has(name))
    if (isFree && !neverEqual(a, b)) return undefined
    const found = refute(a, b)
    return (
      found &&
      `${[...found.values].map(([name, value]) => `${name}=${value}`).join(', ')}: ${found.left} ≠ ${found.right}`
    )
  }
  const equal = (a: size.Size, b: size.Size): boolean => {
    if (size.same(a, b)) return true
    if (witness(a, b) !== undefined) return false
    // A written 1 against another size is decided by broadcasting alone.
    undecided.set(`${a.key} = ${b.key}`, { left: a.key, right: b.key })
    return true
  }
  const before = report.complaints
  const read = new Set<string>()
  for (const attributes of choices(word)) {
    const use: WordUse = { word, attributes, span: word.span }
    try {
      proveUse(use, new Builder(equal, witness), read, report)
    } catch (error) {
      if (!(error instanceof Stopped)) throw error
    }
  }
  // Where something is wrong, it may be how they are read.
  if (report.complaints === before) checkRead(word, read, report)
  return [...undecided.values()]
}

/** Parameters and fitted values that no equation reads, however the word is used: there never are any. */
function checkRead({ parameters, fitted }: Word, read: ReadonlySet<string>, report: Report): void {
  for (const { name, span } of [...parameters, ...fitted]) {
    if (read.has(name)) continue
    report.add({
      code: 'E225',
      at: span,
      message: `no equation reads \`${name}\``,
      help: `read it in an equation, or leave it out`,
    })
  }
}

/** Every boolean both ways; other attributes at their default, or a number inside their range. */
function choices(word: Word): readonly ReadonlyMap<string, AttributeValue>[] {
  let all: readonly ReadonlyMap<string, AttributeValue>[] = [new Map()]
  for (const { name, type, default: usual, range, shape: declared, span } of word.attributes) {
    const valuesAfter = (chosen: ReadonlyMap<string, AttributeValue>): readonly AttributeValue[] =>
      type === 'boolean'
        ? [true, false].map((value) => ({ kind: 'boolean', value, span }))
        : type === 'size'
          ? [{ kind: 'size', expression: { kind: 'name', name, span }, span }]
          : declared
            ? [...(usual ? [usual] : []), { kind: 'target', name, span }]
            : usual
              ? [usual]
              : type === 'number'
                ? [{ kind: 'number', value: range ? middle(resolved(range, numberIn(chosen))) : 0.5, span }]
                : [{ kind: 'word', use: { word: anyWord(type, span), attributes: new Map(), span }, span }]
    all = all.flatMap((chosen) => valuesAfter(chosen).map((value) => new Map([...chosen, [name, value]])))
  }
  return all
}

/** Numbers the language gives to words of a kind. */
const SCALARS: Partial<Readonly<Record<WordKind, readonly string[]>>> = {
  optimizer: ['step'],
  schedule: ['rate', 'step', 'epoch', 'loss'],
}

/** But for metrics that declare a matrix. */
const ENDS_IN_A_NUMBER: ReadonlySet<WordKind> = new Set(['loss', 'metric', 'regularizer', 'schedule'])

function numberIn(chosen: ReadonlyMap<string, AttributeValue>) {
  return (name: string): number | undefined => {
    const value = chosen.get(name)
    return value?.kind === 'number' ? value.value : undefined
  }
}

function middle({ low, high }: Range): number {
  if (Number.isFinite(low) && Number.isFinite(high)) return (low + high) / 2
  return Number.isFinite(low) ? low + 1 : Number.isFinite(high) ? high - 1 : 0.5
}

/** @param read takes the names of the parameters and fitted values that come into being */
function proveUse(use: WordUse, builder: Builder, read: Set<string>, report: Report): void {
  const { word } = use
  const leaves = new Map<string, ValueId>()
  const leaf = (name: string, shape: Shape) => {
    const known = leaves.get(name) ?? builder.leaf({ kind: 'input' }, shape, name)
    leaves.set(name, known)
    return known
  }
  const bound: Sizes = new Map()
  const ports = [...word.inputs, ...word.targets]
  const declared = word.kind === 'initializer' ? [...ports, ...word.outputs] : ports
  for (const port of declared)
    for (const dimension of port.shape.dimensions)
      for (const name of namesOf(dimension))
        bound.set(name, { size: size.named(name), span: port.shape.span })
  if (word.kind === 'optimizer') bound.set('N', { size: size.named('N'), span: word.span })
  if (word.kind === 'metric') bound.set('classes', { size: size.named('classes'), span: word.span })
  if (word.kind === 'regularizer') bound.set(BATCH, { size: size.named(BATCH), span: word.span })
  const long: Shape = [size.constant(1), size.named('N')]
  const given = new Map<string, Typed>()
  const give = (name: string, shape: Shape) => given.set(name, { id: leaf(name, shape), shape })
  if (word.kind === 'optimizer') for (const name of ['parameter', 'gradient']) give(name, long)
  for (const name of SCALARS[word.kind] ?? []) give(name, [])
  for (const { name, initial } of word.state) give(name, initial === undefined ? long : [])
  const dimensionOf = (dimension: Expression) => {
    if (dimension.kind === 'number' && dimension.value === 1)
      return { ...size.constant(1), written: true as const }
    return bound.get(dimension.kind === 'name' ? dimension.name : '')?.size ?? symbolic(dimension)
  }
  const around: Surroundings = {
    builder,
    report,
    phase: 'forward',
    origin: { layer: 0, span: word.span },
    sizes: new Map(),
    bound,
    given,
    own: (name, shape) => {
      read.add(name)
      return leaf(name, shape)
    },
    target: (name) => {
      const { shape: declared, span } = word.attributes.find((each) => each.name === name)!
      const shape = declared!.dimensions.map(dimensionOf)
      return { id: leaf(name, shape), shape, from: span }
    },
    follow: (_use, attribute) => ({ id: leaf(attribute, []), shape: [] }),
    stream: streams(word.name),
    rigid: true,
  }
  const arriving = (): readonly (readonly [PortSpec, Arriving])[] =>
    ports.map((port) => {
      const shape = port.shape.dimensions.map(dimensionOf)
      return [port, { id: leaf(port.name, shape), shape, from: port.span }] as const
    })
  const run = (equations: Word['equations']) => expandWord(use, equations, arriving(), around)
  if (word.update.length > 0) demandNumbers(word, run([...word.equations, ...word.update]))
  if (word.fitted.length > 0) {
    const { scope } = run([])
    for (const { equation } of word.fitted) define(equation, scope as Scope)
  }
  for (const equations of [word.equations, word.predicting])
    if (equations.length > 0) {
      const expanded = run(equations)
      for (const output of word.outputs)
        if (ENDS_IN_A_NUMBER.has(word.kind)) measuredOf(output, expanded, word, report)
        else outputOf(output, expanded)
    }
}

/** A state that begins as a number of the host stays one. */
function demandNumbers({ state, update }: Word, { scope, values }: Expanded): void {
  for (const { name, initial, span } of state) {
    const made = values.get(name)
    if (initial === undefined || made === undefined || made.shape.length === 0) continue
    fail(
      scope,
      'E301',
      update.find((equation) => equation.name === name)!.nameSpan,
      `\`${name}\` is a number, and its update makes (${made.shape.map(({ key }) => key).join(', ')})`,
      {
        labels: [{ span, text: `begins as ${initial} here` }],
        help: `a state as large as the parameters begins as \`zeros\``,
      },
    )
  }
}

function namesOf(dimension: PortSpec['shape']['dimensions'][number]): readonly string[] {
  switch (dimension.kind) {
    case 'name':
      return [dimension.name]
    case 'binary':
      return [...namesOf(dimension.left), ...namesOf(dimension.right)]
    case 'unary':
      return namesOf(dimension.operand)
    case 'call':
      return dimension.arguments.flatMap(namesOf)
    default:
      return []
  }
}

function symbolic(dimension: PortSpec['shape']['dimensions'][number]): size.Size {
  if (dimension.kind === 'number') return size.constant(dimension.value)
  if (dimension.kind === 'name') return size.named(dimension.name)
  if (dimension.kind === 'binary') {
    const [left, right] = [symbolic(dimension.left), symbolic(dimension.right)]
    if (dimension.operator === '+') return size.plus(left, right)
    if (dimension.operator === '-') return size.minus(left, right)
    if (dimension.operator === '*') return size.times(left, right)
    if (dimension.operator === '/') return size.over(left, right) ?? size.constant(1)
  }
  return size.named(BATCH)
}

/** Stands for whatever a use will choose: an activation goes element by element, and a schedule is asked, not expanded. */
function anyWord(type: AttributeType, span: Word['span']): Word {
  const name = (text: string) => ({ kind: 'name', name: text, span }) as const
  const shape = { dimensions: [name('k'), name('m')], span }
  return {
    ...blankWord(type === 'schedule' ? 'schedule' : 'activation', 'any', span),
    inputs: [{ name: 'Z', span, shape }],
    equations: [
      {
        name: 'out',
        nameSpan: span,
        expression: { kind: 'call', name: 'tanh', nameSpan: span, arguments: [name('Z')], named: [], span },
      },
    ],
    outputs: [{ name: 'out', span, shape }],
  }
}
