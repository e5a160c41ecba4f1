import type { Finding } from '../diagnostics/report.ts'
import { choiceIn, type Learner } from './learner.ts'

/** W407: what sums to 1 over a single row is 1, whatever it is made of. */
export function singleRow({ program, forward, layerOf }: Learner): readonly Finding[] {
  return forward.flatMap((instruction): readonly Finding[] => {
    const { promises, shape } = program.values[instruction.result]!
    const layer = layerOf(instruction)
    if (promises?.sumsToOne === undefined || shape[promises.sumsToOne]?.key !== '1' || !layer) return []
    return [
      {
        code: 'W407',
        at: choiceIn(layer, 'activation'),
        message: 'a distribution over one row is always 1',
        help: 'give it a row for each choice; or, for a yes or no, a probability in one row',
      },
    ]
  })
}
