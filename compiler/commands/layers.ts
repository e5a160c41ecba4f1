import {
  BATCH,
  constantOf,
  elementsOf,
  type Instruction,
  type KernelCall,
  type LayerUse,
  type NetworkSpec,
  type Phase,
  type Program,
  printShape,
  type Schedule,
  type Shape,
} from '../index.ts'
import { bytesMoved, multiplyAddsOf, PREDICTING, TRAINING } from './work.ts'

export interface LayerFacts {
  /** `1`, `encoder`, `loss` */
  readonly name: string
  /** `dense 4, tanh`: the word, as it is used. */
  readonly word: string
  /** Absent of what is no layer: the loss, a metric, the update. */
  readonly output?: string
  readonly parameters: number
  /** Of matrix products, to predict one example. */
  readonly multiplyAdds: number
  /** Read and written by its kernels for a batch: in a training step, and to predict. */
  readonly bytesMoved: BytesMoved
  readonly kernels: readonly KernelFacts[]
}

export interface BytesMoved {
  readonly training: number
  readonly predicting: number
}

export interface KernelFacts {
  readonly kernel: string
  readonly phase: Phase
  /** Equations it computes at once; more than one: a fused kernel. */
  readonly equations: number
}

/** The layers in order, then loss, metrics and update. */
export function layersOf(
  spec: NetworkSpec,
  program: Program,
  schedule: Schedule,
  batch: number,
): readonly LayerFacts[] {
  const layers = spec.body.kind === 'layers' ? unrolled(spec.body.layers) : 0
  return program.layers.map(({ key, title }, index) => ({
    name: key.charAt(0).toLowerCase() + key.slice(1),
    word: title.slice(title.indexOf(' · ') + 1).replace('· ', ''),
    ...(index < layers && { output: printShape(outputOf(index, program)) }),
    parameters: parametersOf(index, program),
    multiplyAdds: multiplyAddsOfLayer(index, program),
    bytesMoved: bytesMovedBy(
      schedule.calls.filter(({ origin }) => origin.layer === index),
      program,
      batch,
    ),
    kernels: schedule.calls
      .filter(({ origin }) => origin.layer === index)
      .map(({ kernel, phase, covers }) => ({ kernel, phase, equations: covers.length })),
  }))
}

function bytesMovedBy(calls: readonly KernelCall[], program: Program, batch: number): BytesMoved {
  const within = (phases: readonly Phase[]) =>
    sum(calls.map((call) => (phases.includes(call.phase) ? bytesMoved(call, program, batch) : 0)))
  return { training: within(TRAINING), predicting: within(PREDICTING) }
}

function unrolled(layers: readonly LayerUse[]): number {
  return sum(layers.map((layer) => (layer.kind === 'repeat' ? layer.times * unrolled(layer.layers) : 1)))
}

/** What its last equation makes; a layer that does nothing hands on what it gets. */
function outputOf(layer: number, program: Program): Shape {
  for (const phase of ['forward', 'predict'] as const) {
    const last = program.instructions.findLast(
      (each) =>
        each.origin.layer === layer && each.phase === phase && program.values[each.result]!.shape.length > 0,
    )
    if (last) return program.values[last.result]!.shape
  }
  return layer > 0 ? outputOf(layer - 1, program) : program.interface.inputs[0]!.shape
}

/** How many numbers a layer learns. */
export function parametersOf(layer: number, program: Program): number {
  const own = program.interface.parameters.filter((each) => each.layer === layer).map(({ name }) => name)
  const members = program.blocks.find(({ role }) => role === 'parameters')?.members ?? []
  return sum(
    members.filter(({ name }) => own.includes(name)).map(({ shape }) => constantOf(elementsOf(shape)) ?? 0),
  )
}

/** Of its matrix products, to predict one example. */
export function multiplyAddsOfLayer(layer: number, program: Program): number {
  return sum(
    program.instructions.map((each) => (each.origin.layer === layer ? multiplyAdds(each, program) : 0)),
  )
}

/** Of a product whose columns are the examples, for each of them. */
function multiplyAdds(instruction: Instruction, program: Program): number {
  const isOfExamples = program.values[instruction.result]!.shape[1]?.key === BATCH
  return instruction.phase === 'predict' && isOfExamples ? multiplyAddsOf(instruction, program, 1) : 0
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
