import { type Data, inPortOrder } from './data.ts'
import type { Net } from './net.ts'
import type { Precision } from './precision.ts'
import type { Evaluation } from './predictor.ts'

/**
 * Loss and metrics of a whole data set at once, exactly as the spec defines them: a mean over all examples is no mean
 * of batches' means. Takes memory for as many columns as the data has.
 *
 * @throws RangeError when the data do not fit, or memory cannot be had
 */
export function evaluate<P extends Precision, E extends Evaluation>(
  net: Net<number, P> & { evaluate(...inputsAndTargets: never[]): E },
  data: Data,
): E {
  return evaluator(net, data)() as E
}

/** The same as a function to call again and again, which reuses its memory. */
export function evaluator<P extends Precision>(net: Net<number, P>, data: Data): () => Evaluation {
  const ports = inPortOrder(net.model, net.matrices, data)
  const predictor = net.predictorFor(ports[0]?.columns ?? 1)
  return () => {
    net.share(predictor)
    return predictor.evaluate(...ports)
  }
}
