import { type Block, gradientName, type Hyperparameter } from '../forms/program.ts'
import { elementsOf, isScalar, type Shape } from '../forms/shape.ts'
import * as size from '../forms/size.ts'
import type { WordUse } from '../forms/spec.ts'
import type { Typed } from './scope.ts'
import { define, expandWord } from './words.ts'
import { around, inOrder, noted, type Workshop } from './workshop.ts'

/**
 * The optimizer's equations, once, on whole blocks: all parameters as one long
 * row, all gradients, each state. That is why one kernel call can update a network.
 */
export function update(workshop: Workshop): void {
  const { builder, parameters, spec, stores } = workshop
  if (!spec.training || parameters.size === 0) return
  const { optimizer } = spec.training
  const { word } = optimizer
  const shape = lengthwise(workshop)
  const block = (name: string): Typed => ({
    id: builder.leaf({ kind: 'block', block: name }, shape, name),
    shape,
  })
  const leaves = new Map<string, Typed>([
    ['parameter', block('parameters')],
    ['gradient', block('gradients')],
    ['step', { id: builder.leaf({ kind: 'step' }, [], 'step'), shape: [] }],
  ])
  for (const { name } of word.state) leaves.set(name, block(name))
  for (const { name } of hyperparametersOf(optimizer))
    leaves.set(name, { id: builder.leaf({ kind: 'hyperparameter' }, [], name), shape: [] })
  const note = noted(workshop, 'Update', 'update', optimizer)
  const { scope } = expandWord(optimizer, [], [], {
    ...around(workshop, 'update', note, optimizer.span, word.name),
    given: leaves,
  })
  for (const [index, equation] of word.update.entries()) {
    const name = equation.name === 'parameter' ? 'parameters' : equation.name
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
    ...state.map(
      ({ name }): Block => ({ name, role: 'state', members: [{ name, shape: lengthwise(workshop) }] }),
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

/** All parameters in one row. */
function lengthwise({ parameters }: Workshop): Shape {
  const total = [...parameters.values()].reduce(
    (sum, { member }) => size.plus(sum, elementsOf(member.shape)),
    size.constant(0),
  )
  return [size.constant(1), total]
}
