import { type Instruction, type Program, READS, type ValueId } from '../forms/program.ts'
import { constantOf } from '../forms/size.ts'
import type { Span } from '../forms/source.ts'
import {
  type AttributeType,
  type Layers,
  type LayerUse,
  type Library,
  type NetworkSpec,
  type SingleLayer,
  saidOf,
  type WordUse,
} from '../forms/spec.ts'
import { isWide } from '../operations/chunks.ts'

/** A network that learns, as rules look at it: what its spec says, and the operations that this means. */
export interface Learner {
  readonly spec: NetworkSpec
  readonly loss: WordUse
  readonly library: Library
  readonly program: Program
  /** The instructions of the forward pass; and those of predicting and evaluating. */
  readonly forward: readonly Instruction[]
  readonly serving: readonly Instruction[]
  /** What the loss is given, in the forward pass. */
  readonly output: ValueId
  /** By value; leaves are made by none. */
  readonly made: readonly (Instruction | undefined)[]
  /** Whether a value of the forward pass or of predicting depends on a parameter. */
  readonly isLearned: (value: ValueId) => boolean
  /** Whether it depends on examples. */
  readonly isOfData: (value: ValueId) => boolean
  /** The layer of an instruction, unless that belongs to the loss. */
  readonly layerOf: (instruction: Instruction) => SingleLayer | undefined
}

/** Nothing, where nothing is learned: then weights come from elsewhere, and what they are is no mistake of the spec. */
export function learnerOf(
  spec: NetworkSpec,
  { loss, layers }: Layers,
  program: Program,
  library: Library,
): Learner | undefined {
  const output = program.results.find(({ role, phase }) => role === 'output' && phase === 'forward')?.value
  if (loss === undefined || output === undefined || program.interface.differentiated.length === 0)
    return undefined
  const { values, instructions } = program
  const made = values.map((): Instruction | undefined => undefined)
  const learned = Uint8Array.from(values, ({ leaf }) => Number(leaf?.kind === 'parameter'))
  const ofData = Uint8Array.from(values, ({ leaf }) =>
    Number(leaf?.kind === 'input' || leaf?.kind === 'target'),
  )
  for (const instruction of instructions) {
    const { result, operands } = instruction
    made[result] = instruction
    if (operands.some((operand) => learned[operand])) learned[result] = 1
    if (operands.some((operand) => ofData[operand])) ofData[result] = 1
  }
  const byPlace = new Map(singleLayers(layers).map((layer) => [layer.span.start, layer]))
  return {
    spec,
    loss,
    library,
    program,
    forward: instructions.filter(({ phase }) => phase === 'forward'),
    serving: instructions.filter(({ phase }) => READS.evaluate.includes(phase)),
    output,
    made,
    isLearned: (value) => learned[value] === 1,
    isOfData: (value) => ofData[value] === 1,
    layerOf: ({ origin }) => byPlace.get(program.layers[origin.layer]!.span.start),
  }
}

function singleLayers(layers: readonly LayerUse[]): readonly SingleLayer[] {
  return layers.flatMap((layer) => (layer.kind === 'repeat' ? singleLayers(layer.layers) : [layer]))
}

/** A product of a matrix that is learned, and the same for all examples, with something of each example. */
export function isLearnedProduct({ operation, operands }: Instruction, learner: Learner): boolean {
  const [left, right] = operands
  return operation === 'matmul' && isLearnedMatrix(left!, learner) && learner.isOfData(right!)
}

export function isLearnedMatrix(value: ValueId, { isLearned, isOfData, program }: Learner): boolean {
  return isLearned(value) && !isOfData(value) && !isWide(program.values[value]!.shape)
}

/** The parameters that a value is made of. */
export function parametersIn(value: ValueId, learner: Pick<Learner, 'program' | 'made'>): readonly string[] {
  const { leaf, name } = learner.program.values[value]!
  if (leaf) return leaf.kind === 'parameter' ? [name!] : []
  return [...new Set(learner.made[value]!.operands.flatMap((operand) => parametersIn(operand, learner)))]
}

/** The number of rows, where it is known: all but the batch is. */
export function rowsOf(value: ValueId, { program }: Learner): number {
  const [rows] = program.values[value]!.shape
  return (rows && constantOf(rows)) ?? 1
}

/** The number that all elements of a value are, if its equations say one. */
export function numberOf(value: ValueId, made: Learner['made']): number | undefined {
  const instruction = made[value]
  if (instruction?.operation === 'stretch') return numberOf(instruction.operands[0]!, made)
  return instruction?.operation === 'constant' ? instruction.attributes.value : undefined
}

/** The smallest text to point at: what a layer says of its only attribute of a type, or else all of the layer. */
export function choiceIn({ use }: SingleLayer, type: AttributeType): Span {
  return saidOf(use, type)?.span ?? use.span
}

/** The attribute of this type that a layer can be told. */
export function takes({ use }: SingleLayer, type: AttributeType): string | undefined {
  return use.word.attributes.find((attribute) => attribute.type === type)?.name
}
