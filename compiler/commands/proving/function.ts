import { Matrix, type Net, type Precision } from 'loopless/runtime'
import type { Network } from '../../../runtime/network.ts'
import type { Program } from '../../index.ts'
import { type Example, examplesFor, type Interval } from './examples.ts'
import type { Evaluate, Exports } from './exports.ts'
import { Random } from './random.ts'
import type { Part } from './slopes.ts'

/** A network as a function of what it is differentiated by, all else held still. */
export interface NetworkFunction {
  readonly batch: number
  value(): number
  /** Of that value, where everything is now. */
  gradients(): readonly Part[]
  /** What it reads: examples, parameters, fitted values. */
  leaf(name: string): Float64Array
  /** Whose kernels it calls, if it calls any. */
  readonly network?: Network<number, Precision>
}

/** Where a network is looked at. */
export interface Ground {
  readonly examples: Interval
  /** Around their initial values, or such numbers without their signs. */
  readonly parameters: 'around' | 'positive'
}

/** Columns, where the spec does not write their number. */
const BATCH = 5

/**
 * The generated code at random numbers: parameters around their initial values, which may be zero, and fitted values of
 * the examples. Random draws stay what they are as long as no update is made, and so do statistics. Undefined
 * where nothing is differentiated.
 */
export async function functionOf(
  program: Program,
  exports: Exports,
  precision: Precision,
  seed: number,
  ground: Ground,
): Promise<NetworkFunction | undefined> {
  if (program.interface.differentiated.length === 0) return undefined
  if (!program.results.some(({ role }) => role === 'gradient')) return undefined
  const batch = program.batch ?? BATCH
  const examples = examplesFor(program, batch, ground.examples, new Random(seed, 1))
  const made = await exports.create?.({ batch, seed, precision })
  if (made && 'forward' in made) return ofNet(program, made, examples, ground, seed)
  const evaluate = exports.evaluate ?? made?.evaluate.bind(made)
  if (evaluate === undefined) throw new Error('invariant: what is differentiated can be evaluated')
  return { ...ofEquations(program, evaluate, examples), batch, ...(made && { network: made }) }
}

function ofNet(
  { interface: { inputs, targets } }: Program,
  net: Net<number, Precision>,
  examples: ReadonlyMap<string, Example>,
  ground: Ground,
  seed: number,
): NetworkFunction {
  const [given, wanted] = [inputs, targets].map((ports) =>
    ports.map(({ name }) => matrixOf(examples.get(name)!)),
  ) as [Matrix[], Matrix[]]
  net.prepare(...given)
  const random = new Random(seed, 2)
  for (const { data, columns } of Object.values(net.parameters)) {
    const width = SPREAD / Math.sqrt(columns)
    for (let at = 0; at < data.length; at++) {
      const around = data[at]! + random.number(-width, width)
      data[at] = ground.parameters === 'around' ? around : Math.abs(around) + LEAST
    }
  }
  const value = () => net.forward(...given, ...wanted)
  return {
    batch: net.m,
    value,
    gradients: () => {
      value()
      net.backward()
      return Object.entries(net.gradients).map(([name, gradient]) => ({
        name,
        at: net.parameters[name]!.data,
        gradient: Float64Array.from(gradient.data),
      }))
    },
    leaf: (name) => {
      const example = examples.get(name)
      if (example) return example.data
      const matrix = net.matrices.get(name)
      return matrix ? numbersOf(matrix) : Float64Array.of(net.hyperparameters[name]!)
    },
    network: net,
  }
}

/** Sums of a layer's units stay of the size of its inputs, so that no activation is flat everywhere. */
const SPREAD = 0.75
/** Of what has to be positive. */
const LEAST = 0.05

function ofEquations(
  { interface: { differentiated }, results }: Program,
  evaluate: Evaluate,
  examples: ReadonlyMap<string, Example>,
): Omit<NetworkFunction, 'batch'> {
  const { name: loss } = results.find(({ role }) => role === 'loss')!
  const matrices = new Map([...examples].map(([name, example]) => [name, matrixOf(example)]))
  const given = () =>
    Object.fromEntries(
      [...examples].map(([name, { isScalar }]) => {
        const matrix = matrices.get(name)!
        return [name, isScalar ? matrix.data[0]! : matrix]
      }),
    )
  return {
    value: () => numbersOf(evaluate(given())[loss]!)[0]!,
    gradients: () => {
      const { gradients = {} } = evaluate(given())
      return differentiated.map((name) => ({
        name,
        at: matrices.get(name)!.data,
        gradient: numbersOf(gradients[name]!),
      }))
    },
    leaf: (name) => Float64Array.from(matrices.get(name)!.data),
  }
}

export function numbersOf(value: number | Matrix): Float64Array {
  return typeof value === 'number' ? Float64Array.of(value) : Float64Array.from(value.copy().data)
}

export function matrixOf({ rows, columns, data }: Example): Matrix {
  return Matrix.of(rows, columns, data)
}
