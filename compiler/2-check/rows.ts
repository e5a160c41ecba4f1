import type { Report } from '../diagnostics/report.ts'
import { type DataSpec, type PortSpec, widthOf } from '../forms/spec.ts'

/**
 * A port has as many rows as it names columns; classes stand in one column. Rows that are no plain number wait for stage 3.
 *
 * @returns the ports of which that is not so: either may be right
 */
export function checkRows(data: DataSpec, ports: readonly PortSpec[], report: Report): readonly string[] {
  const wrong: string[] = []
  for (const { name, columns } of [...data.inputs, ...data.targets]) {
    const port = ports.find((candidate) => candidate.name === name)
    const rows = port?.shape.dimensions[0]
    const [first, last] = columns === 'all' ? [] : [columns[0], columns.at(-1)]
    if (port === undefined || first === undefined || last === undefined || columns === 'all') continue
    // How many numbers its cells hold, the file knows.
    if (first.alone && !port.classes) continue
    const filled = columns.reduce((sum, column) => sum + widthOf(column), 0)
    const wanted = port.classes ? 1 : rows?.kind === 'number' ? rows.value : filled
    if (wanted === filled) continue
    wrong.push(name)
    const counted =
      filled === columns.length
        ? `names ${filled} ${filled === 1 ? 'column' : 'columns'}`
        : `its columns fill ${filled}`
    report.add({
      code: 'E301',
      at: { ...first.span, end: last.span.end },
      message: port.classes
        ? `classes stand in one column, and \`${name}\` names ${columns.length}`
        : `\`${name}\` has ${wanted} ${wanted === 1 ? 'row' : 'rows'} and ${counted}`,
      labels: [{ span: port.shape.span, text: `the shape of \`${name}\`` }],
      help:
        columns.length === 1 && !port.classes && first.categories === undefined
          ? `write \`column: ${first.name}\` if a cell of it holds all the numbers of an example`
          : undefined,
    })
  }
  return wrong
}
