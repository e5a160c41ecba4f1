import {
  type Instruction,
  type Leaf,
  PHASES,
  type Program,
  type Value,
  type ValueId,
} from '../forms/program.ts'
import { printShape } from '../forms/shape.ts'
import { layerOf, placed, remarked, section } from './place.ts'

/** A line for each leaf and instruction, in order; then what goes out, and where things are kept. */
export function printProgram(program: Program): string {
  const { network, summary, source, precision, values, instructions, results, stores, blocks } = program
  const batch = program.batch === undefined ? '' : ` · batch ${program.batch}`
  const leaves = values.flatMap((value) => (value.leaf ? [leafLine(value, value.leaf)] : []))
  return [
    `program ${network} · ${precision}${batch} · ${source}`,
    ...(summary === '' ? [] : [summary]),
    ...section('leaves', leaves),
    ...PHASES.flatMap((phase) =>
      section(
        phase,
        instructions.filter((each) => each.phase === phase).map((each) => instructionLine(each, program)),
      ),
    ),
    ...section(
      'results',
      results.map(
        ({ role, phase, name, value }) => `${phase}: ${role} ${name} = ${reference(value, program)}`,
      ),
    ),
    ...section(
      'stores',
      stores.map(
        ({ phase, leaf, value }) => `${phase}: ${reference(leaf, program)} ← ${reference(value, program)}`,
      ),
    ),
    ...section(
      'blocks',
      blocks.map(
        ({ name, role, members }) =>
          `${name}${name === role ? '' : ` (${role})`}: ${members.map((member) => `${member.name} ${printShape(member.shape)}`).join(', ')}`,
      ),
    ),
    ...section(
      'hyperparameters',
      program.hyperparameters.map(({ name, value }) => `${name} = ${value}`),
    ),
    ...section(
      'memory',
      program.memory.map(({ name, value }) => `${name} = ${value}`),
    ),
    ...section(
      'parameters',
      program.interface.parameters.map(
        ({ name, word, layer }) => `${name}: ${word}, ${layerOf(layer, program)}`,
      ),
    ),
    '',
  ].join('\n')
}

/** `%12 Z1 (4, m) = matmul W1 X`, and where it comes from. */
export function instructionLine(instruction: Instruction, program: Program): string {
  const { result, origin } = instruction
  return remarked(
    `${valueText(program.values[result]!)} = ${expressionText(instruction, program)}`,
    `${momentText(instruction)}, ${placed(origin.layer, program, origin.span)}`,
  )
}

/** `forward`; `evaluate chunk 1`, where examples come in chunks. */
export function momentText({ phase, turn }: Pick<Instruction, 'phase' | 'turn'>): string {
  if (!turn) return phase
  return turn.part === 'whole' ? `${phase} whole` : `${phase} ${turn.part} ${turn.pass}`
}

/** `matmul W1 X`, `sum %14 axis=0`. */
export function expressionText({ operation, operands, attributes }: Instruction, program: Program): string {
  const { value, values, size, axis, stream, combine } = attributes
  return [
    operation,
    ...operands.map((operand) => reference(operand, program)),
    ...(value === undefined ? [] : [Object.is(value, -0) ? '-0' : String(value)]),
    ...(values === undefined ? [] : [`[${values.join(', ')}]`]),
    ...(size === undefined ? [] : [size.key.replaceAll(' ', '')]),
    ...(axis === undefined ? [] : [`axis=${axis}`]),
    ...(stream === undefined ? [] : [`stream=${stream}`]),
    ...(combine === undefined ? [] : [combine]),
  ].join(' ')
}

/** `%12 Z1 (4, m)` */
export function valueText({ id, name, shape }: Value): string {
  return [`%${id}`, ...(name === undefined ? [] : [name]), printShape(shape)].join(' ')
}

/** Leaves by their names, which are their own; other values by number, for a name may be used once in each phase. */
export function reference(id: ValueId, { values }: Program): string {
  const { name, leaf } = values[id]!
  if (name === undefined) return `%${id}`
  return leaf ? name : `%${id}:${name}`
}

function leafLine(value: Value, leaf: Leaf): string {
  const { range, sumsToOne } = value.promises ?? {}
  const promises = [
    ...(range === undefined ? [] : [range]),
    ...(sumsToOne === undefined ? [] : [`sums to 1 over axis ${sumsToOne}`]),
  ]
  const kind =
    leaf.kind === 'block'
      ? `block ${leaf.block}`
      : leaf.kind === 'progress'
        ? `progress ${leaf.of}`
        : leaf.kind
  return remarked(valueText(value), [kind, ...promises].join(', '))
}
