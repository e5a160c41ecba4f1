import { gradientName, type Instruction, type Program, type Result, type ValueId } from '../forms/program.ts'
import { type Builder, rebuild } from '../operations/builder.ts'
import { operationNamed } from '../operations/index.ts'

/**
 * Stage 5: reverse mode. Adds the backward phase, which makes the gradient of
 * the loss by every parameter (or by the inputs a network of equations names).
 * What nobody asked for, the gradient of the data above all, is never built.
 */
export function differentiate(program: Program): Program {
  const loss = program.results.find(({ role, phase }) => role === 'loss' && phase === 'forward')
  if (!loss || program.interface.differentiated.length === 0) return program
  const trained = rebuild(program, undefined, (builder, at) => ({
    results: gradientsOf(program, at(loss.value), at, builder),
  }))
  // Training wants the output where gradients are made from it, and nowhere else.
  const results = trained.results.filter(({ role, phase }) => !(role === 'output' && phase === 'forward'))
  return program.interface.kind === 'layers' ? { ...trained, results } : trained
}

function gradientsOf(
  program: Program,
  loss: ValueId,
  at: (old: ValueId) => ValueId,
  builder: Builder,
): readonly Result[] {
  const { build } = builder
  const forward = builder.instructions.filter(({ phase }) => phase === 'forward')
  const named = new Map(
    program.values.flatMap(({ id, name, leaf }) => (leaf && name ? [[name, at(id)] as const] : [])),
  )
  const wanted = program.interface.differentiated.map((name) => ({ name, leaf: named.get(name) }))
  const active = dependents(
    forward,
    wanted.flatMap(({ leaf }) => (leaf === undefined ? [] : [leaf])),
  )
  const gradients = new Map<ValueId, ValueId>()
  const origin = builder.instructionOf(loss)?.origin ?? { layer: 0, span: program.layers[0]!.span }
  builder.at('backward', origin)
  gradients.set(loss, build.stretched(build.constant(1), build.shapeOf(loss)))

  // Reverse order is safe: an instruction only reads values made before it,
  // so when we reach it every use of its result has already paid in.
  for (const { result, operation, operands, attributes, origin } of forward.toReversed()) {
    const dy = gradients.get(result)
    const rule = operationNamed(operation).gradient
    if (dy === undefined || !rule || !operands.some((operand) => active.has(operand))) continue
    builder.at('backward', origin)
    nameGradient(builder, result, dy)
    const contributions = rule({ x: operands, y: result, dy, attributes, build })
    for (const [index, operand] of operands.entries()) {
      const contribution = contributions[index]
      if (contribution === undefined || !active.has(operand)) continue
      const soFar = gradients.get(operand)
      gradients.set(operand, soFar === undefined ? contribution : build('add', [soFar, contribution]))
    }
  }
  return placed(program, wanted, gradients, builder)
}

/** Every value that depends on one of the leaves. */
function dependents(instructions: readonly Instruction[], leaves: readonly ValueId[]): ReadonlySet<ValueId> {
  const found = new Set(leaves)
  for (const { result, operands } of instructions)
    if (operands.some((operand) => found.has(operand))) found.add(result)
  return found
}

/** dZ1 for the gradient of Z1; a number in disguise needs no name. */
function nameGradient(builder: Builder, value: ValueId, dy: ValueId): void {
  const { name } = builder.valueOf(value)
  const made = builder.instructionOf(dy)?.operation
  if (name !== undefined && made !== 'stretch' && made !== 'constant') builder.name(dy, gradientName(name))
}

/** Each gradient of a parameter is a value of its own, since it has a place of its own in memory. */
function placed(
  program: Program,
  wanted: readonly { readonly name: string; readonly leaf: ValueId | undefined }[],
  gradients: ReadonlyMap<ValueId, ValueId>,
  builder: Builder,
): readonly Result[] {
  const { build } = builder
  const taken = new Set<ValueId>()
  return wanted.flatMap(({ name, leaf }, index): readonly Result[] => {
    if (leaf === undefined) return []
    let value = gradients.get(leaf) ?? build.stretched(build.constant(0), build.shapeOf(leaf))
    const owned = builder.instructionOf(value)
    const isOwn = owned?.phase === 'backward' && !taken.has(value)
    if (program.interface.kind === 'layers' && !isOwn) {
      builder.at('backward', owned?.origin ?? { layer: 0, span: program.layers[0]!.span })
      value = build('copy', [value], { stream: index })
    }
    taken.add(value)
    if (builder.instructionOf(value)?.operation !== 'constant') builder.name(value, gradientName(name))
    return [{ role: 'gradient', phase: 'backward', value, name }]
  })
}
