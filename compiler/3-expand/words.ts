import { Report } from '../diagnostics/report.ts'
import type { Equation } from '../forms/equation.ts'
import { BATCH, type Origin, type Phase, type ValueId } from '../forms/program.ts'
import { type Dimension, isScalar, type Shape } from '../forms/shape.ts'
import * as size from '../forms/size.ts'
import type { Span } from '../forms/source.ts'
import type { AttributeValue, PortSpec, WordUse } from '../forms/spec.ts'
import { Builder } from '../operations/builder.ts'
import { fail, where } from './blame.ts'
import { evaluate } from './evaluate.ts'
import { activationsAmong } from './network.ts'
import { notation } from './notation.ts'
import type { Scope, Typed } from './scope.ts'
import {
  type Bound,
  bindShape,
  LARGEST_SIZE,
  type Sizes,
  Stopped,
  shapeHere,
  sizeOf,
  valuesOf,
} from './sizes.ts'

/** A value that goes into a word, and the place a reader should look at for its size. */
export interface Arriving {
  readonly id: ValueId
  readonly shape: Shape
  readonly from: Span
}

/** What the surroundings provide to a word that is expanded. */
export interface Surroundings {
  readonly builder: Builder
  readonly report: Report
  readonly phase: Phase
  readonly origin: Origin
  /** The network's own names for sizes: attributes of type size are read in them. */
  readonly sizes: Sizes
  /** `Z` → `Z1`; nothing where the word's values stay unnamed. */
  readonly rename?: (local: string) => string | undefined
  /** Makes a parameter or fitted value on first use. */
  readonly own?: (name: string, shape: Shape) => ValueId
  /** Named values that are there from the start: an optimizer's gradient and state. */
  readonly given?: ReadonlyMap<string, Typed>
  /** Sizes that are named from the start: an initializer's fans. */
  readonly bound?: Sizes
  /** A target of the network, by name: what a loss is told to weigh by. */
  readonly target?: (name: string) => Arriving | undefined
  /** Another schedule, at a rate, a step and an epoch. */
  readonly follow?: (use: WordUse, attribute: string, values: readonly Typed[]) => Typed
  readonly stream: () => number
  /** In proofs, sizes that are attributes stay names. */
  readonly rigid?: true
}

/** What a word made: its values by the word's own names. */
export interface Expanded {
  readonly scope: Scope
  /** By name; in the word's sizes. */
  readonly values: ReadonlyMap<string, Typed>
}

/**
 * One use of a word: names its sizes by what arrives, then builds its equations.
 * The same for layers, activations, losses, metrics, optimizers and initializers.
 */
export function expandWord(
  use: WordUse,
  equations: readonly Equation[],
  arriving: readonly (readonly [PortSpec, Arriving])[],
  around: Surroundings,
): Expanded {
  const scope = scopeOf(use, arriving, around)
  around.builder.at(around.phase, around.origin)
  defineAll(equations, scope, around.rename)
  return { scope, values: scope.values }
}

/** Builds equations in order. One with an error does not hide the next: what it should have made is just not blamed again. */
export function defineAll(
  equations: readonly Equation[],
  scope: Scope,
  rename?: (local: string) => string | undefined,
): void {
  let stopped: Stopped | undefined
  for (const equation of equations)
    try {
      define(equation, scope, rename)
    } catch (error) {
      if (!(error instanceof Stopped)) throw error
      scope.broken.add(equation.name)
      stopped = error
    }
  if (stopped) throw stopped
}

/** Builds one equation and names its value. */
export function define(
  equation: Equation,
  scope: Scope,
  rename?: (local: string) => string | undefined,
): Typed {
  const nameOf = (local: string) => {
    const value = scope.values.get(local) ?? scope.lazily(local)
    const number = value && scope.builder.build.numberOf(value.id)
    if (number === undefined) return value && scope.builder.valueOf(value.id).name
    return scope.spelled.get(local) ?? String(Number(number.toPrecision(6)))
  }
  const value = evaluate(equation.expression, scope)
  const name = rename?.(equation.name)
  const made = scope.builder.instructionOf(value.id)
  // A number needs no name; where it is used it is spelled out.
  if (made?.operation === 'constant')
    scope.spelled.set(equation.name, notation(equation.expression, scope, nameOf))
  if (name !== undefined && made && made.operation !== 'constant')
    scope.builder.name(value.id, name, notation(equation.expression, scope, nameOf))
  scope.values.set(equation.name, value)
  return value
}

/** The word's declared output, of the declared shape and with the promises it makes. */
export function outputOf(port: PortSpec, { scope, values }: Expanded): Typed {
  const made = values.get(port.name)
  if (!made)
    return fail(scope, 'E401', port.span, `no equation makes the output \`${port.name}\``, {
      labels: [{ span: scope.word!.span, text: 'of this word' }],
    })
  const declared = shapeHere(port.shape, scope.sizes, scope.report)
  let { id } = made
  if (isScalar(made.shape) && !isScalar(declared)) id = scope.builder.build.stretched(id, declared)
  else if (
    made.shape.length !== declared.length ||
    declared.some(
      (dimension, axis) =>
        !size.same(dimension, made.shape[axis]!) && !scope.builder.equal(dimension, made.shape[axis]!),
    )
  )
    fail(
      scope,
      'E301',
      port.span,
      `\`${port.name}\` is ${print(made.shape)}, declared as ${print(declared)}`,
      {
        ...(scope.use && { labels: [{ span: scope.use, text: 'used here' }] }),
      },
    )
  const axis = axisNamed(port.sumsToOneOver, port)
  if (port.range)
    scope.builder.promise(id, { range: port.range, ...(axis !== undefined && { sumsToOne: axis }) })
  return { id, shape: declared }
}

/** `sums: { over: k, to: 1 }` as an axis. */
export function axisNamed(name: string | undefined, port: PortSpec): number | undefined {
  if (name === undefined) return undefined
  const axis = port.shape.dimensions.findIndex(
    (dimension) => dimension.kind === 'name' && dimension.name === name,
  )
  return axis < 0 ? 0 : axis
}

/** What a layer with errors would have made, as far as its declaration tells: what follows is checked all the same. */
export function declaredOutput(
  use: WordUse,
  arriving: readonly (readonly [PortSpec, Arriving])[],
  around: Surroundings,
): Shape | undefined {
  try {
    const aside = { ...around, report: new Report() }
    const { sizes } = scopeOf(use, arriving, aside)
    return shapeHere(use.word.outputs[0]!.shape, sizes, aside.report).map(
      ({ label: _label, ...plain }) => plain,
    )
  } catch (error) {
    if (error instanceof Stopped) return undefined
    throw error
  }
}

function scopeOf(
  use: WordUse,
  arriving: readonly (readonly [PortSpec, Arriving])[],
  around: Surroundings,
): Scope {
  const { word } = use
  const { report } = around
  const sizes: Sizes = new Map(around.bound)
  const blame = { report, use: use.span, word }
  for (const { name, type, span } of word.attributes) {
    const value = use.attributes.get(name)
    if (type !== 'size' || value?.kind !== 'size') continue
    sizes.set(name, {
      size: around.rigid ? size.named(name) : numberOf(value, around, blame),
      span: around.rigid ? span : value.span,
    })
  }
  const ports = [...arriving, ...said(use, around)]
  for (const [port, value] of ports) bindPort(port, value, sizes, use, around)

  const values = new Map<string, Typed>(around.given)
  for (const [port, { id }] of ports)
    values.set(port.name, { id, shape: shapeHere(port.shape, sizes, report) })

  const scope: Scope = {
    ...around,
    ...blame,
    sizes,
    attributes: use.attributes,
    activation: activationsAmong(word.calls),
    values,
    broken: new Set(),
    sides: new Map(),
    spelled: new Map(),
    lazily: (name) => owned(name, scope, around),
    names: () => [
      ...values.keys(),
      ...word.parameters.map((parameter) => parameter.name),
      ...word.fitted.map((fitted) => fitted.name),
      ...use.attributes.keys(),
      ...sizes.keys(),
    ],
    activate: (attribute, argument, at) => activate(attribute.use, argument, at, scope, around),
    ...(around.follow && { follow: around.follow }),
    // A scratch builder that starts with copies of what is known: errors count, instructions don't.
    aside: (inner) => aside(inner, around),
  }
  return scope
}

/** Attributes that are matrices: a number for each row, or a target of the network. */
function said(
  { word, attributes }: WordUse,
  { builder, phase, origin, target }: Surroundings,
): readonly (readonly [PortSpec, Arriving])[] {
  return word.attributes.flatMap(({ name, span, shape }) => {
    const value = attributes.get(name)
    if (!shape || (value?.kind !== 'numbers' && value?.kind !== 'target')) return []
    const port: PortSpec = { name, span, shape }
    if (value.kind === 'target') {
      const found = target?.(value.name)
      return found ? [[port, { ...found, from: value.span }] as const] : []
    }
    builder.at(phase, origin)
    const id = builder.build('column', [], { values: value.values })
    return [[port, { id, shape: builder.valueOf(id).shape, from: value.span }] as const]
  })
}

/** The number of a size attribute, in the network's names. */
function numberOf(
  value: AttributeValue & { readonly kind: 'size' },
  around: Surroundings,
  blame: Pick<Scope, 'report' | 'use' | 'word'>,
): size.Size {
  const here = sizeOf(
    value.expression,
    (name) => around.sizes.has(name),
    [...around.sizes.keys()],
    around.report,
  )
  const number = size.constantOf(size.substitute(here, valuesOf(around.sizes)))
  if (number === undefined)
    return fail(blame, 'E305', value.span, 'a size must be known when compiling, and the batch is not')
  if (!Number.isInteger(number) || number < 1 || number > LARGEST_SIZE)
    return fail(
      blame,
      'E303',
      value.span,
      `a size is a whole number from 1 to ${LARGEST_SIZE}, and this is ${number}`,
    )
  return size.constant(number)
}

function bindPort(port: PortSpec, value: Arriving, sizes: Sizes, use: WordUse, around: Surroundings): void {
  const { word } = use
  const blame = { report: around.report, use: use.span, word }
  if (port.shape.dimensions.length !== value.shape.length)
    fail(
      blame,
      'E306',
      use.span,
      `${word.kind} \`${word.name}\` takes \`${port.name}\` with ${port.shape.dimensions.length} dimensions, and gets ${print(value.shape)}`,
      { labels: [{ span: value.from, text: 'from here' }] },
    )
  bindShape(
    port,
    value.shape,
    value.from,
    sizes,
    (axis, wanted, got) => {
      const direction = axis === 0 ? 'rows' : 'columns'
      const expected = size.substitute(wanted, valuesOf(sizes)).key
      const fixed = [...size.namesIn(wanted)].flatMap((name) => {
        const bound: Bound | undefined = sizes.get(name)
        return bound && bound.span !== value.from
          ? [{ span: bound.span, text: `\`${name}\` is ${bound.size.key} from here` }]
          : []
      })
      fail(
        blame,
        'E301',
        value.from,
        `${word.kind} \`${word.name}\` wants \`${port.name}\` with ${expected} ${direction}, and gets ${got.key}`,
        {
          labels: [{ span: value.from, text: `${got.key} ${direction}` }, ...fixed],
          notes: [where({ word } as Scope, port.span)],
        },
      )
    },
    around.report,
  )
}

/** Parameters and fitted values come into being when an equation that is kept first names them. */
function owned(name: string, scope: Scope, around: Surroundings): Typed | undefined {
  const { word, report, sizes } = scope
  const parameter = word?.parameters.find((each) => each.name === name)
  const fitted = word?.fitted.find((each) => each.name === name)
  const spec = parameter ?? fitted
  if (!spec || !around.own) return undefined
  const when = parameter?.when
  if (when?.kind === 'name') {
    const condition = scope.attributes.get(when.name)
    if (condition?.kind === 'boolean' && !condition.value && scope.builder === around.builder)
      return undefined
  }
  const shape = shapeHere(spec.shape, sizes, report)
  const depends = shape.findIndex((dimension) => size.namesIn(dimension).has(BATCH))
  if (depends >= 0)
    fail(scope, 'E305', spec.shape.span, `\`${name}\` would grow with the batch`, {
      labels: [{ span: scope.use!, text: 'used here' }],
      help: 'a parameter has the same size for every batch',
    })
  const id = around.own(
    name,
    shape.map(({ label: _label, ...dimension }) => dimension),
  )
  const value = { id, shape }
  scope.values.set(name, value)
  return value
}

function activate(use: WordUse, argument: Typed, at: Span, caller: Scope, around: Surroundings): Typed {
  const [input] = use.word.inputs
  const [output] = use.word.outputs
  const expanded = expandWord(
    use,
    caller.phase === 'predict' && use.word.predicting.length > 0 ? use.word.predicting : use.word.equations,
    [[input!, { id: argument.id, shape: argument.shape, from: at }]],
    { ...omit(around), builder: caller.builder },
  )
  const result = outputOf(output!, expanded)
  // Its dimensions, in the caller's names again; a 1 the caller wrote is one still.
  const given = new Map<string, Dimension>()
  for (const [axis, dimension] of input!.shape.dimensions.entries())
    if (dimension.kind === 'name') given.set(dimension.name, argument.shape[axis]!)
  const names = new Map([...given].map(([name, dimension]) => [name, dimension.label ?? dimension]))
  return {
    id: result.id,
    shape: result.shape.map((dimension) => {
      const { label, ...plain } = dimension
      if (!label) return plain
      return given.get(label.key) ?? { ...plain, label: size.substitute(label, names) }
    }),
  }
}

function omit({
  rename: _rename,
  own: _own,
  given: _given,
  follow: _follow,
  target: _target,
  bound: _bound,
  ...rest
}: Surroundings): Surroundings {
  return rest
}

function aside(scope: Scope, around: Surroundings): Scope {
  const builder = new Builder(scope.builder.equal, scope.builder.witness)
  builder.at(scope.phase, scope.origin)
  const copies = new Map<ValueId, ValueId>()
  const copy = ({ id, shape }: Typed): Typed => {
    if (!copies.has(id))
      copies.set(id, builder.leaf({ kind: 'input' }, scope.builder.valueOf(id).shape, 'aside'))
    return { id: copies.get(id)!, shape }
  }
  const values = new Map([...scope.values].map(([name, value]) => [name, copy(value)]))
  const inner: Scope = {
    ...scope,
    builder,
    values,
    lazily: (name) =>
      owned(name, inner, {
        ...around,
        own: (_name, shape) => builder.leaf({ kind: 'parameter' }, shape, 'aside'),
      }),
    activate: (attribute, argument, at) => activate(attribute.use, argument, at, inner, around),
    ...(scope.follow && { follow: () => ({ id: builder.build.constant(0), shape: [] }) }),
    aside: (deeper) => aside(deeper, around),
  }
  return inner
}

function print(shape: Shape): string {
  return `(${shape.map((dimension) => dimension.key.replaceAll(' ', '')).join(', ')})`
}
