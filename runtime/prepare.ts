import { prepareAll } from './chunked.ts'
import type { Data, DataSource } from './data.ts'
import type { Net } from './net.ts'
import type { Precision } from './precision.ts'

/**
 * Computes the fitted values (means, deviations) of all training data, a chunk of examples at a time, and again for what
 * needs to know others first: memory is taken for a chunk, however many examples there are.
 *
 * @param data inputs by name; of a source the targets come with them
 * @throws RangeError when the data do not fit, or memory cannot be had
 */
export function prepare<P extends Precision>(net: Net<number, P>, data: Data | DataSource): void {
  prepareAll(net, data)
}
