import type { Code } from '../diagnostics/codes.ts'
import type { Label } from '../diagnostics/report.ts'
import type { Expression } from '../forms/equation.ts'
import { BATCH } from '../forms/program.ts'
import { type Dimension, isKnown, printShape, type Shape } from '../forms/shape.ts'
import * as size from '../forms/size.ts'
import { positionAt, type Span } from '../forms/source.ts'
import type { ShapeProblem } from '../operations/operation.ts'
import type { Scope, Typed } from './scope.ts'
import { placeOf, type Sizes, Stopped } from './sizes.ts'

const verbs: Readonly<Record<string, string>> = { matmul: 'multiplies', transpose: 'transposes' }

/** Here a written 1 is a size like any other. */
const stretchesNothing: ReadonlySet<string> = new Set(['matmul', 'concordance'])

/** Sizes that do not fit: in a use of a word the use is to blame, in a proof or a network's own equations the equation. */
export function blame(
  problem: ShapeProblem,
  operation: string,
  operands: readonly Typed[],
  written: readonly Expression[],
  at: Span,
  scope: Scope,
): never {
  const text = ({ span }: { readonly span: Span }) =>
    span.source.text.slice(span.start, span.end).replace(/\s+/g, ' ')
  const whole =
    written.length === 2 ? { ...at, start: written[0]!.span.start, end: written[1]!.span.end } : at
  const ordered = whole.start < whole.end ? whole : at
  if (problem.kind === 'rank')
    return fail(
      scope,
      'E306',
      written[problem.operand]?.span ?? at,
      `\`${text({ span: ordered })}\` needs matrices, and \`${written[problem.operand] ? text(written[problem.operand]!) : ''}\` is ${ofRank(operands[problem.operand]!.shape)}`,
    )
  const [left, right] = [problem.left, problem.right].map((corner) => ({
    name: text(written[corner.operand]!),
    axis: corner.axis,
    dimension: operands[corner.operand]!.shape[corner.axis]!,
  })) as [Side, Side]
  // Beside a size that is unknown only what does not fit is said.
  const shapes = (
    operands.every(({ shape }) => isKnown(shape))
      ? operands.map(({ shape }) => printShape(shape))
      : [left, right].map(({ dimension, axis }) => along(dimension.key, axis))
  ).join(operation === 'matmul' ? ' by ' : ' and ')
  const message = `\`${text({ span: ordered })}\` ${verbs[operation] ?? 'joins'} ${shapes}`
  const code =
    left.dimension.key === '1' || right.dimension.key === '1'
      ? stretchesNothing.has(operation)
        ? 'E301'
        : 'E304'
      : 'E301'
  const places = [left, right].map((side) => ({ side, span: fixedAt(side.dimension, scope) }))
  const labelled = (sides: readonly { readonly side: Side; readonly span: Span | undefined }[]) => {
    const labels = sides.flatMap(({ side: { name, dimension, axis }, span }) =>
      span ? [{ span, text: `${name} has ${along(dimension.key, axis)} from here` }] : [],
    )
    return [
      ...labels,
      ...namedIn(
        labels.map(({ span }) => span),
        scope.named,
      ),
    ]
  }
  const refuted = scope.builder.witness?.(left.dimension, right.dimension)
  if (!scope.use || refuted || places.every(({ span }) => span === undefined))
    return fail(scope, refuted ? 'E302' : code, ordered, message, {
      labels: labelled(places),
      ...(code === 'E304' && {
        help: 'only a 1 that is written as a dimension stretches, never a size that happens to be 1',
      }),
      ...(refuted && { notes: [`refuted by ${refuted}`] }),
    })
  // The use is to blame, not the word: the youngest of its numbers first.
  const isOwn = ({ source }: Span) => source === scope.use?.source
  const [first, ...others] = places
    .filter(({ span }) => span !== undefined)
    .sort((a, b) => Number(isOwn(b.span!)) - Number(isOwn(a.span!)) || b.span!.start - a.span!.start) as [
    (typeof places)[number],
    ...typeof places,
  ]
  const label = first.side.dimension.label?.key
  const wanted = (first.side === left ? right : left).dimension.key
  return fail(scope, code, first.span!, message, {
    labels: labelled([first, ...others]),
    notes: [where(scope, ordered)],
    ...(label && scope.attributes.has(label) && { help: `\`${label}\` must be ${wanted} here` }),
  })
}

function ofRank(shape: Shape): string {
  if (shape.length === 0) return 'a scalar'
  return isKnown(shape) ? printShape(shape) : `of ${shape.length} dimension${shape.length === 1 ? '' : 's'}`
}

interface Side {
  readonly name: string
  readonly axis: number
  readonly dimension: Shape[number]
}

/**
 * The place that fixed a dimension's number: the first of its names that has one, or where the number itself is written.
 * In a proof names have no numbers, and the shape that says them is that place.
 */
export function fixedAt(dimension: Dimension, scope: Scope): Span | undefined {
  const written = placeOf(dimension)
  if (scope.rigid && written) return written
  for (const name of size.namesIn(dimension.label ?? dimension)) {
    const bound = name === BATCH ? undefined : scope.sizes.get(name)
    if (bound) return bound.span
  }
  return written
}

/** `21 columns` */
export function along(count: string, axis: number): string {
  return `${count} ${axis === 0 ? 'row' : 'column'}${count === '1' ? '' : 's'}`
}

/** Sizes of the network that texts speak of, and those that their own numbers are made of: each is a label where it is written. */
export function namedIn(spans: readonly Span[], sizes: Sizes): readonly Label[] {
  const found = new Map<string, Label>()
  const isSame = (a: Span, b: Span) => a.source === b.source && a.start === b.start
  const look = ({ source, start, end }: Span) => {
    const text = source.text.slice(start, end)
    // An expression of sizes, and no layer.
    if (/[{[:\n]/.test(text)) return
    for (const [name] of text.matchAll(/[\p{ID_Start}_]\p{ID_Continue}*/gu)) {
      const bound = sizes.get(name)
      if (name === BATCH || bound?.written === undefined || found.has(name)) continue
      if (size.isUnknown(bound.size)) continue
      if (spans.some((span) => isSame(span, bound.span))) continue
      found.set(name, { span: bound.written, text: `\`${name}\` is ${bound.size.key}` })
      look(bound.written)
    }
  }
  for (const span of spans) look(span)
  return [...found.values()].filter((label) => !spans.some((span) => isSame(span, label.span)))
}

export function where(scope: Scope, span: Span): string {
  const { line, column } = positionAt(span.source, span.start)
  return `in ${scope.word ? `${scope.word.kind} word \`${scope.word.name}\`` : 'the network'}, ${span.source.path}:${line}:${column}`
}

export function fail(
  scope: Pick<Scope, 'report' | 'use' | 'word'>,
  code: Code,
  at: Span,
  message: string,
  rest: {
    readonly labels?: readonly { readonly span: Span; readonly text: string }[]
    readonly notes?: readonly string[]
    readonly help?: string | undefined
  } = {},
): never {
  scope.report.add({ code, at, message, ...rest })
  throw new Stopped()
}
