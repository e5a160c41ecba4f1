import { shuffle } from '../../../runtime/shuffle.ts'
import type { DataSpec, Report } from '../../essentials.ts'

/** Places of examples in the data, in the file's order. */
export interface Split {
  readonly training: Uint32Array
  /** Held out from training, for an honest measure. */
  readonly test?: Uint32Array
}

/** The same seed parts the same number of examples in the same way, always. */
export function splitOf(examples: number, { split, span }: DataSpec, report: Report): Split {
  const order = Uint32Array.from({ length: examples }, (_, index) => index)
  if (split === undefined) return { training: order }
  shuffle(order, split.seed, 1)
  const held = Math.round(examples * split.test)
  if (held === 0 || held === examples)
    report.add({
      code: 'E510',
      at: span,
      message: `of ${examples === 1 ? '1 example' : `${examples} examples`} a share of ${split.test} leaves ${held === 0 ? 'none to test' : 'none to train on'}`,
    })
  return { training: order.slice(held).sort(), test: order.slice(0, held).sort() }
}
