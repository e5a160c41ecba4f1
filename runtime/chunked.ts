import { type Data, type DataSource, inPortOrder, isSource, sourceFor, sourceOf } from './data.ts'
import type { Figures } from './history.ts'
import type { Net } from './net.ts'
import { forChunks, passesOver } from './passes.ts'
import type { Precision } from './precision.ts'
import type { Evaluation, Predictor } from './predictor.ts'

/*
 * What is computed of all examples, a chunk at a time. `prepare.ts` and `evaluate.ts` are for callers; `fit` imports this
 * when a run asks for it, and bundlers that split keep it apart, which they would not if the package exported it.
 */

/** As `prepare`. */
export function prepareAll<P extends Precision>(net: Net<number, P>, data: Data | DataSource): void {
  const { model, matrices, predictor } = net
  const { inputs, targets } = model
  if (model.prepare) {
    const given = isSource(data)
    const source = given ? data : sourceOf(inPortOrder(model, matrices, data, inputs))
    const chunked = forChunks(predictor)
    passesOver(chunked, 'prepare', source, given ? [...inputs, ...targets] : inputs)()
    if (chunked !== predictor) chunked.share(predictor)
  }
  net.prepared = true
}

/** As `evaluate`, as a function to call again and again, which reuses its memory. */
export function evaluator<P extends Precision>(
  network: Net<number, P> | Predictor<number, P>,
  data: Data | DataSource,
): () => Evaluation {
  const source = sourceFor(network.model, network.matrices, data)
  const ports = [...network.model.inputs, ...network.model.targets]
  const own = 'predictor' in network ? network.predictor : network
  const predictor = forChunks(own)
  const run = passesOver(predictor, 'evaluate', source, ports)
  return () => {
    if (predictor !== own) own.share(predictor)
    run()
    return predictor.evaluation()
  }
}

/** The same, of which only the numbers. */
export function measurer<P extends Precision>(
  network: Net<number, P> | Predictor<number, P>,
  data: Data | DataSource,
): () => Figures {
  const measure = evaluator(network, data)
  return () => {
    const numbers = Object.entries(measure()).filter(([, value]) => typeof value === 'number')
    return Object.fromEntries(numbers) as unknown as Figures
  }
}
