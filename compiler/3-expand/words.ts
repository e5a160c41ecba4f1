import { Report } from '../diagnostics/report.ts'
import type { Equation } from '../forms/equation.ts'
import type { ValueId } from '../forms/program.ts'
import type { Dimension, Shape } from '../forms/shape.ts'
import * as size from '../forms/size.ts'
import type { Span } from '../forms/source.ts'
import type { PortSpec, Word, WordUse } from '../forms/spec.ts'
import { Builder } from '../operations/builder.ts'
import { arrivedAt, sizesLeft } from './arrivals.ts'
import { defineAll } from './define.ts'
import { activationsAmong } from './network.ts'
import { outputOf } from './output.ts'
import { owned } from './owned.ts'
import type { Scope, Typed } from './scope.ts'
import { attempt, dimensionHere, shapeHere } from './sizes.ts'
import type { Arriving, Expanded, Surroundings } from './surroundings.ts'

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

/** What a layer with errors would have made, as far as its declaration tells: what follows is checked all the same. */
export function declaredOutput(
  use: WordUse,
  arriving: readonly (readonly [PortSpec, Arriving])[],
  around: Surroundings,
): Shape {
  const aside = { ...around, report: new Report() }
  const sizes = sizesLeft(use, arriving, aside)
  return use.word.outputs[0]!.shape.dimensions.map((dimension) => {
    const { label: _label, ...plain }: Dimension =
      attempt(() => dimensionHere(dimension, sizes, aside.report)) ?? size.UNKNOWN
    return plain
  })
}

function scopeOf(
  use: WordUse,
  arriving: readonly (readonly [PortSpec, Arriving])[],
  around: Surroundings,
): Scope {
  const { word } = use
  const { report } = around
  const { sizes, ports } = arrivedAt(use, arriving, around)
  const values = new Map<string, Typed>(around.given)
  for (const [port, { id }] of ports)
    values.set(port.name, { id, shape: shapeHere(port.shape, sizes, report) })

  const scope: Scope = {
    ...around,
    use: use.span,
    word,
    sizes,
    named: around.sizes,
    attributes: use.attributes,
    activation: activationsAmong(word.calls),
    values,
    broken: new Set(),
    sides: new Map(),
    spelled: new Map(),
    lazily: (name) => owned(name, scope, around),
    declared: (name) => declaredIn(word, name),
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

function declaredIn(word: Word, name: string): ReturnType<Scope['declared']> {
  const { inputs, targets, parameters, fitted, attributes, equations, update } = word
  const declared = [...inputs, ...targets, ...parameters, ...fitted, ...attributes].find(
    (each) => each.name === name,
  )
  const made = [...equations, ...update].find((each) => each.name === name)
  return { shape: declared?.shape, equation: made?.expression }
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
