import { createHash } from 'node:crypto'
import type { ArenaPlan } from '../forms/plan.ts'
import { BATCH, type Program } from '../forms/program.ts'
import type { KernelCall } from '../forms/schedule.ts'
import { printShape } from '../forms/shape.ts'
import { placeOf } from '../forms/source.ts'
import { PURE } from './exports.ts'
import type { Names } from './names.ts'
import { key, quoted } from './types.ts'

/** The agreement between generated code and runtime that this compiler writes for. */
const ABI = 2

/** A memory, and what its matrices are called. */
interface NamedArena {
  readonly arena: ArenaPlan
  readonly names: Names
}

/** What runs, and how where examples come in chunks. */
interface Running {
  readonly calls: readonly KernelCall[]
  readonly passes?: readonly string[]
  readonly gathered?: NamedArena
}

/** The table at the end of a module: what the runtime must know, offsets last, so that a new layer changes few lines above. */
export function modelText(
  program: Program,
  arenas: readonly NamedArena[],
  { calls, passes = [], gathered }: Running,
): readonly string[] {
  const { interface: ports, layers } = program
  const serving = arenas.find(({ arena }) => arena.name === 'serving') ?? arenas[0]!
  const training = arenas.find(({ arena }) => arena.name === 'training') ?? serving
  const output = program.results.find(({ role, phase }) => role === 'output' && phase === 'predict')
  const [target] = ports.targets
  const kept = program.results.filter(({ role }) => role === 'kept').map(({ name }) => name)
  const called = calls.flatMap(({ kernel, isWritten }) => (isWritten ? [] : [kernel]))
  const kernels = [...new Set(called)].sort()
  const list = (names: readonly string[]) => `[${names.map(quoted).join(', ')}]`
  return [
    'const model: Model = {',
    `  name: ${quoted(program.network)},`,
    `  abi: ${ABI},`,
    `  digest: ${quoted(digestOf(program))},`,
    `  inputs: ${list(ports.inputs.map(({ name }) => name))},`,
    `  targets: ${list(ports.targets.map(({ name }) => name))},`,
    `  output: ${quoted(output ? serving.names.property(output.value) : '')},`,
    ...(target?.classes ? [`  classes: ${list(target.classes)},`] : []),
    ...(program.batch === undefined ? [] : [`  batch: ${program.batch},`]),
    `  hyperparameters: ${record(program.hyperparameters.map(({ name, value }) => `${name}: ${value}`))},`,
    ...(program.memory.length > 0
      ? [`  memory: ${record(program.memory.map(({ name, value }) => `${name}: ${value}`))},`]
      : []),
    ...(ports.parameters.length === 0
      ? ['  parameters: {},']
      : [
          '  parameters: {',
          ...ports.parameters.map(
            ({ name, word, layer }) => `    ${key(name)}: ${quoted(positionOf(word, layers[layer]!.key))},`,
          ),
          '  },',
        ]),
    ...renamedText(program),
    ...(kept.length > 0 ? [`  keep: ${list(kept)},`] : []),
    `  kernels: ${list(kernels)},`,
    ...addsUpText(program),
    ...passes,
    '  // Rows, columns and offset in elements; an offset with a batch (m) counts per column, behind all fixed ones.',
    ...layoutText('training', training, program),
    ...layoutText('serving', serving, program),
    ...(gathered ? layoutText('gathered', gathered, program) : []),
    '}',
  ]
}

/** `true`, or the equation for which parts of a batch do not add up. */
function addsUpText({ addsUp, layers }: Program): readonly string[] {
  if (addsUp === undefined) return []
  if (addsUp === true) return ['  addsUp: true,']
  const { origin, equation } = addsUp
  return [`  addsUp: ${quoted(`${equation} (${layers[origin.layer]!.title}, ${placeOf(origin.span)})`)},`]
}

/** What files that were saved before a renaming say instead: the digest, and of each value its name and position. */
export function renamingOf(program: Program): {
  readonly digest: string
  readonly names: Readonly<Record<string, readonly [name: string, position?: string]>>
} {
  const { renamed = [], parameters } = program.interface
  const names = renamed.map(({ name, before, layerBefore }): [string, [string, string?]] => {
    const word = parameters.find((each) => each.name === name)?.word
    const position =
      word !== undefined && layerBefore !== undefined ? positionOf(word, layerBefore) : undefined
    return [name, position === undefined ? [before] : [before, position]]
  })
  const digest = digestOf(program, new Map(renamed.map(({ name, before }) => [name, before])))
  return { digest, names: Object.fromEntries(names) }
}

function renamedText(program: Program): readonly string[] {
  if (program.interface.renamed === undefined) return []
  const { digest, names } = renamingOf(program)
  return [
    `  renamed: ${PURE} renaming(${quoted(digest)}, {`,
    ...Object.entries(names).map(
      ([name, [...before]]) => `    ${key(name)}: [${before.map((each) => quoted(each!)).join(', ')}],`,
    ),
    '  }),',
  ]
}

function record(entries: readonly string[]): string {
  return entries.length > 0 ? `{ ${entries.join(', ')} }` : '{}'
}

/** Word and layer of a parameter, `dense, layer 1`. */
export function positionOf(word: string, layer: string): string {
  return `${word}, ${/^\d+$/.test(layer) ? 'layer ' : ''}${layer}`
}

function layoutText(name: string, { arena, names }: NamedArena, program: Program): readonly string[] {
  const dimension = (key: string) => (key === BATCH ? "'m'" : key)
  return [
    `  ${name}: {`,
    `    fixed: ${arena.fixed},`,
    `    perColumn: ${arena.perColumn},`,
    `    blocks: ${record(arena.blocks.map((block) => `${key(block.name)}: [${block.offset}, ${block.length}]`))},`,
    '    places: {',
    ...storedIn(arena, names).map(({ value, property }) => {
      const [rows, columns] = program.values[value]!.shape.map(({ key }) => dimension(key))
      return `      ${key(property)}: [${rows}, ${columns}, ${arena.places.get(value)!.offset}],`
    }),
    '    },',
    '  },',
  ]
}

/** Each matrix once; what lies where another does has that one's name. */
function storedIn({ places }: ArenaPlan, names: Names): Names['stored'] {
  const seen = new Set<string>()
  return [...places.keys()].flatMap((value) => {
    const property = names.property(value)
    if (seen.has(property) || names.isBlock(value)) return []
    seen.add(property)
    return [{ value, property }]
  })
}

/**
 * Networks that compute the same function of the same parameters have the same digest, and can share saved files.
 *
 * @param called other names for some of them
 */
export function digestOf(program: Program, called: ReadonlyMap<string, string> = new Map()): string {
  const hash = createHash('sha256')
  const numbers = new Map<number, number>()
  const nameOf = (name: string) => called.get(name) ?? name
  const numberOf = (value: number) => numbers.get(value) ?? numbers.set(value, numbers.size).get(value)!
  for (const { name, members } of program.blocks)
    if (name === 'parameters' || name === 'fitted')
      for (const member of members) hash.update(`${nameOf(member.name)} ${printShape(member.shape)};`)
  for (const { operation, operands, attributes, phase, result } of program.instructions) {
    if (phase !== (program.interface.kind === 'layers' ? 'predict' : 'forward')) continue
    const of = operands.map((operand) =>
      program.values[operand]!.leaf?.kind === 'parameter' || program.values[operand]!.leaf?.kind === 'fitted'
        ? nameOf(program.values[operand]!.name!)
        : numberOf(operand),
    )
    hash.update(
      `${numberOf(result)}=${operation}(${of.join(',')})${JSON.stringify(attributes.value ?? attributes.axis ?? '')};`,
    )
  }
  // Values are numbered as they are used: which inputs those are shows where they are not the first ones, in order.
  const inputs = [...numbers.keys()].flatMap((value) => {
    const { leaf, name } = program.values[value]!
    return leaf?.kind === 'input' ? [program.interface.inputs.findIndex((each) => each.name === name)] : []
  })
  if (inputs.some((input, index) => input !== index)) hash.update(`inputs ${inputs.join(',')};`)
  return hash.digest('hex').slice(0, 16)
}
