import { isKnown, printShape } from '../forms/shape.ts'
import * as size from '../forms/size.ts'
import type { AttributeValue, PortSpec, WordUse } from '../forms/spec.ts'
import { along, fail, namedIn, where } from './blame.ts'
import type { Scope } from './scope.ts'
import {
  attempt,
  type Bound,
  bindShape,
  forget,
  noSize,
  numbered,
  type Sizes,
  Stopped,
  sizeOf,
  valuesOf,
} from './sizes.ts'
import type { Arriving, Surroundings } from './surroundings.ts'

/** A use's sizes by the word's names, and everything that arrives at its ports. */
export interface Arrived {
  readonly sizes: Sizes
  readonly ports: readonly (readonly [PortSpec, Arriving])[]
}

/** Names the sizes of a use: first those that are said, then those of what arrives, which must fit. */
export function arrivedAt(
  use: WordUse,
  arriving: readonly (readonly [PortSpec, Arriving])[],
  around: Surroundings,
): Arrived {
  const sizes = sizesSaid(use, around)
  const ports = [...arriving, ...said(use, around)]
  for (const [port, value] of ports) bindPort(port, value, sizes, use, around)
  return { sizes, ports }
}

/** The sizes of a use that has errors, as far as they can be told. */
export function sizesLeft(
  use: WordUse,
  arriving: readonly (readonly [PortSpec, Arriving])[],
  around: Surroundings,
): Sizes {
  const sizes = sizesSaid(use, around)
  for (const [port, value] of arriving) attempt(() => bindPort(port, value, sizes, use, around))
  return sizes
}

function sizesSaid({ word, attributes }: WordUse, around: Surroundings): Sizes {
  const sizes: Sizes = new Map(around.bound)
  for (const { name, type, span } of word.attributes) {
    const value = attributes.get(name)
    if (type !== 'size' || value?.kind !== 'size') continue
    sizes.set(name, {
      size: around.rigid ? size.named(name) : numberOf(value, around),
      span: around.rigid ? span : value.span,
    })
  }
  return sizes
}

/** Attributes that are matrices: a number for each row, or a target of the network. */
function said(
  { word, attributes }: WordUse,
  { builder, phase, origin, target, report }: Surroundings,
): readonly (readonly [PortSpec, Arriving])[] {
  return word.attributes.flatMap(({ name, span, shape }) => {
    const value = attributes.get(name)
    if (!shape || (value?.kind !== 'numbers' && value?.kind !== 'target')) return []
    const port: PortSpec = { name, span, shape }
    if (value.kind === 'target') {
      // One that is no target has been told.
      if (report.blames(value.span)) throw new Stopped()
      const found = target?.(value.name)
      return found ? [[port, { ...found, from: value.span }] as const] : []
    }
    builder.at(phase, origin)
    const id = builder.build('column', [], { values: value.values })
    return [[port, { id, shape: builder.valueOf(id).shape, from: value.span }] as const]
  })
}

/** The number of a size attribute, in the network's names; unknown where something is wrong with it, which is told. */
function numberOf(value: AttributeValue & { readonly kind: 'size' }, around: Surroundings): size.Size {
  const { expression, span } = value
  const { report, sizes } = around
  if (report.blames(span)) return size.UNKNOWN
  const here = attempt(() =>
    numbered(
      sizeOf(expression, (name) => sizes.has(name), sizes, report),
      sizes,
    ),
  )
  if (here === undefined || size.isUnknown(here)) return size.UNKNOWN
  const number = size.constantOf(here)
  const wrong =
    number === undefined
      ? ({
          code: 'E305',
          at: span,
          message: 'a size must be known when compiling, and the batch is not',
        } as const)
      : noSize(number, span)
  if (wrong === undefined) return here
  report.add({ ...wrong, labels: namedIn([span], sizes) })
  forget(expression, sizes)
  return size.UNKNOWN
}

function bindPort(port: PortSpec, value: Arriving, sizes: Sizes, use: WordUse, around: Surroundings): void {
  const { word } = use
  const blame = { report: around.report, use: use.span, word }
  if (port.shape.dimensions.length !== value.shape.length)
    fail(
      blame,
      'E306',
      // A word that an equation calls stands in a file of its own; the call is to blame.
      use.span === word.span ? value.from : use.span,
      `${word.kind} \`${word.name}\` takes \`${port.name}\` with ${port.shape.dimensions.length} dimensions, and gets ${isKnown(value.shape) ? printShape(value.shape) : value.shape.length}`,
      { labels: [{ span: value.from, text: 'from here' }] },
    )
  bindShape(
    port,
    value.shape,
    value.from,
    sizes,
    (axis, wanted, got) => {
      const expected = size.substitute(wanted, valuesOf(sizes)).key
      const fixed = [...size.namesIn(wanted)].flatMap((name) => {
        const bound: Bound | undefined = sizes.get(name)
        if (bound === undefined || bound.span === value.from) return []
        const is = wanted.key === name ? along(expected, axis) : `\`${name}\` is ${bound.size.key}`
        return [{ span: bound.span, text: `${is} from here` }]
      })
      const labels = [{ span: value.from, text: along(got.key, axis) }, ...fixed]
      fail(
        blame,
        'E301',
        value.from,
        `${word.kind} \`${word.name}\` wants \`${port.name}\` with ${along(expected, axis)}, and gets ${got.key}`,
        {
          labels: [
            ...labels,
            ...namedIn(
              labels.map(({ span }) => span),
              around.sizes,
            ),
          ],
          notes: [where({ word } as Scope, port.span)],
          help:
            expected === '1' && value.classes?.length === 2
              ? 'two classes may share one row, told apart by 0 and 1: write `shape: [1, m]` beside `classes`'
              : undefined,
        },
      )
    },
    around.report,
  )
}
