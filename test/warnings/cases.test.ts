import { describe, expect, it } from 'vitest'
import { renderAll } from '../../compiler/diagnostics/render.ts'
import { diagnosticsOf, networkOf, warned } from './warned.ts'

const CLASSES = 'targets: { Y: { classes: [red, green] } }'

/** A word of the user's own; its file. */
const layer = (name: string, equations: string, rest = '') => ({
  [`${name}.yaml`]: `
loopless: 1
layer: ${name}
input: { A: [n, m] }
${rest}
equations:
  ${equations}
output: { out: [n, m] }
`,
})

type Case = readonly [
  what: string,
  layers: readonly string[],
  rest?: readonly string[],
  files?: Readonly<Record<string, string>>,
]

/** What is pointed at, and the case. */
type WrongCase = readonly [
  at: string | readonly string[],
  what: string,
  layers: readonly string[],
  rest?: readonly string[],
  files?: Readonly<Record<string, string>>,
]

/** What is warned of, each with what is pointed at; and what is near to it and passes. */
function cases(code: string, wrong: readonly WrongCase[], right: readonly Case[]): void {
  describe(code, () => {
    for (const [at, what, ...network] of wrong)
      it(`points at \`${at}\`: ${what}`, () => {
        const places = typeof at === 'string' ? [at] : at
        expect(warnedOf(...network)).toEqual(places.map((place) => `${code} at ${place}`))
      })
    for (const [what, ...network] of right)
      it(`passes ${what}`, () => expect(warnedOf(...network)).toEqual([]))
  })
}

function warnedOf(
  layers: readonly string[],
  rest: readonly string[] = [],
  files: Readonly<Record<string, string>> = {},
): readonly string[] {
  return warned(networkOf(layers, rest), files)
}

const HIDDEN = 'dense: { units: 4, activation: tanh }'

cases(
  'W201',
  [
    [
      'mine.yaml',
      'a layer that no layer is',
      [HIDDEN, 'dense: 2'],
      ['words: [mine.yaml]'],
      layer('mine', 'out: 2 * A'),
    ],
    [
      'left.yaml',
      'one of two',
      [HIDDEN, 'used', 'dense: 2'],
      ['words: [used.yaml, left.yaml]'],
      { ...layer('left', 'out: 2 * A'), ...layer('used', 'out: tanh(A)') },
    ],
    [
      ['outer.yaml', 'inner.yaml'],
      'a word that only an unused word uses',
      [HIDDEN, 'dense: 2'],
      ['words: [outer.yaml, inner.yaml]'],
      {
        ...layer('outer', 'out: inner(A)'),
        'inner.yaml': `
loopless: 1
activation: inner
input: { Z: [k, m] }
equations: { out: tanh(Z) / 2 }
output: { out: [k, m] }
`,
      },
    ],
  ],
  [
    [
      'an activation that a used word calls',
      [HIDDEN, 'outer', 'dense: 2'],
      ['words: [outer.yaml, inner.yaml]'],
      {
        ...layer('outer', 'out: inner(A)'),
        'inner.yaml': `
loopless: 1
activation: inner
input: { Z: [k, m] }
equations: { out: tanh(Z) / 2 }
output: { out: [k, m] }
`,
      },
    ],
    [
      'an initializer that is a default, though this use says another',
      ['mine: { first: ones }', 'dense: 2'],
      ['words: [mine.yaml, start.yaml]'],
      {
        ...layer(
          'mine',
          'out: tanh(A * g)',
          'attributes: { first: { type: initializer, default: start } }\nparameters: { g: { shape: [n, 1], initial: first } }',
        ),
        'start.yaml': `
loopless: 1
initializer: start
equations: { out: "1 + normal(fanOut, fanIn) / 10" }
output: { out: [fanOut, fanIn] }
`,
      },
    ],
    [
      'a schedule in a schedule',
      [HIDDEN, 'dense: 2'],
      [
        'words: [slow.yaml]',
        'training: { optimizer: adam, schedule: { warm-up: { length: 3, then: slow } }, epochs: 9 }',
      ],
      { 'slow.yaml': '\nloopless: 1\nschedule: slow\nequations: { out: rate / 7 }\n' },
    ],
    [
      'a word in a repeat, a regularizer of a layer and a metric',
      ['repeat:\n  times: 2\n  layers: [mine]', 'dense: 2\nregularization: [weigh]'],
      ['words: [mine.yaml, weigh.yaml, far.yaml]', 'metrics: [far]'],
      {
        ...layer('mine', 'out: tanh(A)'),
        'weigh.yaml': `
loopless: 1
regularizer: weigh
input: { W: [p, q] }
equations: { J: "sum(sum(W^2, over=q), over=p) / 9" }
`,
        'far.yaml': `
loopless: 1
metric: far
input: { A: [k, m] }
target: { Y: [k, m] }
equations: { out: "max(max(abs(A - Y), over=k), over=m)" }
`,
      },
    ],
  ],
)

const OWN_LOSS = (input: string) => ({
  'mine.yaml': `
loopless: 1
loss: mine
input: { A: ${input} }
target: { Y: [k, m] }
equations:
  J: mean(sum((A - Y)^4, over=k), over=m)
`,
})

cases(
  'W401',
  [
    [
      'softmax',
      'a softmax under a loss of any numbers',
      [HIDDEN, 'dense: { units: 2, activation: softmax }'],
      [CLASSES],
    ],
    [
      'softmax',
      'the same as a layer of its own',
      [HIDDEN, 'dense: 2', 'activation: softmax'],
      [CLASSES, 'loss: huber'],
    ],
    [
      'half',
      'a distribution of the user, under a loss of the user, that say so',
      [HIDDEN, 'dense: { units: 2, activation: half }'],
      ['words: [half.yaml, mine.yaml]', 'loss: mine'],
      {
        ...OWN_LOSS('{ shape: [k, m], range: real }'),
        'half.yaml': `
loopless: 1
activation: half
input: { Z: [k, m] }
equations:
  E: exp((Z - max(Z, over=k)) / 2)
  out: E / sum(E, over=k)
output: { out: { shape: [k, m], range: probability, sums: { over: k, to: 1 } } }
`,
      },
    ],
  ],
  [
    [
      'a softmax under a loss of distributions',
      [HIDDEN, 'dense: { units: 2, activation: softmax }'],
      [CLASSES, 'loss: kullback-leibler'],
    ],
    ['independent probabilities', [HIDDEN, 'dense: { units: 2, activation: sigmoid }']],
    ['a softmax inside the network', ['dense: { units: 4, activation: softmax }', 'dense: 2']],
    [
      'a loss of the user that says nothing of its input',
      [HIDDEN, 'dense: { units: 2, activation: softmax }'],
      ['words: [mine.yaml]', 'loss: mine'],
      OWN_LOSS('[k, m]'),
    ],
  ],
)

const MADE_OF = (equation: string) => layer('mine', equation)
const MINE = ['words: [mine.yaml]']

cases(
  'W402',
  [
    ['relu', 'a relu', [HIDDEN, 'dense: { units: 2, activation: relu }']],
    ['relu', 'a relu as a layer', [HIDDEN, 'dense: 2', 'activation: relu'], ['loss: mean-absolute-error']],
    [
      'relu',
      'a relu that is scaled',
      [HIDDEN, 'dense: { units: 2, activation: relu }', 'scale: { by: -3, offset: 1 }'],
    ],
    [
      'mine',
      'one written as a choice',
      [HIDDEN, 'dense: 2', 'mine'],
      MINE,
      MADE_OF('out: where(A > 1, A, 1)'),
    ],
    ['mine', 'one written as a product', [HIDDEN, 'dense: 2', 'mine'], MINE, MADE_OF('out: A * (A > 0)')],
    [
      'mine',
      'one that is cut off above',
      [HIDDEN, 'dense: 2', 'mine'],
      MINE,
      MADE_OF('out: minimum(2 * A, 7) / 2'),
    ],
  ],
  [
    ['a relu inside the network', ['dense: { units: 4, activation: relu }', 'dense: 2']],
    ['what is positive and nowhere flat', [HIDDEN, 'dense: { units: 2, activation: softplus }']],
    ['a slope on both sides', [HIDDEN, 'dense: { units: 2, activation: leaky-relu }']],
    ['a curve on one side', [HIDDEN, 'dense: { units: 2, activation: elu }']],
    ['what is cut off on both sides', [HIDDEN, 'dense: { units: 2, activation: relu6 }']],
    ['a clip', [HIDDEN, 'dense: 2', 'clip: { low: 0, high: 9 }']],
    [
      'a relu under a loss that does not take any number',
      [HIDDEN, 'dense: { units: 2, activation: relu }'],
      ['loss: { poisson: { rates: true } }'],
    ],
    [
      'a choice by something else',
      [HIDDEN, 'dense: 2', 'mine'],
      MINE,
      MADE_OF('out: where(sum(A, over=n) > 0, A, 0)'),
    ],
    [
      'what learns how far it reaches',
      [HIDDEN, 'dense: 2', 'mine'],
      MINE,
      layer('mine', 'out: maximum(A, 0) + b', 'parameters: { b: { shape: [n, 1], initial: zeros } }'),
    ],
    [
      'a cut where the network predicts only',
      [HIDDEN, 'dense: 2', 'mine'],
      MINE,
      {
        'mine.yaml': MADE_OF('out: A')['mine.yaml']!.replace(
          'output:',
          'predicting: { out: "maximum(A, 0)" }\noutput:',
        ),
      },
    ],
  ],
)

cases(
  'W403',
  [
    ['zeros', 'weights of zero', ['dense: { units: 4, activation: relu, weights: zeros }', 'dense: 2']],
    [
      'zeros',
      'the same in both layers',
      ['dense: { units: 4, activation: tanh, weights: zeros }', 'dense: { units: 2, weights: zeros }'],
    ],
    [
      'constant: 0.3',
      'weights that are all one number',
      ['dense: { units: 4, activation: tanh, weights: { constant: 0.3 } }', 'dense: 2'],
    ],
    [
      'zeros',
      'zeros behind a draw',
      ['dense: { units: 4, activation: tanh, weights: zeros }', 'dropout: 0.2', 'dense: 2'],
    ],
    [
      'zeros',
      'zeros in a repeat',
      [
        'dense: { units: 4, activation: tanh }',
        'repeat:\n  times: 3\n  layers:\n    - dense: { units: 4, activation: tanh, weights: zeros }',
        'dense: 2',
      ],
    ],
    [
      'mine: 4',
      'a word of the user that fills its matrix so',
      ['mine: 4', 'dense: 2'],
      MINE,
      {
        'mine.yaml': `
loopless: 1
layer: mine
attributes: { units: { type: size } }
input: { A: [n, m] }
parameters: { V: { shape: [n, units], initial: ones } }
equations: { out: tanh(V.T @ A) }
output: { out: [units, m] }
`,
      },
    ],
  ],
  [
    ['biases of zero', ['dense: { units: 4, activation: tanh }', 'dense: 2']],
    ['a last layer of zeros', [HIDDEN, 'dense: { units: 2, weights: zeros }']],
    ['a single unit', ['dense: { units: 1, activation: tanh, weights: ones }', 'dense: 2']],
    ['an identity', ['dense: { units: 4, activation: tanh, weights: identity }', 'dense: 2']],
    [
      'a branch that begins at zero and is added to another',
      [
        'dense: { units: 5, activation: tanh }\nas: trunk',
        'dense: { units: 5, activation: tanh }',
        'dense: { units: 5, weights: zeros }\nas: branch',
        'join: {}\nfrom: [trunk, branch]',
        'dense: 2',
      ],
      ['words: [join.yaml]'],
      {
        'join.yaml':
          '\nloopless: 1\nlayer: join\ninput: { A: [n, m], B: [n, m] }\nequations: { out: A + B }\noutput: { out: [n, m] }\n',
      },
    ],
    [
      'a gate that begins half open',
      ['mine', 'dense: 2'],
      MINE,
      layer(
        'mine',
        'out: tanh(W @ A) * sigmoid(V @ A)',
        'parameters:\n  W: { shape: [n, n], initial: he-normal }\n  V: { shape: [n, n], initial: zeros }',
      ),
    ],
    [
      'biases that are drawn',
      ['mine', 'dense: 2'],
      MINE,
      layer(
        'mine',
        'out: tanh(W @ A + b)',
        'parameters:\n  W: { shape: [n, n], initial: ones }\n  b: { shape: [n, 1], initial: { normal: 1 } }',
      ),
    ],
    ['slopes that start equal', [HIDDEN, 'prelu', 'dense: 2']],
  ],
)

cases(
  'W404',
  [
    ['dense: 8', 'two linear layers', ['dense: 8', 'dense: 2']],
    [
      'linear',
      'the activation that says so',
      ['dense: { units: 8, activation: linear, bias: false }', 'dense: { units: 2, activation: tanh }'],
    ],
    [['dense: 8', 'dense: 7'], 'three', ['dense: 8', 'dense: 7', 'dense: 2']],
    [
      'dense: 5',
      'layers with affine steps between',
      ['dense: 5', 'scale: { by: 3, offset: 1 }', 'standardize', 'dropout: 0.4', 'dense: 2'],
    ],
    [
      'dense: 5',
      'a matrix of the user between, that learns nothing',
      ['dense: 5', 'mine', 'dense: 2'],
      MINE,
      MADE_OF('out: (rowNumber(n, n) - 1) @ A'),
    ],
    [
      'dense: 5',
      'a learned factor between',
      ['dense: 5', 'mine', 'dense: 2'],
      MINE,
      layer('mine', 'out: A * g', 'parameters: { g: { shape: [n, 1], initial: ones } }'),
    ],
    [
      'dense: 4',
      'an expansion of a narrow input',
      ['dense: 4', 'dense: { units: 3, activation: relu }', 'dense: 2'],
      ['inputs: { X: [2, m] }'],
    ],
  ],
  [
    ['an activation between', ['dense: { units: 8, activation: tanh }', 'dense: 2']],
    ['a matrix of small rank', ['dense: 3', 'dense: { units: 9, activation: tanh }', 'dense: 2']],
    [
      'a value that a layer reads too',
      [
        'dense: 5\nas: both',
        'dense: { units: 5, activation: tanh }\nas: second',
        'join: {}\nfrom: [both, second]',
      ],
      ['words: [join.yaml]', 'targets: { Y: [5, m] }'],
      {
        'join.yaml':
          '\nloopless: 1\nlayer: join\ninput: { A: [n, m], B: [n, m] }\nequations: { out: A * B }\noutput: { out: [n, m] }\n',
      },
    ],
    ['a value that is kept', ['dense: 8\nas: seen', 'dense: 2'], ['keep: [seen_Z]']],
    ['what is read twice', ['dense: 8', 'mine', 'dense: 2'], MINE, MADE_OF('out: A * A')],
    ['a curve', ['dense: 8', 'mine', 'dense: 2'], MINE, MADE_OF('out: A / (1 + abs(A))')],
    [
      'two products of one word',
      ['mine', 'dense: 2'],
      MINE,
      layer(
        'mine',
        'out: tanh(V @ (W @ A))',
        'parameters:\n  W: { shape: [n, n], initial: he-normal }\n  V: { shape: [n, n], initial: he-normal }',
      ),
    ],
    ['a cut between', ['dense: 8', 'clip: { low: -2, high: 2 }', 'dense: 2']],
  ],
)

const TRAINED = (optimizer: string, schedule = '') => [
  `training: { optimizer: ${optimizer}, ${schedule} epochs: 3 }`,
]

cases(
  'W405',
  [
    ['0', 'a rate of zero', [HIDDEN, 'dense: 2'], TRAINED('{ gradient-descent: { rate: 0 } }')],
    ['0', 'the same said in short', [HIDDEN, 'dense: 2'], TRAINED('{ momentum: 0 }')],
    [
      '0.0',
      'in an optimizer of many numbers',
      [HIDDEN, 'dense: 2'],
      TRAINED('{ adamw: { beta1: 0, rate: 0.0, decay: 0.1 } }'),
    ],
    [
      '0',
      'a rate that a schedule makes nothing of',
      [HIDDEN, 'dense: 2'],
      TRAINED('{ adam: { rate: 0 } }', 'schedule: { cosine: 20 },'),
    ],
    [
      'never',
      'a schedule that is zero',
      [HIDDEN, 'dense: 2'],
      ['words: [never.yaml]', ...TRAINED('adam', 'schedule: never,')],
      { 'never.yaml': '\nloopless: 1\nschedule: never\nequations: { out: 0 * rate }\n' },
    ],
    [
      'still',
      'an optimizer that does nothing',
      [HIDDEN, 'dense: 2'],
      ['words: [still.yaml]', ...TRAINED('still')],
      { 'still.yaml': '\nloopless: 1\noptimizer: still\nupdate: { parameter: parameter + 0 * gradient }\n' },
    ],
  ],
  [
    ['another number of zero', [HIDDEN, 'dense: 2'], TRAINED('{ momentum: { rate: 0.1, beta: 0 } }')],
    ['a very small rate', [HIDDEN, 'dense: 2'], TRAINED('{ adam: { rate: 1.0e-30 } }')],
    [
      'a rate of zero from which a schedule rises',
      [HIDDEN, 'dense: 2'],
      TRAINED('{ adam: { rate: 0 } }', 'schedule: { polynomial: { length: 9, final: 0.1 } },'),
    ],
    [
      'a schedule that begins with zero',
      [HIDDEN, 'dense: 2'],
      TRAINED('adam', 'schedule: { one-cycle: { length: 9, start: 0 } },'),
    ],
    [
      'an optimizer that decays weights at a rate of zero',
      [HIDDEN, 'dense: 2'],
      ['words: [decay.yaml]', ...TRAINED('{ decay: { rate: 0 } }')],
      {
        'decay.yaml':
          '\nloopless: 1\noptimizer: decay\nattributes: { rate: { type: number } }\nupdate: { parameter: 0.9 * parameter - rate * gradient }\n',
      },
    ],
  ],
)

cases(
  'W406',
  [
    ['dropout: 0.2', 'dropped outputs', [HIDDEN, 'dense: 2', 'dropout: 0.2']],
    [
      'dropout: 0.2',
      'dropped logits',
      [HIDDEN, 'dense: 2', 'dropout: 0.2', 'activation: softmax'],
      [CLASSES, 'loss: cross-entropy'],
    ],
    ['gaussian-noise', 'noise on outputs', [HIDDEN, 'dense: 2', 'gaussian-noise']],
    [['dropout: 0.2'], 'behind a layer that is fitted', [HIDDEN, 'dense: 2', 'standardize', 'dropout: 0.2']],
  ],
  [
    ['draws before the last layer', [HIDDEN, 'dropout: 0.2', 'dense: 2']],
    ['draws on the input', ['dropout: 0.1', HIDDEN, 'dense: 2']],
    ['draws before slopes that are learned', [HIDDEN, 'dense: 2', 'dropout: 0.2', 'prelu']],
    ['draws that drop nothing', [HIDDEN, 'dense: 2', 'dropout: 0']],
    [
      'draws on one of two ways to the output',
      [
        'dense: { units: 2, activation: tanh }\nas: low',
        'dropout: 0.3\nas: dropped',
        'dense: 2\nas: high\nfrom: low',
        'join: {}\nfrom: [dropped, high]',
      ],
      ['words: [join.yaml]'],
      {
        'join.yaml':
          '\nloopless: 1\nlayer: join\ninput: { A: [n, m], B: [n, m] }\nequations: { out: A + B }\noutput: { out: [n, m] }\n',
      },
    ],
  ],
)

cases(
  'W407',
  [
    [
      'softmax',
      'an output of one row',
      [HIDDEN, 'dense: { units: 1, activation: softmax }'],
      ['targets: { Y: { shape: [1, m], classes: [no, yes] } }', 'loss: binary-cross-entropy'],
    ],
    [
      'softmax',
      'one row under any loss',
      [HIDDEN, 'dense: { units: 1, activation: softmax }'],
      ['targets: { Y: [1, m] }'],
    ],
    ['softmax', 'one row inside the network', ['dense: { units: 1, activation: softmax }', 'dense: 2']],
  ],
  [
    ['two rows', [HIDDEN, 'dense: { units: 2, activation: softmax }'], [CLASSES, 'loss: cross-entropy']],
    [
      'a probability in one row',
      [HIDDEN, 'dense: { units: 1, activation: sigmoid }'],
      ['targets: { Y: { shape: [1, m], classes: [no, yes] } }', 'loss: binary-cross-entropy'],
    ],
  ],
)

describe('a network that does not learn', () => {
  it.each([
    ['equal units', ['dense: { units: 4, activation: tanh, weights: zeros }', 'dense: 2']],
    ['two products', ['dense: 8', 'dense: 2']],
  ])('may have %s: its weights come from elsewhere', (_, layers) => {
    const text = networkOf(layers).replace('loss: squared-error\n', '')
    expect(text).not.toContain('loss')
    expect(warned(text)).toEqual([])
  })
})

describe('a warning', () => {
  it('shows both places, and what to do', () => {
    const text = networkOf(['dense: 8', 'dropout: 0.1', 'dense: { units: 2, activation: relu }'])
    expect(renderAll(diagnosticsOf(text))).toMatchInlineSnapshot(`
      "warning[W404]: with nothing but affine steps between them, \`W1\` and \`W2\` are one (2, 5) matrix
        --> spec.yaml:6:5
         |
       6 |   - dense: 8
         |     ^^^^^^^^
       ...
       8 |   - dense: { units: 2, activation: relu }
         |     ------------------------------------- multiplies by \`W2\`
         = help: say a non-linear \`activation\` here, or leave the layer out

      warning[W402]: on one side this output is always 0, and \`squared-error\` compares any numbers
        --> spec.yaml:8:36
         |
       8 |   - dense: { units: 2, activation: relu }
         |                                    ^^^^
       9 | loss: squared-error
         |       ------------- learns nothing from what falls there
         = help: leave the activation of the last layer out, or take one whose slope is nowhere zero
      "
    `)
  })

  it('names losses that fit classes', () => {
    const text = networkOf(['dense: { units: 2, activation: softmax }'], [CLASSES])
    expect(diagnosticsOf(text)[0]!.help).toBe('write `loss: cross-entropy` or `loss: kullback-leibler`')
  })

  it('says what units start as', () => {
    const text = networkOf(['dense: { units: 4, activation: tanh, weights: { constant: 0.3 } }', 'dense: 2'])
    expect(diagnosticsOf(text)[0]!.message).toBe('the 4 units of this layer start equal: all of `W1` is 0.3')
  })
})
