import type { Arena } from './arena.ts'
import type { DataSource } from './data.ts'
import type { Model, Passes, Tallies } from './model.ts'
import type { Precision } from './precision.ts'
import type { Predictor } from './predictor.ts'
import type { Matrix } from './tensor.ts'

/** The most examples of a chunk, and the most elements that its memory grows by with them: 16 MB of float32. */
const MOST_COLUMNS = 256
const MOST_ELEMENTS = 2 ** 22

/**
 * How many examples a chunk has. It depends on the network alone, so that neither the batch that a net was made for
 * nor where its data come from changes a bit of what is computed.
 */
export function chunkOf({ serving }: Model): number {
  return Math.max(1, Math.min(MOST_COLUMNS, Math.floor(MOST_ELEMENTS / Math.max(1, serving.perColumn))))
}

/**
 * Makes what computes fitted values, or loss and metrics, of all examples of a source: a chunk at a time, in as many passes
 * over them as the model says. Sums over chunks are kept in double precision. They are in the predictor's matrices then.
 *
 * What no chunks combine to is made of all examples at once: of no more than what it reads. Memory for that is taken here,
 * and used again and again.
 *
 * @param predictor for batches of a chunk or more
 * @param ports whose examples the source gives
 * @param chunk the most examples of a chunk
 * @throws RangeError when there are no examples, or memory for all that must be gathered cannot be had
 */
export function passesOver<P extends Precision>(
  predictor: Predictor<number, P>,
  phase: 'prepare' | 'evaluate',
  source: DataSource,
  ports: readonly string[],
  chunk = chunkOf(predictor.model),
): () => void {
  const { model, matrices } = predictor
  const plan = model[phase]
  if (!plan) return () => {}
  const { examples } = source
  if (examples === 0) throw new RangeError(`\`${model.name}\` needs at least one example`)
  const all = gathering(predictor, plan, phase, examples)
  const into = ports.map((name) => matrices.get(name)!)
  const inputs = model.inputs.map((name) => matrices.get(name)!)
  const order = new Uint32Array(Math.min(chunk, examples))

  const take = (start: number) => {
    const columns = Math.min(chunk, examples - start)
    for (let i = 0; i < columns; i++) order[i] = start + i
    predictor.resize(columns)
    predictor.part.first = start
    source.gather(into, order.subarray(0, columns), 0)
  }
  return () => {
    predictor.examples = examples
    for (const [index, names] of plan.passes.entries()) {
      const totals = totalsOf(names, matrices)
      for (let start = 0; start < examples; start += chunk) {
        take(start)
        if (phase === 'evaluate') {
          predictor.predict(...inputs)
          predictor.evaluateChunk(index + 1)
        } else predictor.prepareChunk(index + 1)
        for (const { total, data, add } of totals)
          for (let i = 0; i < total.length; i++) total[i] = start === 0 ? data[i]! : add(total[i]!, data[i]!)
        for (const name of names.all ?? []) putColumns(all!.matrices.get(name)!, matrices.get(name)!, start)
      }
      for (const { total, data } of totals) data.set(total)
      predictor.part.first = 0
      end(predictor, phase, index + 1)
    }
    if (!all) return
    predictor.share(all)
    copyFixed(predictor, all)
    end(all, phase, plan.passes.length + 1)
    for (const name of plan.together ?? []) matrices.get(name)!.data.set(all.matrices.get(name)!.data)
  }
}

/** A predictor with memory for chunks: this one, or another with the same parameters. */
export function forChunks<P extends Precision>(predictor: Predictor<number, P>): Predictor<number, P> {
  const { model, batch, arena } = predictor
  const chunk = chunkOf(model)
  return batch >= chunk ? predictor : another(predictor, arena.servingFor(chunk))
}

/** A predictor of the same network in other memory, with the same parameters and fitted values. */
function another<P extends Precision>(
  predictor: Predictor<number, P>,
  arena: Arena<number, P>,
): Predictor<number, P> {
  const Same = predictor.constructor as new (arena: Arena<number, P>) => Predictor<number, P>
  const other = new Same(arena)
  other.seed = predictor.seed
  other.stepNumber = predictor.stepNumber
  predictor.share(other)
  return other
}

function end(predictor: Predictor, phase: 'prepare' | 'evaluate', number: number): void {
  if (phase === 'evaluate') predictor.evaluateEnd(number)
  else predictor.prepareEnd(number)
}

/** Memory for what needs all examples; it is said for whose sake. */
function gathering<P extends Precision>(
  predictor: Predictor<number, P>,
  { together = [] }: Passes,
  phase: 'prepare' | 'evaluate',
  examples: number,
): Predictor<number, P> | undefined {
  const { model, arena } = predictor
  if (together.length === 0 || !model.gathered) return undefined
  try {
    const all = another(predictor, arena.gatheringFor(model.gathered, examples))
    all.examples = examples
    return all
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    const whose = together.map((name) => `\`${name}\``).join(' and ')
    const need = together.length > 1 ? 'need' : 'needs'
    const what = phase === 'evaluate' ? 'evaluate' : 'prepare'
    throw new RangeError(
      `to ${what} \`${model.name}\`, ${whose} ${need} all ${examples} examples at once: ${cause.message}`,
      { cause },
    )
  }
}

interface Total {
  readonly total: Float64Array
  /** Of the chunk at hand. */
  readonly data: Matrix['data']
  readonly add: (total: number, part: number) => number
}

function totalsOf(names: Tallies, matrices: ReadonlyMap<string, Matrix>): readonly Total[] {
  const combined = (of: readonly string[] = [], add: Total['add']) =>
    of.map((name) => {
      const { data } = matrices.get(name)!
      return { total: new Float64Array(data.length), data, add }
    })
  return [
    ...combined(names.sum, (total, part) => total + part),
    ...combined(names.max, (total, part) => (part > total || Number.isNaN(part) ? part : total)),
    ...combined(names.min, (total, part) => (part < total || Number.isNaN(part) ? part : total)),
  ]
}

/** A chunk's columns beside those of the chunks before. */
function putColumns(into: Matrix, from: Matrix, start: number): void {
  for (let r = 0; r < from.rows; r++)
    into.data.set(
      from.data.subarray(r * from.stride, r * from.stride + from.columns),
      r * into.stride + start,
    )
}

/** What does not grow with the batch, where both have it. */
function copyFixed(from: Predictor, into: Predictor): void {
  const { places } = from.model.gathered!
  for (const [name, [rows, columns]] of Object.entries(places))
    if (rows !== 'm' && columns !== 'm') into.matrices.get(name)!.data.set(from.matrices.get(name)!.data)
}
