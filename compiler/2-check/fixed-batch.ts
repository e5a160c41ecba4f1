import type { Report } from '../diagnostics/report.ts'
import type { Node } from '../forms/document.ts'
import type { Expression } from '../forms/equation.ts'
import { BATCH } from '../forms/program.ts'
import type { Span } from '../forms/source.ts'
import type { PortSpec } from '../forms/spec.ts'
import { mentionsBatch } from './batch.ts'
import { numberOf } from './names.ts'

/** `X: [2, 4]`: the network trains on 4 examples at once, always. */
export interface FixedBatch {
  readonly columns: number
  readonly span: Span
}

interface Ports {
  readonly inputs: readonly PortSpec[]
  readonly targets: readonly PortSpec[]
}

/**
 * A stack of layers may write its batch as a number. All ports then have the same, and from here on their shapes say
 * `m` as those of every stack do: no size is built with it, and predicting takes as many examples as it is given.
 */
export function withBatch(
  { inputs, targets }: Ports,
  isStack: boolean,
  report: Report,
): Ports & { readonly batch?: FixedBatch } {
  if (!isStack) return { inputs, targets }
  const [first, ...others] = [...inputs, ...targets].flatMap(({ name, shape }) => {
    const columns = columnsOf(shape.dimensions)
    return columns ? [{ name, columns: columns.value, span: columns.span }] : []
  })
  if (first === undefined) return { inputs, targets }
  for (const { name, columns, span } of others)
    if (columns !== first.columns)
      report.add({
        code: 'E305',
        at: span,
        message: `\`${name}\` has ${counted(columns)} and \`${first.name}\` ${first.columns}`,
        labels: [{ span: first.span, text: 'the batch' }],
        help: 'all inputs and targets have the same examples',
      })
  const { columns, span } = first
  return { inputs: inputs.map(symbolic), targets: targets.map(symbolic), batch: { columns, span } }
}

/** What training says of its batch must be what the ports say. */
export function checkTrainingBatch(node: Node, { columns, span }: FixedBatch, report: Report): void {
  const said = numberOf(node)
  if (said === undefined || said === columns) return
  report.add({
    code: 'E305',
    at: node.span,
    message: `training takes batches of ${said}, and the ports are made for ${columns}`,
    labels: [{ span, text: 'the batch' }],
    help: `leave \`batch\` out, or write the ports' last size as \`${BATCH}\``,
  })
}

/** A number that stands where the batch does. */
function columnsOf(dimensions: readonly Expression[]) {
  const [rows, columns] = dimensions
  if (dimensions.length !== 2 || mentionsBatch(rows!)) return undefined
  return columns?.kind === 'number' ? columns : undefined
}

function symbolic(port: PortSpec): PortSpec {
  const { dimensions, span } = port.shape
  const columns = columnsOf(dimensions)
  if (columns === undefined) return port
  const batch: Expression = { kind: 'name', name: BATCH, span: columns.span }
  return { ...port, shape: { dimensions: [dimensions[0]!, batch], span } }
}

function counted(columns: number): string {
  return columns === 1 ? '1 column' : `${columns} columns`
}
