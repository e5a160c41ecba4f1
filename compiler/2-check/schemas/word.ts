import { WORD_KINDS, type WordKind } from '../../forms/spec.ts'
import { ATTRIBUTE_TYPES } from './attributes.ts'
import {
  equation,
  equations,
  kebabName,
  lossInput,
  port,
  shape,
  summary,
  version,
  wordUse,
} from './pieces.ts'
import { type About, list, mapping, name, named, type Schema, text } from './schema.ts'

/** Its ends are numbers, or attributes of type number above: which, stage 2 reads. */
const range: Schema = {
  title: 'a range in quotes',
  type: 'string',
}

const attributes: Schema = named(
  'a mapping of attributes',
  mapping(
    'an attribute',
    {
      type: {
        title: 'the type of an attribute',
        type: 'string',
        enum: ATTRIBUTE_TYPES,
      },
      default: { title: 'a default', type: ['number', 'string', 'boolean', 'object'] },
      range,
      shape,
      also: list('a list of other names', name),
    },
    {
      type: 'What may be said: a size (a whole number or an expression of sizes), a number, a list of numbers with one for each row, true or false, a word of a kind, or the name of a second target.',
      default: 'What holds where nothing is said. Without it the attribute has to be said.',
      range: {
        says: 'The numbers that may be said, as an interval in quotes: square where its end belongs to it, round where not; `inf` for no end. An end may be an attribute above.',
        example: '"[0, 1)"',
      },
      shape: 'The shape that equations see, of `numbers` and of `target`.',
      also: { says: 'What others call it: for advice to who writes that.', example: '[other_name]' },
    },
    ['type'],
  ),
)

const parameters: Schema = named(
  'a mapping of parameters',
  mapping(
    'a parameter',
    {
      shape,
      initial: wordUse,
      when: { title: 'the name of an attribute', type: 'string' },
      regularized: { title: '`true` or `false`', type: 'boolean' },
    },
    {
      shape: { says: 'Its sizes.', example: '[units, n]' },
      initial: {
        says: 'How it is first filled: an initializer, or the name of an attribute that says one.',
        words: ['initializer'],
        also: ['initializer', 'init'],
      },
      when: 'The attribute without which it does not exist.',
      regularized: {
        says: 'Whether `regularization` speaks of it: `true` for weights, not for biases.',
        otherwise: false,
      },
    },
    ['shape', 'initial'],
  ),
)

const fitted: Schema = named(
  'a mapping of fitted values',
  mapping(
    'a fitted value',
    { shape, equation },
    { shape: 'Its sizes.', equation: 'How it follows from the input, over all training data.' },
    ['shape', 'equation'],
  ),
)

const first: Schema = { title: 'a number', type: 'number' }

/** As large as the parameters, or a number. */
const state: Schema = named('a mapping of states', {
  ...first,
  title: '`zeros`, or a number',
  type: ['string', 'number'],
  pattern: '^zeros$',
})

const memory: Schema = named('a mapping of states', first)

/** What others call it: for advice to who writes that. */
const also = list('a list of other names', kebabName)

const oneInput = named('a mapping with one input', port, 1)
const oneTarget = named('a mapping with one target', port, 1)
const oneOutput = named('a mapping with one output', port, 1)
const inputs = named('a mapping of inputs', port)

type Key =
  | 'input'
  | 'target'
  | 'parameters'
  | 'fitted'
  | 'state'
  | 'equations'
  | 'predicting'
  | 'update'
  | 'output'

interface Sections {
  readonly properties: Readonly<Partial<Record<Key, Schema>>>
  readonly required: readonly Key[]
}

/** Of the sections that kinds have in common. */
const aboutSections: Readonly<Record<Key, About>> = {
  input: { says: 'What it takes: names and shapes.', example: '{ A: [n, m] }' },
  target: { says: 'What the output is compared with: a name and a shape.', example: '{ Y: [k, m] }' },
  parameters: {
    says: 'What is learned: shapes, and how they are first filled.',
    example: '{ W: { shape: [units, n], initial: weights } }',
  },
  fitted: 'What is computed once from the training data, and saved with the weights; 0 until then.',
  state: 'What it remembers from one update to the next, and how that begins.',
  equations: {
    says: 'Names and expressions, in order, each of what stands above it.',
    example: '{ out: 2 * A }',
  },
  predicting: 'The equations instead, where the network predicts.',
  update: {
    says: 'The next `parameter` (of an optimizer), and the next of each state.',
    example: '{ parameter: parameter - rate * gradient }',
  },
  output: { says: 'The name and shape of what it makes: one of its equations.', example: '{ out: [n, m] }' },
}

/** What a word says, by its kind. */
const SECTIONS: Readonly<Record<WordKind, Sections>> = {
  layer: {
    properties: { input: inputs, parameters, fitted, equations, predicting: equations, output: oneOutput },
    required: ['input', 'equations', 'output'],
  },
  activation: {
    properties: { input: oneInput, equations, output: oneOutput },
    required: ['input', 'equations', 'output'],
  },
  loss: {
    properties: { input: named('a mapping of inputs', lossInput), target: oneTarget, equations },
    required: ['input', 'target', 'equations'],
  },
  metric: {
    properties: { input: inputs, target: oneTarget, equations, output: oneOutput },
    required: ['input', 'target', 'equations'],
  },
  regularizer: { properties: { input: oneInput, equations }, required: ['input', 'equations'] },
  optimizer: { properties: { state, equations, update: equations }, required: ['update'] },
  schedule: { properties: { state: memory, equations, update: equations }, required: ['equations'] },
  clipping: {
    properties: { input: oneInput, equations, output: oneOutput },
    required: ['input', 'equations', 'output'],
  },
  initializer: { properties: { equations, output: oneOutput }, required: ['equations', 'output'] },
}

function wordSchema(kind: WordKind): Schema {
  const { properties, required } = SECTIONS[kind]
  const sections = Object.keys(properties) as readonly Key[]
  return mapping<string>(
    `${/^[aio]/.test(kind) ? 'an' : 'a'} ${kind} word`,
    {
      loopless: version,
      [kind]: kebabName,
      summary,
      also,
      source: text,
      differs: text,
      attributes,
      ...(properties as Readonly<Record<string, Schema>>),
      example: wordUse,
    },
    {
      loopless: 'The version of the language: 1.',
      [kind]: `The name of the ${kind}, in lower case with hyphens; so it is used.`,
      summary: { says: 'A sentence about it.', also: ['description'] },
      also: {
        says: 'What others call it: for advice to who writes that.',
        example: '[other-name]',
        also: ['aliases', 'synonyms'],
      },
      source: 'Where its formula is from.',
      differs: 'What differs from PyTorch and Keras.',
      attributes: {
        says: 'What may be said to it: for each a `type`, a `default` unless it has to be said, a `range` for numbers.',
        example: '{ slope: { type: number, default: 0.1 } }',
      },
      ...Object.fromEntries(sections.map((key) => [key, aboutSections[key]])),
      example:
        kind === 'activation'
          ? { says: 'A layer that uses it.', words: ['layer'] }
          : { says: 'A use of it.', words: [kind] },
    },
    ['loopless', kind, ...required],
  )
}

export const words = Object.fromEntries(WORD_KINDS.map((kind) => [kind, wordSchema(kind)])) as Readonly<
  Record<WordKind, Schema>
>
