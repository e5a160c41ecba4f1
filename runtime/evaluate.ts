import { evaluator } from './chunked.ts'
import type { Data, DataSource } from './data.ts'
import type { Net } from './net.ts'
import type { Precision } from './precision.ts'
import type { Evaluation, Predictor } from './predictor.ts'

/**
 * Loss and metrics of a whole data set, exactly as the spec defines them: a mean over all examples is no mean of batches'
 * means. The examples are read a chunk at a time, and again for what needs to know all of them first; memory is taken
 * for a chunk, however many there are. A metric that needs all of them at once, such as the area under a curve, has what it
 * reads of them gathered.
 *
 * @throws RangeError when the data do not fit, or memory cannot be had
 * @throws Error when the spec has no loss and no metrics
 */
export function evaluate<P extends Precision, E extends Evaluation>(
  network: (Net<number, P> | Predictor<number, P>) & { evaluate(...inputsAndTargets: never[]): E },
  data: Data | DataSource,
): E {
  return evaluator(network, data)() as E
}
