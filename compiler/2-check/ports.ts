import type { Report } from '../diagnostics/report.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import { fieldOf, type Node } from '../forms/document.ts'
import type { Expression } from '../forms/equation.ts'
import { ANY_NUMBER, PROMISED_RANGES } from '../forms/program.ts'
import type { PortSpec, Reference, ShapeSpec } from '../forms/spec.ts'
import { shapeOf, writtenOf } from './expressions.ts'
import { referenceOf, textOf } from './names.ts'

/** `input: { A: [n, m] }`: a mapping of ports, of a word or a network. */
export function portsOf(node: Node | undefined, report: Report): readonly PortSpec[] {
  if (node?.kind !== 'mapping') return []
  return node.entries.flatMap(({ key, value }) => {
    const shape = value.kind === 'mapping' ? shapeOf(fieldOf(value, 'shape'), report) : shapeOf(value, report)
    if (shape === undefined) return []
    const over = fieldOf(fieldOf(value, 'sums'), 'over')
    const sumsToOneOver = textOf(over)
    if (sumsToOneOver !== undefined) checkDimension({ name: sumsToOneOver, span: over!.span }, shape, report)
    const named = textOf(fieldOf(value, 'range'))
    const range = PROMISED_RANGES.find((each) => each === named)
    return {
      ...referenceOf(key),
      shape,
      ...(range && { range }),
      ...(named === ANY_NUMBER && { takesAnyNumber: true as const }),
      ...(sumsToOneOver !== undefined && { sumsToOneOver }),
    }
  })
}

/** What is summed over is a dimension, by its name. */
function checkDimension({ name, span }: Reference, { dimensions }: ShapeSpec, report: Report): void {
  const names = dimensions.flatMap((dimension) => (dimension.kind === 'name' ? dimension.name : []))
  const places = names.filter((each) => each === name).length
  if (places === 1 || report.blames(span)) return
  const shape = dimensions.map((dimension) => writtenOf(dimension)).join(', ')
  report.add({
    code: 'E307',
    at: span,
    message:
      places === 0 ? `\`${name}\` is no dimension of (${shape})` : `\`${name}\` stands twice in (${shape})`,
    help:
      places === 0
        ? (didYouMean(name, names) ?? 'what is summed over has a name in `shape`')
        : 'a dimension that is summed over has a name of its own',
  })
}

/** A network's targets: as ports, and classes, which bring their shape and their promises. */
export function targetsOf(node: Node | undefined, report: Report): readonly PortSpec[] {
  if (node?.kind !== 'mapping') return []
  return node.entries.flatMap(({ key, value }) => {
    const classes = fieldOf(value, 'classes')
    if (classes === undefined) {
      if (value.kind === 'mapping' && fieldOf(value, 'shape') === undefined && !report.blames(value.span))
        report.add({
          code: 'E204',
          at: key.span,
          message: `target \`${key.text}\` needs \`shape\` or \`classes\``,
          help: 'numbers have a shape, `[1, m]` say; names are listed: `classes: [a, b]`',
        })
      return portsOf({ kind: 'mapping', entries: [{ key, value }], flow: false, span: value.span }, report)
    }
    if (classes.kind !== 'sequence') return [] // the schema has told
    const names = classNames(classes, report)
    const shape = fieldOf(value, 'shape')
    const port = { ...referenceOf(key), range: 'probability' as const, classes: names }
    if (shape === undefined)
      return { ...port, shape: oneRowPerClass(names.length, classes), sumsToOneOver: '0' }
    const written = shapeOf(shape, report)
    if (written === undefined) return []
    const rows = written.dimensions[0]
    if (rows?.kind === 'number' && rows.value === names.length)
      return { ...port, shape: written, sumsToOneOver: '0' }
    if (rows?.kind !== 'number' || rows.value !== 1 || names.length !== 2)
      reportRows(names.length, classes, written, report)
    return { ...port, shape: written }
  })
}

function classNames(node: Node, report: Report): readonly string[] {
  if (node.kind !== 'sequence') return []
  const seen = new Map<string, Node>()
  for (const item of node.items) {
    const name = textOf(item)
    if (name === undefined) continue
    const earlier = seen.get(name)
    if (earlier === undefined) seen.set(name, item)
    else
      report.add({
        code: 'E207',
        at: item.span,
        message: `class \`${name}\` is listed twice`,
        labels: [{ span: earlier.span, text: 'first here' }],
      })
  }
  return [...seen.keys()]
}

/** `(classes, m)`, as if it had been written where the classes stand. */
function oneRowPerClass(classes: number, { span }: Node): ShapeSpec {
  const rows: Expression = { kind: 'number', value: classes, span }
  const batch: Expression = { kind: 'name', name: 'm', span }
  return { dimensions: [rows, batch], span }
}

function reportRows(classes: number, listed: Node, { dimensions, span }: ShapeSpec, report: Report): void {
  report.add({
    code: 'E220',
    at: dimensions[0]?.span ?? span,
    message: `${classes} classes take ${classes === 2 ? '1 row or 2' : `${classes} rows`}`,
    labels: [{ span: listed.span, text: `${classes} classes` }],
    help: 'leave `shape` out for one row per class; `[1, m]` tells two classes apart by 0 and 1',
  })
}
