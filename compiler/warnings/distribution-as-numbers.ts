import type { Finding } from '../diagnostics/report.ts'
import { choiceIn, type Learner } from './learner.ts'

/**
 * W401: the output is promised to sum to 1, and the loss says that its input may be any number (`range: real`).
 *
 * Then the pull on an output that is sure and wrong fades: the slope of A by Z has the factor A·(1 − A), and only a loss
 * of logarithms takes it away again.
 */
export function distributionAsNumbers(learner: Learner): readonly Finding[] {
  const { loss, output, program, made, layerOf, spec } = learner
  const [input] = loss.word.inputs
  const { promises, shape } = program.values[output]!
  const layer = made[output] && layerOf(made[output])
  // Of a single row there is worse to say.
  const isDistribution = promises?.sumsToOne !== undefined && shape[promises.sumsToOne]!.key !== '1'
  if (!input?.takesAnyNumber || !isDistribution || !layer) return []
  const fitting = spec.targets[0]?.range === undefined ? [] : lossesOfDistributions(learner)
  return [
    {
      code: 'W401',
      at: choiceIn(layer, 'activation'),
      message: `this output is a distribution over its rows, and \`${loss.word.name}\` compares any numbers`,
      labels: [{ span: loss.span, text: 'slow where the output is sure and wrong' }],
      help:
        fitting.length > 0
          ? `write \`loss: ${fitting.join('` or `loss: ')}\``
          : 'targets of any numbers want an output of any numbers: leave the activation out',
    },
  ]
}

/** Losses the help can name; their files say what they ask for. */
function lossesOfDistributions({ library }: Learner): readonly string[] {
  return library
    .names('loss')
    .filter((name) => /^input:.*\bsums:/m.test(library.word('loss', name)?.text ?? ''))
}
