import type { Import } from '../forms/module.ts'
import { className, encoderName, predictorName, variableName } from '../forms/module-names.ts'
import type { DataColumn, Port, Program } from '../forms/program.ts'
import { key, quoted, typeParameters } from './types.ts'

/** How users make a net, a predictor and data; functions and constants, so that bundlers keep what is used. */
export function exportsText(program: Program, trains: boolean): readonly string[] {
  const name = className(program.network)
  const { inputs, targets } = program.interface
  const value = program.precision
  const generics = typeParameters(program).join(', ')
  const classes = targets[0]?.classes
  return [
    ...(classes ? [`export type ${name}Class = ${classes.map(quoted).join(' | ')}`, ''] : []),
    ...(trains
      ? [
          program.batch === undefined
            ? '/** A net that trains, with initial parameters drawn from the seed. `batch` is the most examples of a call. */'
            : `/** A net that trains on ${program.batch} examples at once, with initial parameters drawn from the seed. */`,
          `export function create<${generics}>(options: ${program.batch === undefined ? 'Options<M, P>' : 'FixedOptions<M, P> = {}'}): Promise<${name}<M, P>> {`,
          `  return open(options, ${value}, model, (arena) => new ${name}(arena))`,
          '}',
          '',
        ]
      : []),
    '/** A predictor with the parameters of a saved file. */',
    `export function predictor<${generics}>(`,
    '  bytes: Uint8Array | ArrayBuffer,',
    '  options: PredictorOptions<M, P> = {},',
    `): Promise<${predictorName(program.network)}<M, P>> {`,
    `  return restore(bytes, options, ${value}, model, (arena) => new ${predictorName(program.network)}(arena))`,
    '}',
    '',
    ...[...inputs, ...targets].map((port) => `export const ${port.name} = ${PURE} ${constructorText(port)}`),
    '',
    ...inputs.flatMap((port) => encoderText(port, program)),
    `export * as ${variableName(program.network)} from './${program.network}.js'`,
  ]
}

/** To bundlers: a call that is not needed where its result is not. */
export const PURE = '/* @__PURE__ */'

function constructorText({ name, shape, classes }: Port): string {
  const rows = shape[0]!.key
  if (!classes) return `columns(${quoted(name)}, ${rows})`
  return `${rows === '1' ? 'binary' : 'oneHot'}(${quoted(name)}, [${classes.map(quoted).join(', ')}])`
}

/** Rows of the table to numbers in the order of the input. */
function encoderText({ name, columns }: Port, program: Program): readonly string[] {
  if (!columns) return []
  const only = program.interface.inputs.length === 1
  const row = `${className(program.network)}${only ? '' : name}Row`
  const typeOf = ({ categories }: DataColumn) => categories?.map(quoted).join(' | ') ?? 'number'
  const written = columns.map((column) =>
    column.categories
      ? `{ ${key(column.name)}: [${column.categories.map(quoted).join(', ')}] }`
      : quoted(column.name),
  )
  return [
    `/** An example of \`${name}\` as the data have it. */`,
    `export interface ${row} {`,
    ...columns.map((column) => `  readonly ${key(column.name)}: ${typeOf(column)}`),
    '}',
    '',
    `export const ${encoderName(name, only)} = ${PURE} encoder<${row}>(${quoted(name)}, [${written.join(', ')}])`,
    '',
  ]
}

export function importsOf(program: Program, trains: boolean, uses: ReadonlySet<string>): readonly Import[] {
  const { targets } = program.interface
  const makers = new Set(['columns'])
  if (program.interface.inputs.some((port) => port.columns)) makers.add('encoder')
  if (program.interface.renamed) makers.add('renaming')
  for (const port of targets)
    makers.add(port.classes ? (port.shape[0]!.key === '1' ? 'binary' : 'oneHot') : 'columns')
  const isDouble = program.precision === 'float64'
  const values = [
    ...makers,
    ...(isDouble ? [] : ['float32']),
    ...(trains ? ['Net', 'open'] : []),
    'Predictor',
    'restore',
    ...[...uses].filter((name) => !name.startsWith('type ')),
  ]
  const types = [
    ...(trains ? ['Arena', program.batch === undefined ? 'Options' : 'FixedOptions'] : []),
    ...(isDouble ? [] : ['Float32']),
    'Matrix',
    'Model',
    'Precision',
    'PredictorOptions',
    ...[...uses].flatMap((name) => (name.startsWith('type ') ? [name.slice('type '.length)] : [])),
  ]
  return [
    { from: 'loopless/runtime', names: [...values.sort(), ...types.sort().map((type) => `type ${type}`)] },
    ...(isDouble ? [{ from: 'loopless/runtime/float64', names: ['float64', 'type Float64'] }] : []),
  ]
}
