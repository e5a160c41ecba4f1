import type { Arena } from './arena.ts'
import { Network, pick } from './network.ts'
import type { Precision } from './precision.ts'
import type { Evaluation, Predictor } from './predictor.ts'
import type { FloatArray, Matrix } from './tensor.ts'
import { type SaveOptions, save } from './weights.ts'

/**
 * A network that trains: `forward`, `backward`, `update`, and a predictor on the same parameters. Generated classes
 * say what they compute. None of the three makes an object; the engine may box a number on its way into a call.
 */
export abstract class Net<M extends number = number, P extends Precision = Precision> extends Network<M, P> {
  /** Predicts with the parameters as they are now, in the same memory. */
  readonly predictor: Predictor<M, P>
  /** ∂J/∂parameter by the parameter's name, as of the last `backward`. */
  readonly gradients: Readonly<Record<string, Matrix>>
  /** What the spec keeps, as of the last `forward`; where workers share a batch, of the columns of this thread. */
  readonly values: Readonly<Record<string, Matrix>>
  /** Numbers that optimizers and schedules remember from update to update. */
  memory: Record<string, number> = {}
  /** Whether fitted values have been computed or loaded. */
  prepared = false

  constructor(arena: Arena<M, P>) {
    super(arena)
    this.predictor = this.serve(arena.serving)
    this.gradients = gradientsOf(arena)
    this.values = pick(this.matrices, this.model.keep ?? [])
  }

  /** The loss of a batch: inputs, then targets. */
  abstract forward(...inputsAndTargets: Matrix[]): number

  /** Gradients of the loss that `forward` has computed. */
  abstract backward(): void

  /** Moves parameters along the gradients that `backward` has computed, and adds 1 to `stepNumber`. */
  abstract update(): void

  /** Forward, backward, update: the loss before the update. */
  abstract step(...inputsAndTargets: Matrix[]): number

  /** Fills parameters with their initial values; the memory is zero before. */
  protected abstract initialize(): void

  /** The generated predictor in this arena. */
  protected abstract serve<N extends number>(arena: Arena<N, P>): Predictor<N, P>

  /**
   * Makes all matrices of the batch this wide. Reading the first input does so by itself.
   *
   * @throws RangeError when the net was made for other batches
   */
  override resize(columns: number): void {
    const { batch, name } = this.model
    if (batch !== undefined && columns !== batch) {
      throw new RangeError(`\`${name}\` trains on ${batch} columns at once, not on ${columns}`)
    }
    super.resize(columns)
  }

  /** Starts again: initial parameters, no state, the first step. */
  reset(): void {
    this.arena.clear()
    this.stepNumber = 1
    this.epoch = 1
    this.epochLoss = 0
    this.memory = { ...this.model.memory }
    this.prepared = false
    this.initialize()
  }

  /**
   * A predictor for batches of another size, in memory of its own, with a copy of the parameters as they are now. For one
   * example too it packs no weights, so that what is written into their matrices by hand is seen; the module's
   * `predictor(net.save())` packs them, and is faster.
   *
   * @throws RangeError when memory cannot be had
   */
  predictorFor<N extends number>(batch: N): Predictor<N, P> {
    const predictor = this.serve(this.arena.servingFor(batch))
    this.share(predictor)
    return predictor
  }

  /** Computes the fitted values (means, deviations) from the whole training data. Most networks have none. */
  prepare(..._inputs: Matrix[]): void {
    this.prepared = true
  }

  predict(...inputs: Matrix[]): Matrix {
    return this.predictor.predict(...inputs)
  }

  predictOne(...inputs: ArrayLike<number>[]): FloatArray {
    return this.predictor.predictOne(...inputs)
  }

  classify(...inputs: Matrix[]): string[] {
    return this.predictor.classify(...inputs)
  }

  evaluate(...inputsAndTargets: Matrix[]): Evaluation {
    return this.predictor.evaluate(...inputsAndTargets)
  }

  override load(bytes: Uint8Array | ArrayBuffer): void {
    super.load(bytes)
    this.prepared = true
  }

  /**
   * Parameters and fitted values as a safetensors file.
   *
   * @param options `optimizer: true` adds what it takes to continue training where it stopped
   */
  save(options: SaveOptions = {}): Uint8Array<ArrayBuffer> {
    return save(this, options)
  }
}

/** The rate of the last update, or of the first before it: what a schedule made of the optimizer's own, where there is one. */
export function rateOf({ memory, hyperparameters }: Net): number | undefined {
  return memory['schedule_rate'] ?? hyperparameters['rate']
}

/** The gradients' block is parallel to the parameters': the same names, sizes and order. */
function gradientsOf(arena: Arena): Record<string, Matrix> {
  const { model, layout } = arena
  const { parameters, gradients } = layout.blocks
  if (!parameters || !gradients) return {}
  const [first, length] = parameters
  return Object.fromEntries(
    Object.keys(model.parameters).flatMap((name) => {
      const [rows, columns, offset] = layout.places[name]!
      if (offset < first || offset >= first + length) return []
      return [[name, arena.matrix([rows, columns, offset - first + gradients[0]])]]
    }),
  )
}
