import { isKnown, isScalar, printShape, type Shape } from '../forms/shape.ts'
import * as size from '../forms/size.ts'
import type { PortSpec } from '../forms/spec.ts'
import { along, fail, fixedAt } from './blame.ts'
import type { Typed } from './scope.ts'
import { shapeHere } from './sizes.ts'
import type { Expanded } from './surroundings.ts'

/** The word's declared output, of the declared shape and with the promises it makes. */
export function outputOf(port: PortSpec, { scope, values }: Expanded): Typed {
  const made = values.get(port.name)!
  const declared = shapeHere(port.shape, scope.sizes, scope.report)
  let { id } = made
  if (isScalar(made.shape) && !isScalar(declared)) id = scope.builder.build.stretched(id, declared)
  else {
    const wrong = declared.findIndex(
      (dimension, axis) =>
        made.shape[axis] === undefined ||
        (!size.same(dimension, made.shape[axis]) && !scope.builder.equal(dimension, made.shape[axis])),
    )
    if (wrong >= 0 || made.shape.length !== declared.length) mismatch(port, made, declared, wrong, scope)
  }
  const axis = axisNamed(port.sumsToOneOver, port)
  if (port.range)
    scope.builder.promise(id, { range: port.range, ...(axis !== undefined && { sumsToOne: axis }) })
  return { id, shape: declared }
}

/** Equations that make another shape than the word declares. */
function mismatch(
  port: PortSpec,
  { shape }: Typed,
  declared: Shape,
  axis: number,
  scope: Expanded['scope'],
): never {
  const [made, wanted] = [shape[axis], declared[axis]]
  const refuted = made && wanted && scope.builder.witness?.(made, wanted)
  const from = made && fixedAt(made, scope)
  const to = wanted && !scope.rigid ? fixedAt(wanted, scope) : undefined
  return fail(
    scope,
    refuted ? 'E302' : 'E301',
    port.shape.dimensions[axis]?.span ?? port.span,
    `\`${port.name}\` ${unlike(shape, declared, axis)}`,
    {
      labels: [
        ...(from ? [{ span: from, text: `${along(made.key, axis)} from here` }] : []),
        ...(to ? [{ span: to, text: `declared with ${along(wanted!.key, axis)} from here` }] : []),
        ...(scope.use && !scope.rigid ? [{ span: scope.use, text: 'used here' }] : []),
      ],
      ...(refuted && { notes: [`refuted by ${refuted}`] }),
    },
  )
}

/** Beside a size that is unknown only what differs is said. */
function unlike(shape: Shape, declared: Shape, axis: number): string {
  if (isKnown(shape) && isKnown(declared))
    return `is ${printShape(shape)}, declared as ${printShape(declared)}`
  const [made, wanted] = [shape[axis], declared[axis]]
  return made && wanted
    ? `has ${along(made.key, axis)}, declared with ${along(wanted.key, axis)}`
    : `has ${shape.length} dimensions, declared with ${declared.length}`
}

/** `sums: { over: k, to: 1 }` as an axis. */
export function axisNamed(name: string | undefined, port: PortSpec): number | undefined {
  if (name === undefined) return undefined
  const axis = port.shape.dimensions.findIndex(
    (dimension) => dimension.kind === 'name' && dimension.name === name,
  )
  return axis < 0 ? 0 : axis
}
