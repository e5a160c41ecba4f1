import { BYTES_PATTERN, COUNT_PATTERN } from '../quantities.ts'
import {
  allowances,
  equations,
  kebabName,
  port,
  references,
  size,
  summary,
  target,
  version,
  wordUse,
  wordUses,
} from './pieces.ts'
import {
  count,
  list,
  mapping,
  NAME_OR_NUMBER,
  name,
  named,
  type Schema,
  text,
  wholeNumber,
} from './schema.ts'

export const training: Schema = mapping(
  'a training section',
  {
    optimizer: wordUse,
    schedule: wordUse,
    clipping: wordUses,
    batch: { title: 'a whole number, or `all`', type: ['integer', 'string'], minimum: 1, pattern: '^all$' },
    epochs: count,
    iterations: count,
    seed: wholeNumber,
    shuffle: { title: '`true` or `false`', type: 'boolean' },
    stopping: mapping(
      'a stopping section',
      {
        patience: wholeNumber,
        monitor: { title: '`loss`, or the name of a metric', type: 'string' },
        change: { title: 'a number, 0 or more', type: 'number', minimum: 0 },
        goal: { title: '`smallest` or `largest`', type: 'string', enum: ['smallest', 'largest'] },
      },
      ['patience'],
    ),
    checkpoints: {
      ...mapping('a number of `epochs` or of `iterations`', { epochs: count, iterations: count }),
      minProperties: 1,
    },
  },
  ['optimizer'],
)

/** `a.csv`, or `{ training: a.csv, test: b.csv }`. */
const files: Schema = {
  ...mapping('files', { training: text, validation: text, test: text }, ['training']),
  title: 'a file, or a file for `training` and others for `test` and `validation`',
  type: ['string', 'object'],
}

const columns: Schema = mapping('the columns of a port', {
  file: files,
  columns: {
    title: 'a list of columns, or `all`',
    type: ['array', 'string'],
    pattern: '^all$',
    items: { title: 'the name of a column', type: ['string', 'number', 'boolean', 'object'] },
    minItems: 1,
  },
  column: { title: 'the name of a column', type: ['string', 'number', 'boolean'] },
})

const categoryName: Schema = { title: 'the name of a category', type: ['string', 'number', 'boolean'] }

export const categories: Schema = list('a list of categories', categoryName, { minItems: 2 })

/** A share, or the values of the split's column. */
const part: Schema = {
  title: 'a share between 0 and 1, or the values of a column',
  type: ['number', 'string', 'array'],
  items: { title: 'a value of the column', type: ['string', 'number', 'boolean'] },
  minItems: 1,
  exclusiveMinimum: 0,
  exclusiveMaximum: 1,
}

const data: Schema = mapping(
  'a data section',
  {
    file: files,
    separator: { title: 'one character, and no quote', type: 'string', pattern: '^[^"\\r\\n]$' },
    inputs: named('a mapping of inputs', columns),
    targets: named('a mapping of targets', columns),
    missing: { title: 'what to do with missing values', type: 'string', enum: ['error', 'drop'] },
    split: mapping('a split', {
      test: part,
      validation: part,
      stratify: { title: '`true` or `false`', type: 'boolean' },
      column: { title: 'the name of a column', type: ['string', 'number', 'boolean'] },
      seed: wholeNumber,
    }),
  },
  ['inputs'],
)

/** A layer: a word, or a mapping of a word and the keys beside it; which word decides what may stand in it. */
const layer: Schema = { title: 'a layer', type: ['string', 'object'], minProperties: 1 }

export const layers: Schema = list('a list of layers', layer, { minItems: 1 })

/** Keys that stand beside a layer's word. */
export const siblings: Schema = mapping('a layer', {
  as: name,
  from: references,
  regularization: wordUses,
  allow: allowances,
})

export const repeatSiblings: Schema = mapping('a repeat', { as: name, allow: allowances })

/** More would be a mistake, or a network that nobody can read. */
const times: Schema = { title: 'a whole number from 1 to 1000', type: 'integer', minimum: 1, maximum: 1000 }

export const repeat: Schema = mapping('a repeat', { times, layers }, ['times', 'layers'])

export const metrics: Schema = list('a list of metrics', wordUse)

/** `300k`, or the digits. */
const quantity: Schema = {
  title: 'a whole number, or a number with `k`, `M` or `G`',
  type: ['integer', 'string'],
  minimum: 0,
  pattern: COUNT_PATTERN,
}

/** `8MiB`, or the digits. */
const bytes: Schema = {
  title: 'a number of bytes, or a number with `KiB`, `MiB`, `GiB`, `KB`, `MB` or `GB`',
  type: ['integer', 'string'],
  minimum: 0,
  pattern: BYTES_PATTERN,
}

const budget: Schema = {
  ...mapping('a budget', {
    parameters: quantity,
    multiplyAdds: quantity,
    trainingMemory: bytes,
    generatedBytes: bytes,
  }),
  minProperties: 1,
}

/** A layer without a name is called by its number. */
const renamed: Schema = {
  title: 'a mapping from old names to new ones',
  type: 'object',
  propertyNames: { title: 'a name, or the number of a layer', pattern: NAME_OR_NUMBER },
  additionalProperties: {
    title: 'a name, or the number of a layer',
    type: ['string', 'integer'],
    minimum: 1,
    pattern: NAME_OR_NUMBER,
  },
  minProperties: 1,
}

export const network: Schema = mapping(
  'a network',
  {
    loopless: version,
    network: kebabName,
    summary,
    precision: { title: 'a precision', type: 'string', enum: ['float32', 'float64'] },
    words: list('a list of files', text),
    sizes: named('a mapping of sizes', size),
    data,
    inputs: named('a mapping of inputs', port),
    targets: named('a mapping of targets', target),
    layers,
    equations,
    differentiate: named('a mapping from a scalar to the names it is differentiated by', references, 1),
    loss: wordUse,
    regularization: wordUses,
    metrics,
    keep: list('a list of names', name),
    training,
    allow: allowances,
    budget,
    renamed,
  },
  ['loopless', 'network', 'inputs'],
)
