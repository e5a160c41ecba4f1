import { type Block, gradientName, type Hyperparameter } from '../forms/program.ts'
import { elementsOf, isScalar, type Shape } from '../forms/shape.ts'
import * as size from '../forms/size.ts'
import type { WordUse } from '../forms/spec.ts'
import { define } from './define.ts'
import { follow, progress } from './follow.ts'
import { outputOf } from './output.ts'
import type { Typed } from './scope.ts'
import { expandWord } from './words.ts'
import { around, inOrder, noted, remember, type Workshop } from './workshop.ts'

/**
 * The optimizer's equations, once, on whole blocks: all parameters as one long
 * row, all gradients, each state. That is why one kernel call can update a network.
 * Before them, what the spec does to the gradients and to the rate.
 */
export function update(workshop: Workshop): void {
  const { builder, parameters, spec, stores } = workshop
  if (!spec.training || parameters.size === 0) return
  const { optimizer, schedule } = spec.training
  const { word } = optimizer
  const shape = lengthwise(workshop)
  const block = (name: string): Typed => ({
    id: builder.leaf({ kind: 'block', block: name }, shape, name),
    shape,
  })
  const leaves = new Map<string, Typed>([
    ['parameter', block('parameters')],
    ['step', progress('step', workshop)],
  ])
  for (const { name, initial } of word.state)
    leaves.set(name, initial === undefined ? block(name) : remember(name, initial, workshop))
  const given = new Map(leaves).set('gradient', clipped(block('gradients'), workshop))
  for (const { name } of hyperparametersOf(optimizer))
    given.set(name, { id: builder.leaf({ kind: 'hyperparameter' }, [], name), shape: [] })
  if (schedule) {
    const rate = follow(schedule, given.get('rate')!, workshop)
    given.set('rate', rate)
    // For whoever asks what the last update used: a log does.
    const used = remember('schedule_rate', numberOf(optimizer, 'rate'), workshop)
    stores.push({ phase: 'update', leaf: used.id, value: rate.id })
  }
  const note = noted(workshop, 'Update', 'update', optimizer)
  const { scope } = expandWord(optimizer, word.equations, [], {
    ...around(workshop, 'update', note, optimizer.span, word.name),
    given,
    rename: (local) => local,
  })
  for (const [index, equation] of word.update.entries()) {
    const name = nextNameOf(equation.name, workshop)
    const { id } = define(equation, scope, () => name)
    const leaf = leaves.get(equation.name)
    if (!leaf) continue
    // What another block holds is copied before that block's own next contents are written.
    const isHeld = builder.valueOf(id).leaf !== undefined && !isScalar(builder.valueOf(id).shape)
    const value = isHeld ? builder.build('copy', [id], { stream: index }) : id
    if (isHeld) builder.name(value, name)
    stores.push({ phase: 'update', leaf: leaf.id, value })
  }
}

/** A block's next contents bear its name; a number's next value stands beside the old one in code. */
function nextNameOf(name: string, { memory }: Workshop): string {
  if (name === 'parameter') return 'parameters'
  return memory.has(name) ? `${name}Next` : name
}

/** The gradients after everything that is done to them, one after the other. */
function clipped(gradients: Typed, workshop: Workshop): Typed {
  const { spec, builder } = workshop
  let { id } = gradients
  for (const use of spec.training!.clipping) {
    const note = noted(workshop, 'Clipping', 'clipping', use)
    const [input] = use.word.inputs
    const [output] = use.word.outputs
    const expanded = expandWord(
      use,
      use.word.equations,
      [[input!, { id, shape: gradients.shape, from: use.span }]],
      {
        ...around(workshop, 'update', note, use.span, use.word.name),
        rename: (local) => (local === output!.name ? 'clipped' : local),
      },
    )
    id = outputOf(output!, expanded).id
  }
  return { id, shape: builder.valueOf(id).shape }
}

/** Memory that is never reused, in the order in which it lies. */
export function blocks(workshop: Workshop): readonly Block[] {
  const { body, spec } = workshop
  const parameters = inOrder(workshop.parameters, workshop).map(({ member }) => member)
  const fitted = inOrder(workshop.fitted, workshop).map(({ member }) => member)
  const gradients = parameters.map(({ name, shape }) => ({ name: gradientName(name), shape }))
  const state = parameters.length > 0 && spec.training ? spec.training.optimizer.word.state : []
  return [
    { name: 'parameters', role: 'parameters', members: parameters },
    ...(fitted.length > 0 ? [{ name: 'fitted', role: 'fitted', members: fitted } as const] : []),
    ...(body.loss ? [{ name: 'gradients', role: 'gradients', members: gradients } as const] : []),
    ...state.flatMap(({ name, initial }): readonly Block[] =>
      initial === undefined
        ? [{ name, role: 'state', members: [{ name, shape: lengthwise(workshop) }] }]
        : [],
    ),
  ]
}

/** An optimizer's numbers may be changed while training; the module holds them as such. */
export function hyperparametersOf(use: WordUse): readonly Hyperparameter[] {
  return use.word.attributes.flatMap(({ name }) => {
    const value = use.attributes.get(name)
    return value?.kind === 'number' ? [{ name, value: value.value }] : []
  })
}

function numberOf(use: WordUse, attribute: string): number {
  const found = hyperparametersOf(use).find(({ name }) => name === attribute)
  if (found === undefined) throw new Error(`invariant: a schedule follows a number \`${attribute}\``)
  return found.value
}

/** All parameters in one row. */
function lengthwise({ parameters }: Workshop): Shape {
  const total = [...parameters.values()].reduce(
    (sum, { member }) => size.plus(sum, elementsOf(member.shape)),
    size.constant(0),
  )
  return [size.constant(1), total]
}
