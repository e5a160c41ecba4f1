import type { Finding, Report } from '../diagnostics/report.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import type { Expression, NameExpression } from '../forms/equation.ts'
import { BATCH } from '../forms/program.ts'
import { type Body, type PortSpec, type Reference, unknownShape } from '../forms/spec.ts'
import { namesIn, writtenOf } from './expressions.ts'

/**
 * Examples are columns: the batch is the last dimension, alone, and the only
 * one whose size is not known. A network of equations may do without it.
 *
 * @returns the port, of no known shape where that is wrong
 */
export function checkedBatch(
  port: PortSpec,
  body: Body['kind'],
  sizes: readonly Reference[],
  report: Report,
): PortSpec {
  if (port.shape.isUnknown) return port
  const wrong = misplacedBatch(port) ?? (body === 'layers' ? notColumns(port) : undefined)
  if (wrong) {
    report.add(wrong)
    return { ...port, shape: unknownShape(port.shape.span) }
  }
  for (const dimension of port.shape.dimensions) checkSizeNames(dimension, sizes, report)
  return port
}

function misplacedBatch({ shape: { dimensions, span } }: PortSpec): Finding | undefined {
  const wrong = dimensions.find(
    (dimension, axis) => mentionsBatch(dimension) && !(isBatch(dimension) && axis === dimensions.length - 1),
  )
  if (wrong === undefined) return undefined
  const others = dimensions.filter((dimension) => !mentionsBatch(dimension)).map(writtenOf)
  return {
    code: 'E305',
    at: isBatch(wrong) ? span : wrong.span,
    message: isBatch(wrong)
      ? 'the batch `m` stands last'
      : `the batch stands alone, not in \`${writtenOf(wrong)}\``,
    help: `examples are columns; write \`[${[...others, BATCH].join(', ')}]\``,
  }
}

/** Layers take `[rows, m]`. */
function notColumns({ name, shape: { dimensions, span } }: PortSpec): Finding | undefined {
  const columns = dimensions[1]
  const rows = (dimensions.length === 2 ? dimensions.slice(0, 1) : dimensions).filter(
    (each) => !isBatch(each),
  )
  const help =
    rows.length > 0
      ? `examples are columns; write \`[${rows.map((each) => factor(each)).join(' * ')}, m]\``
      : undefined
  if (dimensions.length !== 2) {
    const message = `a network of layers takes rows and the batch, and \`${name}\` has ${dimensions.length === 1 ? '1 dimension' : `${dimensions.length} dimensions`}`
    return { code: 'E306', at: span, message, help }
  }
  if (columns === undefined || isBatch(columns)) return undefined
  return { code: 'E305', at: columns.span, message: `\`${name}\` does not end with the batch \`m\``, help }
}

/** The sizes of a network have numbers: names come from `sizes:`. */
export function checkSizeNames(expression: Expression, sizes: readonly Reference[], report: Report): void {
  const known = names.get(sizes) ?? new Set(sizes.map(({ name }) => name))
  names.set(sizes, known)
  for (const name of namesIn(expression)) if (!known.has(name.name)) reportNoSize(name, known, report)
}

/** Every size that is written asks for them. */
const names = new WeakMap<readonly Reference[], ReadonlySet<string>>()

export function reportNoSize({ name, span }: NameExpression, known: Iterable<string>, report: Report): void {
  if (name === BATCH) return
  const help = didYouMean(name, known) ?? `give its number: \`sizes: { ${name}: … }\``
  report.add({ code: 'E215', at: span, message: `\`${name}\` is not a size of this network`, help })
}

function isBatch(dimension: Expression): boolean {
  return dimension.kind === 'name' && dimension.name === BATCH
}

export function mentionsBatch(dimension: Expression): boolean {
  return namesIn(dimension).some(({ name }) => name === BATCH)
}

/** As it stands in a product. */
function factor(dimension: Expression): string {
  const isSum = dimension.kind === 'binary' && !dimension.parenthesized && /[-+]/.test(dimension.operator)
  return isSum ? `(${writtenOf(dimension)})` : writtenOf(dimension)
}
