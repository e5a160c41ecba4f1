import { ANY_NUMBER, PROMISED_RANGES } from '../../forms/program.ts'
import { ABOUT, type About, kebabName, list, mapping, name, named, type Schema, text } from './schema.ts'

/** What networks and words are both made of. */

export const version: Schema = { title: 'the version of the language', type: 'number', const: 1 }

export const size: Schema = { title: 'a size', type: ['number', 'string'] }

export const shape: Schema = list('a shape like `[n, m]`', size)

export const equation: Schema = { title: 'an equation', type: ['string', 'number', 'boolean'] }

export const equations: Schema = named('a mapping of equations', equation)

const range: Schema = { title: 'a range', type: 'string', enum: PROMISED_RANGES }

/** Of a target nobody takes logarithms first. */
const targetRange: Schema = { title: 'a range', type: 'string', enum: ['probability'] }

const sums: Schema = mapping(
  'a mapping with `over` and `to`',
  { over: name, to: { title: 'the sum', type: 'number', const: 1 } },
  { over: 'The dimension that is summed over.', to: 'The sum: 1.' },
  ['over', 'to'],
)

const aboutShape: About = {
  says: 'The sizes of its dimensions, the examples last.',
  example: '[n, m]',
}

const aboutSums: About = {
  says: 'That its numbers sum to 1 over a dimension, as shares and probabilities do.',
  example: '{ over: k, to: 1 }',
}

/** `[k, m]`, or `{ shape: [k, m], range: probability }`. */
export const port: Schema = {
  ...mapping(
    'a port',
    { shape, range, sums },
    {
      shape: aboutShape,
      range: 'The numbers it is made of: asked of an input, promised of an output.',
      sums: aboutSums,
    },
    ['shape'],
  ),
  title: 'a shape, or a mapping with `shape`',
  type: ['array', 'object'],
  items: size,
}

/** A loss asks for a range, or says that its input may be any number. */
export const lossInput: Schema = {
  ...port,
  properties: {
    ...port.properties,
    range: { ...range, enum: [...PROMISED_RANGES, ANY_NUMBER] },
  },
  [ABOUT]: {
    ...port[ABOUT],
    range:
      'What the output must promise; or `real`, any number: an output that cannot be some of them is then warned of.',
  },
}

const classes: Schema = list(
  'a list of classes',
  { title: 'the name of a class', type: ['string', 'number', 'boolean'] },
  { minItems: 2 },
)

/** As a port; `classes` may stand for the shape. */
export const target: Schema = {
  ...mapping(
    'a target',
    { shape, range: targetRange, classes },
    {
      shape: aboutShape,
      range: '`probability`: its numbers are between 0 and 1.',
      classes: {
        says: 'The names of the classes, in the order of their rows. Two may share one row, 0 for the first and 1 for the second, where `shape` says so.',
        example: '[stay, leave, pause]',
      },
    },
  ),
  title: 'a shape, or a mapping with `shape` or `classes`',
  type: ['array', 'object'],
  items: size,
}

/** `relu`, or `{ leaky-relu: { slope: 0.1 } }`; what stands in it is the word's own affair. */
export const wordUse: Schema = {
  title: 'a word',
  type: ['string', 'object'],
  minProperties: 1,
  maxProperties: 1,
}

/** One word, or a list of them; an empty list says that there is none. */
export const wordUses: Schema = {
  ...wordUse,
  title: 'a word, or a list of words',
  type: ['string', 'object', 'array'],
  items: wordUse,
}

export const references: Schema = {
  ...list('a list of names', name),
  title: 'a name, or a list of names',
  type: ['string', 'array'],
}

export const reason: Schema = { title: 'a reason, in words', type: 'string', pattern: '\\S' }

/** `{ W402: a rate, never below zero }`; which codes there are, stage 2 knows. */
export const allowances: Schema = {
  title: 'a mapping from the codes of warnings to reasons',
  type: 'object',
  additionalProperties: reason,
  minProperties: 1,
}

export const summary: Schema = text

export { kebabName }
