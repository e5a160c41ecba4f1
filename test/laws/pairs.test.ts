import { describe, expect, it } from 'vitest'
import { stabilise } from '../../compiler/4-stabilise/stabilise.ts'
import { differentiate } from '../../compiler/5-differentiate/differentiate.ts'
import { simplify } from '../../compiler/6-simplify/simplify.ts'
import { understood } from '../support/compiled.ts'
import { Interpreted, randomData } from '../support/interpreted.ts'
import { Random } from '../support/random.ts'
import { compareSlopes } from '../support/slopes.ts'
import { libraryWords } from '../support/words.ts'

const activations = libraryWords.filter(({ kind }) => kind === 'activation')
const losses = libraryWords.filter(({ kind }) => kind === 'loss')

/** What a loss asks of its output, and a target promises or an activation: the first range of a line. */
function rangeIn(text: string, section: RegExp): string {
  const line = section.exec(text)?.[0] ?? ''
  return line.includes('sums') ? 'distribution' : (/range: ([\w-]+)/.exec(line)?.[1] ?? '')
}

/** An activation that keeps what a loss asks for. */
const KEEPING: Readonly<Record<string, string>> = {
  distribution: 'softmax',
  probability: 'sigmoid',
  'log-probability': 'log-softmax',
}

/** The activation under the loss, with another between them where the loss would not take what it makes. */
function networkOf(activation: (typeof activations)[number], loss: (typeof losses)[number]): string {
  const asked = rangeIn(loss.text, /^input:.*/m)
  const wanted = asked === 'real' ? '' : asked
  const given = rangeIn(activation.text, /^output:.*/m)
  const isTaken = wanted === '' || wanted === given || (wanted === 'probability' && given === 'distribution')
  return [
    'loopless: 1',
    'network: pair',
    'precision: float64',
    'inputs: { X: [2, m] }',
    `targets: { Y: ${wanted === '' ? '[3, m]' : '{ classes: [a, b, c] }'} }`,
    'layers:',
    '  - dense: 3',
    `  - ${activation.example.replace(/^\{ (.*) \}$/, '$1')}`,
    ...(isTaken ? [] : [`  - dense: { units: 3, activation: ${KEEPING[wanted]} }`]),
    `loss: ${loss.example}`,
    '',
  ].join('\n')
}

describe.each(losses)('gradients of $name show in differences', (loss) => {
  it.each(activations)('behind $name', (activation) => {
    const { understood: found, complaints } = understood(networkOf(activation, loss))
    expect(complaints).toEqual([])
    const program = found.expand!
    const data = randomData(program, 4, new Random(3))
    const judge = new Interpreted(program)
    const trained = new Interpreted(simplify(differentiate(stabilise(program))))
    for (const each of [judge, trained]) each.randomize(new Random(4))
    const { gradients } = trained.gradients(data)
    const { wrong, checked, kinks } = compareSlopes(
      () => judge.result('loss', 'forward', data)[0]!,
      [...gradients].map(([name, gradient]) => ({ name, at: judge.members.get(name)!, gradient })),
    )
    expect(wrong).toEqual([])
    expect(checked).toBeGreaterThanOrEqual(9)
    expect(kinks).toBeLessThan(checked / 4)
  })
})
