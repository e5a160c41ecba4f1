import type { Label } from '../diagnostics/report.ts'
import { isScalar, printShape } from '../forms/shape.ts'
import * as size from '../forms/size.ts'
import type { PortSpec } from '../forms/spec.ts'
import { fail } from './blame.ts'
import type { Scope, Typed } from './scope.ts'
import { shapeHere } from './sizes.ts'
import type { Expanded } from './surroundings.ts'
import { writtenAt } from './written-at.ts'

/** The word's declared output, of the declared shape and with the promises it makes. */
export function outputOf(port: PortSpec, { scope, values }: Expanded): Typed {
  const made = values.get(port.name)
  if (!made)
    return fail(scope, 'E401', port.span, `no equation makes the output \`${port.name}\``, {
      labels: [{ span: scope.word!.span, text: 'of this word' }],
    })
  const declared = shapeHere(port.shape, scope.sizes, scope.report)
  let { id } = made
  const wrong = declared.findIndex(
    (dimension, axis) =>
      made.shape[axis] === undefined ||
      (!size.same(dimension, made.shape[axis]) && !scope.builder.equal(dimension, made.shape[axis])),
  )
  if (isScalar(made.shape) && !isScalar(declared)) id = scope.builder.build.stretched(id, declared)
  else if (made.shape.length !== declared.length || wrong >= 0)
    fail(
      scope,
      'E301',
      port.span,
      `\`${port.name}\` is ${printShape(made.shape)}, declared as ${printShape(declared)}`,
      {
        labels: [
          ...(scope.use ? [{ span: scope.use, text: 'used here' }] : []),
          ...shapesOf(port, made, Math.max(0, wrong), scope),
        ],
      },
    )
  const axis = axisNamed(port.sumsToOneOver, port)
  if (port.range)
    scope.builder.promise(id, { range: port.range, ...(axis !== undefined && { sumsToOne: axis }) })
  return { id, shape: declared }
}

/** Where the shape was declared, and what else said its wrong size. */
function shapesOf(port: PortSpec, { shape }: Typed, wrong: number, scope: Scope): readonly Label[] {
  const { equation } = scope.declared(port.name)
  const got = shape[wrong]
  const from = equation && got && writtenAt(equation, wrong, got, scope)
  return [
    { span: port.shape.dimensions[wrong]?.span ?? port.shape.span, text: 'declared here' },
    ...(from ? [{ span: from, text: `${got.key} ${wrong === 0 ? 'rows' : 'columns'} from here` }] : []),
  ]
}

/** `sums: { over: k, to: 1 }` as an axis. */
export function axisNamed(name: string | undefined, port: PortSpec): number | undefined {
  if (name === undefined) return undefined
  const axis = port.shape.dimensions.findIndex(
    (dimension) => dimension.kind === 'name' && dimension.name === name,
  )
  return axis < 0 ? 0 : axis
}
