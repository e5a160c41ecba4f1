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
import { list, mapping, named, type Schema, text } from './schema.ts'

/** Its ends are numbers, or attributes of type number above: which, stage 2 reads. */
const range: Schema = {
  title: 'a range in quotes',
  description:
    '"[0, 1)": square where its end belongs to it, round where not; inf for no end. "(low, inf)": above what is said of the attribute low.',
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
    ['shape', 'initial'],
  ),
)

const fitted: Schema = named(
  'a mapping of fitted values',
  mapping('a fitted value', { shape, equation }, ['shape', 'equation']),
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

interface Sections {
  readonly properties: Readonly<Record<string, Schema>>
  readonly required: readonly string[]
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
  return mapping(
    `${/^[aio]/.test(kind) ? 'an' : 'a'} ${kind} word`,
    {
      loopless: version,
      [kind]: kebabName,
      summary,
      also,
      source: text,
      differs: text,
      attributes,
      ...properties,
      example: wordUse,
    },
    ['loopless', kind, ...required],
  )
}

export const words = Object.fromEntries(WORD_KINDS.map((kind) => [kind, wordSchema(kind)])) as Readonly<
  Record<WordKind, Schema>
>
