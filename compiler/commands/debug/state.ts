import type { Net, Precision } from 'loopless/runtime'
import type { Interpretation, Program, Surroundings } from '../../index.ts'
import { interpret } from '../../index.ts'
import { drawsOf } from './draws.ts'

/** What a step of training reads, copied from a net that is about to make it. */
export interface Moment {
  readonly batch: number
  readonly seed: number
  readonly step: number
  readonly epoch: number
  readonly epochLoss: number
  readonly leaves: ReadonlyMap<string, Float64Array>
}

/** A net whose ports hold the step's batch. */
export function momentOf(net: Net<number, Precision>, program: Program): Moment {
  const leaves = new Map<string, Float64Array>()
  for (const { leaf, name } of program.values) {
    if (leaf === undefined || name === undefined) continue
    const matrix = net.matrices.get(name)
    const block = net.blocks[name]
    if (leaf.kind === 'hyperparameter') leaves.set(name, Float64Array.of(net.hyperparameters[name]!))
    else if (leaf.kind === 'memory') leaves.set(name, Float64Array.of(net.memory[name]!))
    else if (matrix) leaves.set(name, Float64Array.from(matrix.toArray().flat()))
    else if (block) leaves.set(name, Float64Array.from(block.data))
  }
  const { m: batch, seed, stepNumber: step, epoch, epochLoss } = net
  return { batch, seed, step, epoch, epochLoss, leaves }
}

/**
 * The step by what each operation means: forward, backward and update. Each value is rounded to the network's precision
 * when it is made; within an operation, in a sum say, all is float64.
 */
export function replay(program: Program, moment: Moment): readonly Interpretation[] {
  const { batch, seed, step, epoch, epochLoss } = moment
  const leaves = new Map(moment.leaves)
  for (const { leaf, name } of program.values)
    if (leaf?.kind === 'progress')
      leaves.set(name!, Float64Array.of({ step, epoch, loss: epochLoss }[leaf.of]))
  const { precision } = program
  const around: Surroundings = {
    batch,
    leaf: (name) => {
      const data = leaves.get(name)
      if (data === undefined) throw new Error(`invariant: nothing is known of ${name}`)
      return data
    },
    draw: drawsOf(program, { seed, step, precision }),
    ...(precision === 'float32' && { round: Math.fround }),
  }
  const backward = interpret(program, 'backward', around)
  const gradients = program.blocks.find(({ role }) => role === 'gradients')
  if (gradients) leaves.set(gradients.name, gradientsOf(program, backward))
  return [backward, interpret(program, 'update', around)]
}

/** All gradients in a row, in the order of their block. */
function gradientsOf({ results, blocks }: Program, { values }: Interpretation): Float64Array {
  const parameters = blocks.find(({ role }) => role === 'parameters')?.members ?? []
  const parts = parameters.map(({ name }) => {
    const result = results.find((each) => each.role === 'gradient' && each.name === name)
    return result ? values.get(result.value)!.data : new Float64Array()
  })
  return Float64Array.from(parts.flatMap((part) => [...part]))
}
