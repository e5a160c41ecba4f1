import { isScalar, printShape } from '../forms/shape.ts'
import * as size from '../forms/size.ts'
import type { PortSpec } from '../forms/spec.ts'
import { fail } from './blame.ts'
import type { Typed } from './scope.ts'
import { shapeHere } from './sizes.ts'
import type { Expanded } from './surroundings.ts'

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
      `\`${port.name}\` is ${printShape(made.shape)}, declared as ${printShape(declared)}`,
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
