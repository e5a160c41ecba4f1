import { describe, expect, it } from 'vitest'
import { renderAll } from '../../compiler/diagnostics/render.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import { sourceOf } from '../../compiler/forms/source.ts'
import { understand } from '../../compiler/front-end.ts'
import { library } from '../support/compiled.ts'

/** What is said of a network whose layers end so, under a loss. */
function said(layers: readonly string[], loss: string, targets = '{ classes: [low, middle, high] }'): string {
  const text = [
    'loopless: 1',
    'network: example',
    'inputs: { X: [5, m] }',
    `targets: { Y: ${targets} }`,
    'layers:',
    ...layers.map((layer) => `  - ${layer}`),
    `loss: ${loss}`,
    '',
  ].join('\n')
  const report = new Report()
  understand(sourceOf('spec.yaml', text), library, report)
  return renderAll(report.diagnostics)
}

/** Where, what, and what to do. */
function inShort(layers: readonly string[], loss: string, targets?: string) {
  const lines = said(layers, loss, targets).split('\n')
  const [, place = ''] = /:(\d+:\d+)$/.exec(lines[1] ?? '') ?? []
  const [help = ''] = lines.filter((line) => line.includes('= help'))
  return [place, lines[0]?.replace('error[E406]: ', ''), help.replace(/^.*= help: /, '')]
}

describe('an output of another range than its loss needs', () => {
  it('is told with both places, and the activation that is missing', () => {
    expect(said(['dense: 3'], 'cross-entropy')).toMatchInlineSnapshot(`
      "error[E406]: loss \`cross-entropy\` needs a distribution over the rows, and this output can be any number
        --> spec.yaml:6:5
         |
       6 |   - dense: 3
         |     ^^^^^^^^
       7 | loss: cross-entropy
         |       ------------- \`cross-entropy\` asks for that
         = help: add \`activation: softmax\`
      "
    `)
  })

  const ONE = '{ shape: [1, m], classes: [no, yes] }'

  it.each([
    [
      'is linear',
      inShort(['dense: 1'], 'binary-cross-entropy', ONE),
      [
        '6:5',
        'loss `binary-cross-entropy` needs probabilities, and this output can be any number',
        'add `activation: sigmoid`',
      ],
    ],
    [
      'has another activation',
      inShort(['dense: { units: 3, activation: relu }'], 'cross-entropy'),
      [
        '6:36',
        'loss `cross-entropy` needs a distribution over the rows, and `relu` promises none',
        'write `softmax` here',
      ],
    ],
    [
      'has another activation as a layer',
      inShort(['dense: 3', 'activation: { leaky-relu: 0.1 }'], 'cross-entropy'),
      [
        '7:17',
        'loss `cross-entropy` needs a distribution over the rows, and `leaky-relu` promises none',
        'write `softmax` here',
      ],
    ],
    [
      'is probabilities, each by itself',
      inShort(['dense: { units: 3, activation: sigmoid }'], 'cross-entropy'),
      [
        '6:36',
        'loss `cross-entropy` needs a distribution over the rows, and this output’s probabilities need not sum to 1',
        'write `softmax` here',
      ],
    ],
    [
      'is logarithms',
      inShort(['dense: { units: 3, activation: log-softmax }'], 'cross-entropy'),
      [
        '6:36',
        'loss `cross-entropy` needs a distribution over the rows, and this output is logarithms of probabilities',
        'write `softmax` here',
      ],
    ],
    [
      'is no logarithms',
      inShort(['dense: { units: 3, activation: softmax }'], 'negative-log-likelihood'),
      [
        '6:36',
        'loss `negative-log-likelihood` needs logarithms of probabilities, and this output is probabilities',
        'write `log-sigmoid` or `log-softmax` here',
      ],
    ],
    [
      'comes from a layer without an activation',
      inShort(['dense: { units: 3, activation: softmax }', 'scale: 2'], 'cross-entropy'),
      [
        '7:5',
        'loss `cross-entropy` needs a distribution over the rows, and this output can be any number',
        'add `- activation: softmax` below it',
      ],
    ],
    [
      'may have several that fit',
      inShort(['dense: 3'], 'negative-log-likelihood'),
      [
        '6:5',
        'loss `negative-log-likelihood` needs logarithms of probabilities, and this output can be any number',
        'add `activation: log-sigmoid` or `activation: log-softmax`',
      ],
    ],
    [
      'has one row only',
      inShort(['dense: { units: 1, activation: sigmoid }'], 'cross-entropy', ONE),
      [
        '6:36',
        'loss `cross-entropy` needs a distribution over the rows, and this output’s probabilities need not sum to 1',
        'a distribution has a row for each choice; `loss: binary-cross-entropy` takes one row',
      ],
    ],
  ])('%s', (_, actual, expected) => {
    expect(actual).toEqual(expected)
  })

  it('is all the same to a loss of any numbers, and to one that says nothing', () => {
    expect(said(['dense: 3'], 'squared-error')).toBe('')
    expect(said(['dense: 3'], 'cosine')).toBe('')
  })
})
