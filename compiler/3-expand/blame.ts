import type { Code } from '../diagnostics/codes.ts'
import type { Expression } from '../forms/equation.ts'
import type { Shape } from '../forms/shape.ts'
import * as size from '../forms/size.ts'
import { positionAt, type Span } from '../forms/source.ts'
import type { ShapeProblem } from '../operations/operation.ts'
import type { Scope, Typed } from './scope.ts'
import { Stopped } from './sizes.ts'
import { writtenAt } from './written-at.ts'

const verbs: Readonly<Record<string, string>> = { matmul: 'multiplies', transpose: 'transposes' }

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
      `\`${text({ span: ordered })}\` needs matrices, and \`${written[problem.operand] ? text(written[problem.operand]!) : ''}\` is ${printShape(operands[problem.operand]!.shape)}`,
    )
  const [left, right] = [problem.left, problem.right].map((corner) => ({
    name: text(written[corner.operand]!),
    written: written[corner.operand]!,
    axis: corner.axis === 0 ? 'rows' : 'columns',
    dimension: operands[corner.operand]!.shape[corner.axis]!,
  })) as [Side, Side]
  const shapes = operands
    .map((operand) => printShape(operand.shape))
    .join(operation === 'matmul' ? ' by ' : ' and ')
  const message = `\`${text({ span: ordered })}\` ${verbs[operation] ?? 'joins'} ${shapes}`
  const code =
    left.dimension.key === '1' || right.dimension.key === '1'
      ? operation === 'matmul'
        ? 'E301'
        : 'E304'
      : 'E301'
  const places = [left, right].map((side) => ({ side, span: fixedAt(side, scope) }))
  const refuted = scope.builder.witness?.(left.dimension, right.dimension)
  if (!scope.use || refuted || places.every(({ span }) => span === undefined))
    return fail(scope, refuted ? 'E302' : code, ordered, message, {
      labels: places.flatMap(({ side, span = numberAt(side, scope) }) =>
        span ? [{ span, text: `${side.name} has ${side.dimension.key} ${side.axis} from here` }] : [],
      ),
      ...(code === 'E304' && {
        help: 'only a 1 that is written as a dimension stretches, never a size that happens to be 1',
      }),
      ...(refuted && { notes: [`refuted by ${refuted}`] }),
    })
  // The use is to blame, not the word: the youngest of its numbers first.
  const [accomplice, culprit] = places
    .filter(({ span }) => span !== undefined)
    .sort((a, b) => a.span!.start - b.span!.start)
  const [first, other] = culprit ? [culprit, accomplice] : [accomplice!, undefined]
  const label = first.side.dimension.label?.key
  const wanted = (first.side === left ? right : left).dimension.key
  return fail(scope, code, first.span!, message, {
    labels: [first, other].flatMap((place) =>
      place
        ? [
            {
              span: place.span!,
              text: `${place.side.name} has ${place.side.dimension.key} ${place.side.axis} from here`,
            },
          ]
        : [],
    ),
    notes: [where(scope, ordered)],
    ...(label && scope.attributes.has(label) && { help: `\`${label}\` must be ${wanted} here` }),
  })
}

interface Side {
  readonly name: string
  readonly written: Expression
  readonly axis: string
  readonly dimension: Shape[number]
}

/** The place that fixed a dimension's number: the first of its names that has one. */
function fixedAt({ dimension }: Side, scope: Scope): Span | undefined {
  for (const name of size.namesIn(dimension.label ?? dimension)) {
    const bound = scope.sizes.get(name)
    if (bound) return bound.span
  }
  return undefined
}

/** The place that wrote it, of a dimension without a name. */
function numberAt({ written, axis, dimension }: Side, scope: Scope): Span | undefined {
  return writtenAt(written, axis === 'rows' ? 0 : 1, dimension, scope)
}

export function where(scope: Scope, span: Span): string {
  const { line, column } = positionAt(span.source, span.start)
  return `in ${scope.word ? `${scope.word.kind} word \`${scope.word.name}\`` : 'the network'}, ${span.source.path}:${line}:${column}`
}

function printShape(shape: Shape): string {
  return `(${shape.map((dimension) => dimension.key.replaceAll(' ', '')).join(', ')})`
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
