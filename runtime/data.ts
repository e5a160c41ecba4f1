import type { Model } from './model.ts'
import type { Matrix } from './tensor.ts'

/** Inputs and targets by port name, examples as columns: `{ X, Y }`. */
export type Data = Readonly<Record<string, Matrix>>

/** Examples from anywhere: in memory, or read from a file as they are asked for. */
export interface DataSource {
  readonly examples: number
  /**
   * Copies examples `order[start]`, `order[start + 1]` … into the columns of the ports' matrices (inputs, then targets),
   * as many as the matrices have columns.
   */
  gather(into: readonly Matrix[], order: Uint32Array, start: number): void
}

export function isSource(data: Data | DataSource): data is DataSource {
  return typeof data['gather'] === 'function'
}

/** Matrices in memory, in the order of the ports, as a source. */
export function sourceOf(matrices: readonly Matrix[]): DataSource {
  return new MatrixSource(matrices)
}

/** A source that is known to be matrices: workers can gather of them by themselves. */
export class MatrixSource implements DataSource {
  readonly examples: number
  readonly matrices: readonly Matrix[]

  constructor(matrices: readonly Matrix[]) {
    this.examples = matrices[0]?.columns ?? 1
    this.matrices = matrices
  }

  gather(into: readonly Matrix[], order: Uint32Array, start: number): void {
    for (let i = 0; i < into.length; i++) gather(into[i]!, this.matrices[i]!, order, start)
  }
}

/**
 * The data's matrices in the order of the ports.
 *
 * @throws RangeError that lists every port that is missing, unknown or of another size
 */
export function inPortOrder(
  model: Model,
  ports: ReadonlyMap<string, Matrix>,
  data: Data,
  names: readonly string[] = [...model.inputs, ...model.targets],
): Matrix[] {
  const problems: string[] = []
  const first = names.map((name) => data[name]).find((matrix) => matrix !== undefined)
  for (const name of names) {
    const matrix = data[name]
    const rows = ports.get(name)?.rows
    if (!matrix) problems.push(`\`${name}\` is missing`)
    else if (matrix.rows !== rows) problems.push(`\`${name}\` has ${matrix.rows} rows, not ${rows}`)
    else if (matrix.columns !== first?.columns) {
      problems.push(`\`${name}\` has ${matrix.columns} columns where others have ${first?.columns}`)
    }
  }
  for (const name of Object.keys(data)) {
    if (!names.includes(name)) problems.push(`\`${name}\` is no input or target`)
  }
  if (problems.length > 0) {
    throw new RangeError(`the data do not fit \`${model.name}\`: ${problems.join('; ')}`)
  }
  return names.map((name) => data[name]!)
}

/**
 * Data in memory as a source, once it is known to fit; a source is taken as it is.
 *
 * @throws RangeError as `inPortOrder`
 */
export function sourceFor(
  model: Model,
  ports: ReadonlyMap<string, Matrix>,
  data: Data | DataSource,
): DataSource {
  return isSource(data) ? data : sourceOf(inPortOrder(model, ports, data))
}

/** Copies columns `order[from]` … `order[from + into.columns - 1]` of a data set into a batch. */
function gather(into: Matrix, from: Matrix, order: Uint32Array, start: number): void {
  const target = into.data
  const source = from.data
  for (let r = 0; r < into.rows; r++) {
    const t = r * into.stride
    const s = r * from.stride
    for (let c = 0; c < into.columns; c++) target[t + c] = source[s + order[start + c]!]!
  }
}
