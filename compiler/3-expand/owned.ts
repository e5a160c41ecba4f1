import { BATCH } from '../forms/program.ts'
import * as size from '../forms/size.ts'
import { fail } from './blame.ts'
import type { Scope, Typed } from './scope.ts'
import { shapeHere } from './sizes.ts'
import type { Surroundings } from './surroundings.ts'

/** Parameters and fitted values come into being when an equation that is kept first names them. */
export function owned(name: string, scope: Scope, around: Surroundings): Typed | undefined {
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
      ...(scope.use && !scope.rigid && { labels: [{ span: scope.use, text: 'used here' }] }),
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
