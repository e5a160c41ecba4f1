import { drawsOf } from '../../compiler/commands/debug/draws.ts'
import type { Phase, Program } from '../../compiler/forms/program.ts'
import { evaluate } from '../../compiler/forms/size.ts'
import { type Interpretation, interpret } from '../../compiler/interpret.ts'
import type { Random } from './random.ts'

/** Examples by port, row-major. */
export type Batch = ReadonlyMap<string, Float64Array>

/** Columns of a batch, rows of its ports. */
export interface Data {
  readonly columns: number
  readonly ports: Batch
}

/** Numbers for a parameter or a port that asks for others than usual. */
export type Sample = (name: string, count: number, random: Random) => Float64Array | undefined

/** A network's state outside the interpreter: what leaves hold. Runs phases of its program, as the runtime would. */
export class Interpreted {
  readonly program: Program
  readonly seed: number
  readonly precision: 'float32' | 'float64'
  step = 1
  epoch = 1
  epochLoss = 0
  /** Scalars that carry over from update to update. */
  readonly memory = new Map<string, Float64Array>()
  /** Parameters and fitted values. */
  readonly members = new Map<string, Float64Array>()
  readonly states = new Map<string, Float64Array>()
  #gradients = new Map<string, Float64Array>()

  constructor(program: Program, seed = 5, precision: 'float32' | 'float64' = 'float64') {
    this.program = program
    this.seed = seed
    this.precision = precision
    for (const { name, value } of program.memory) this.memory.set(name, Float64Array.of(value))
    for (const { role, members } of program.blocks)
      for (const { name, shape } of members) {
        const zeros = new Float64Array(shape.reduce((product, side) => product * Number(side.key), 1))
        if (role === 'state') this.states.set(name, zeros)
        else if (role !== 'gradients') this.members.set(name, zeros)
      }
  }

  /**
   * Parameters around zero, large enough that every part of an activation is met; gradients, and states that may have
   * a root.
   */
  randomize(random: Random, sample: Sample = () => undefined): void {
    for (const { name, shape } of this.#block('parameters')) {
      const width = 1.5 / Math.sqrt(Number(shape[1]!.key))
      const data = this.members.get(name)!
      data.set(sample(name, data.length, random) ?? random.array(data.length, -width, width))
      this.#gradients.set(name, random.array(data.length, -1, 1))
    }
    for (const state of this.states.values()) state.set(random.array(state.length, 0, 0.5))
  }

  run(phase: Phase, data: Data): Interpretation {
    return interpret(this.program, phase, {
      batch: data.columns,
      leaf: (name) => this.#leaf(name, data.ports),
      draw: drawsOf(this.program, {
        seed: this.seed,
        step: phase === 'initialize' ? 0 : this.step,
        precision: this.precision,
      }),
    })
  }

  /** Runs a phase for what it stores. */
  store(phase: 'initialize' | 'prepare', data: Data): void {
    for (const [name, contents] of this.run(phase, data).stores)
      this.members.set(name, filled(contents, this.members.get(name)!))
  }

  /** The loss, and gradients by parameter. */
  gradients(data: Data): { readonly loss: number; readonly gradients: ReadonlyMap<string, Float64Array> } {
    const { values } = this.run('backward', data)
    const gradients = new Map<string, Float64Array>()
    let loss = Number.NaN
    for (const { role, phase, name, value } of this.program.results) {
      if (role === 'loss' && phase === 'forward') loss = values.get(value)!.data[0]!
      if (role === 'gradient') gradients.set(name, values.get(value)!.data)
    }
    this.#gradients = gradients
    return { loss, gradients }
  }

  /** One update along the gradients that were computed last. */
  update(): void {
    const { stores } = this.run('update', { columns: 1, ports: new Map() })
    for (const [name, contents] of stores)
      if (name === 'parameters') this.#spread(contents)
      else if (this.memory.has(name)) this.memory.set(name, contents)
      else this.states.set(name, filled(contents, this.states.get(name)!))
    this.step += 1
  }

  /** A result by role and name. */
  result(role: 'output' | 'loss' | 'metric' | 'kept', phase: Phase, data: Data, name?: string): Float64Array {
    const { values } = this.run(phase, data)
    const found = this.program.results.find(
      (each) => each.role === role && each.phase === phase && (name === undefined || each.name === name),
    )
    if (!found) throw new Error(`there is no ${role} ${name ?? ''} in ${phase}`)
    const tensor = values.get(found.value)
    // An output may be an input, where no layer does anything.
    return tensor?.data ?? this.#leaf(this.program.values[found.value]!.name!, data.ports)
  }

  #leaf(name: string, ports: Batch): Float64Array {
    const { leaf } = this.program.values.find((value) => value.leaf && value.name === name)!
    switch (leaf!.kind) {
      case 'input':
      case 'target':
        return ports.get(name)!
      case 'parameter':
      case 'fitted':
        return this.members.get(name)!
      case 'hyperparameter':
        return Float64Array.of(this.program.hyperparameters.find((each) => each.name === name)!.value)
      case 'memory':
        return this.memory.get(name)!
      case 'progress':
        return Float64Array.of({ step: this.step, epoch: this.epoch, loss: this.epochLoss }[leaf!.of])
      case 'block': {
        const { block } = leaf as { readonly block: string }
        if (block === 'parameters')
          return joined(this.#block(block).map((member) => this.members.get(member.name)!))
        if (block === 'gradients')
          return joined(this.#block('parameters').map((member) => this.#gradients.get(member.name)!))
        return this.states.get(block)!
      }
    }
  }

  #block(wanted: string) {
    return this.program.blocks.find(({ name }) => name === wanted)!.members
  }

  #spread(contents: Float64Array): void {
    let at = 0
    for (const { name } of this.#block('parameters')) {
      const data = this.members.get(name)!
      data.set(contents.subarray(at, at + data.length))
      at += data.length
    }
  }
}

/** A scalar is stored in every element. */
function filled(contents: Float64Array, like: Float64Array): Float64Array {
  return contents.length === like.length ? contents.slice() : like.map(() => contents[0]!)
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const result = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    result.set(part, at)
    at += part.length
  }
  return result
}

/** Examples for a network's ports: numbers, and of targets what they promise. */
export function randomData(
  { interface: { inputs, targets }, values }: Program,
  columns: number,
  random: Random,
  sample: Sample = () => undefined,
): Data {
  const ports = new Map<string, Float64Array>()
  for (const { name, shape } of inputs) {
    const count = rowsOf(shape[0]!) * columns
    ports.set(name, sample(name, count, random) ?? random.array(count, -1.5, 1.5))
  }
  for (const { name, shape } of targets) {
    const rows = rowsOf(shape[0]!)
    const { promises } = values.find((value) => value.leaf?.kind === 'target' && value.name === name)!
    const data = random.array(rows * columns, promises?.range ? 0 : -1, 1)
    if (promises?.sumsToOne !== undefined)
      for (let column = 0; column < columns; column++) {
        const chosen = random.integer(0, rows - 1)
        for (let row = 0; row < rows; row++) data[row * columns + column] = row === chosen ? 1 : 0
      }
    ports.set(name, data)
  }
  return { columns, ports }
}

function rowsOf(size: Parameters<typeof evaluate>[0]): number {
  return evaluate(size, () => Number.NaN)
}
