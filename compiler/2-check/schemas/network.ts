import { BYTES_PATTERN, COUNT_PATTERN } from '../quantities.ts'
import { USUAL_BATCH, USUAL_SEED } from '../usual.ts'
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
  type About,
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
    batch: {
      ...count,
      title: `${count.title}, or \`all\``,
      type: ['integer', 'string'],
      pattern: '^all$',
    },
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
      {
        patience: 'How many epochs in a row may bring nothing better.',
        monitor: {
          says: 'What is watched: `loss`, or the name of a metric of the network.',
          otherwise: 'loss',
        },
        change: {
          says: 'The least change that counts.',
          otherwise: 0,
          also: ['min_delta', 'tolerance', 'tol'],
        },
        goal: {
          says: 'What is better. If nothing is said: less of a loss, more of a metric.',
          also: ['mode'],
        },
      },
      ['patience'],
    ),
    checkpoints: {
      ...mapping(
        'a number of `epochs` or of `iterations`',
        { epochs: count, iterations: count },
        { epochs: 'After every so many epochs.', iterations: 'After every so many updates.' },
      ),
      minProperties: 1,
    },
  },
  {
    optimizer: {
      says: 'How parameters follow from their gradients.',
      words: ['optimizer'],
      also: ['solver'],
    },
    schedule: {
      says: "What the optimizer's `rate` follows.",
      words: ['schedule'],
      also: ['scheduler', 'lr_scheduler', 'learning_rate_schedule'],
    },
    clipping: {
      says: 'What is done to the gradients first: a word, or a list of them.',
      words: ['clipping'],
      also: ['gradient_clipping', 'grad_clip', 'clip_grad'],
    },
    batch: {
      says: 'How many examples an update is of, or `all`.',
      otherwise: USUAL_BATCH,
      also: ['batch_size', 'minibatch_size', 'mini_batch'],
    },
    epochs: {
      says: 'How often training passes over the data. Either this or `iterations`.',
      also: ['n_epochs', 'num_epochs', 'max_epochs', 'nb_epoch'],
    },
    iterations: {
      says: 'How many updates training makes. Either this or `epochs`.',
      also: ['steps', 'num_steps', 'max_steps', 'train_steps', 'max_iter'],
    },
    seed: {
      says: 'Of all random draws: the same seed, the same bits.',
      otherwise: USUAL_SEED,
      also: ['random_seed', 'random_state', 'manual_seed'],
    },
    shuffle: { says: 'Whether each epoch has an order of its own.', otherwise: true },
    stopping: {
      says: 'Ends training when nothing gets better any more, and keeps the best parameters.',
      example: '{ patience: 10 }',
      also: ['early_stopping'],
    },
    checkpoints: {
      says: 'When a checkpoint is written, for `train --resume` to go on from.',
      example: '{ epochs: 5 }',
    },
  },
  ['optimizer'],
)

/** `a.csv`, or `{ training: a.csv, test: b.csv }`. */
const files: Schema = {
  ...mapping(
    'files',
    { training: text, validation: text, test: text },
    {
      training: 'The examples to train on.',
      validation: 'Those that training is watched and stopped by.',
      test: 'Those that are held out for `evaluate`.',
    },
    ['training'],
  ),
  title: 'a file, or a file for `training` and others for `test` and `validation`',
  type: ['string', 'object'],
}

const aboutFile: About = {
  says: 'A table, an array, or a folder of pictures, from the folder of this file. Or `training`, `validation` and `test`, a file each.',
  example: 'data.csv',
  also: ['path', 'filename', 'csv'],
}

const columns: Schema = mapping(
  'the columns of a port',
  {
    file: files,
    columns: {
      title: 'a list of columns, or `all`',
      type: ['array', 'string'],
      pattern: '^all$',
      items: { title: 'the name of a column', type: ['string', 'number', 'boolean', 'object'] },
      minItems: 1,
    },
    column: { title: 'the name of a column', type: ['string', 'number', 'boolean'] },
  },
  {
    file: aboutFile,
    columns: {
      says: 'Its columns, in the order of its rows, or `all` that no other names. A list of names behind a column is a row for each of them.',
      example: '[age, income, { plan: [free, pro, team] }]',
    },
    column: { says: 'Its only column, which may hold all the numbers of an example.', example: 'status' },
  },
)

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
    split: mapping(
      'a split',
      {
        test: part,
        validation: part,
        stratify: { title: '`true` or `false`', type: 'boolean' },
        column: { title: 'the name of a column', type: ['string', 'number', 'boolean'] },
        seed: wholeNumber,
      },
      {
        test: {
          says: 'The share that is held out for `evaluate`, or, with `column`, the values that say so.',
          example: '0.2',
          also: ['test_size', 'test_split', 'holdout'],
        },
        validation: {
          says: 'The share that training is watched and stopped by, or, with `column`, the values that say so.',
          example: '0.1',
          also: ['val', 'dev', 'val_size', 'validation_size', 'validation_split'],
        },
        stratify: { says: 'Whether each part has the same share of every class.', otherwise: false },
        column: 'The column whose values say which part an example is of.',
        seed: { says: 'Of the draw.', otherwise: USUAL_SEED, also: ['random_seed', 'random_state'] },
      },
    ),
  },
  {
    file: aboutFile,
    separator: {
      says: "What stands between two fields of a line. If nothing is said, by the file's ending.",
      example: '";"',
      also: ['sep', 'delimiter'],
    },
    inputs: {
      says: 'For each input, its columns.',
      example: '{ X: { columns: [age, income] } }',
      also: ['features'],
    },
    targets: {
      says: 'For each target, its columns.',
      example: '{ Y: { column: status } }',
      also: ['labels'],
    },
    missing: {
      says: 'What becomes of an example that lacks a value: an error, or it is left out.',
      otherwise: 'error',
      also: ['na', 'nan', 'missing_values'],
    },
    split: {
      says: 'What is held out, for testing and for stopping.',
      example: '{ test: 0.2, seed: 1 }',
      also: ['train_test_split'],
    },
  },
  ['inputs'],
)

/** A layer: a word, or a mapping of a word and the keys beside it; which word decides what may stand in it. */
export const layer: Schema = { title: 'a layer', type: ['string', 'object'], minProperties: 1 }

export const layers: Schema = list('a list of layers', layer, { minItems: 1 })

/** Keys that stand beside a layer's word. */
export const siblings: Schema = mapping(
  'a layer',
  {
    as: name,
    from: references,
    regularization: wordUses,
    allow: allowances,
  },
  {
    as: {
      says: 'The name of the layer, for `from`, `keep` and the generated code.',
      example: 'encoder',
      also: ['name'],
    },
    from: {
      says: 'Where it takes from: inputs and layers above. If nothing is said, the layer above.',
      also: ['input', 'inputs'],
    },
    regularization: {
      says: "What the loss is raised by for this layer's weights, instead of the network's own.",
      words: ['regularizer'],
      also: ['kernel_regularizer', 'weight_decay'],
    },
    allow: 'Warnings that are not meant for this layer: a code, and the reason.',
  },
)

export const repeatSiblings: Schema = mapping(
  'a repeat',
  { as: name, allow: allowances },
  {
    as: {
      says: 'The name of the copies, which a number tells apart: `block_1`, `block_2`.',
      also: ['name'],
    },
    allow: 'Warnings that are not meant for these layers: a code, and the reason.',
  },
)

/** More would be a mistake, or a network that nobody can read. */
const times: Schema = { title: 'a whole number from 1 to 1000', type: 'integer', minimum: 1, maximum: 1000 }

export const repeat: Schema = mapping(
  'a repeat',
  { times, layers },
  { times: 'How often.', layers: 'The layers, from the first up.' },
  ['times', 'layers'],
)

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
  ...mapping(
    'a budget',
    { parameters: quantity, multiplyAdds: quantity, trainingMemory: bytes, generatedBytes: bytes },
    {
      parameters: { says: 'The most numbers that are learned.', example: '300k' },
      multiplyAdds: {
        says: 'The most multiplications with an addition that a prediction of one example takes.',
        example: '2M',
      },
      trainingMemory: { says: 'The most bytes that training takes, with its batch.', example: '8MiB' },
      generatedBytes: {
        says: 'The most bytes of the generated module, which `generate` counts.',
        example: '64KiB',
      },
    },
  ),
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
    words: list('a list of files', { title: 'the path of a file', type: 'string', pattern: '\\S' }),
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
  {
    loopless: 'The version of the language: 1.',
    network: 'The name of the network, in lower case with hyphens; its module is called so.',
    summary: { says: 'A sentence about the network.', also: ['description'] },
    precision: { says: 'Of all numbers of the network.', otherwise: 'float32', also: ['dtype'] },
    words: {
      says: 'Files of your own words, from the folder of this file.',
      example: '[./layers/mine.yaml]',
    },
    sizes: { says: 'Names for numbers, which shapes and sizes may use.', example: '{ hidden: 16 }' },
    data: {
      says: 'Where examples come from, for `train`, `evaluate` and `predict`. The generated module needs none of it.',
      also: ['dataset'],
    },
    inputs: {
      says: 'What comes in: names and shapes. An example is a column, and `m` the batch.',
      example: '{ X: [5, m] }',
      also: ['features'],
    },
    targets: {
      says: 'What the output is compared with while training: shapes, or classes.',
      example: '{ Y: { classes: [stay, leave, pause] } }',
      also: ['labels'],
    },
    layers: 'The stack, from the input up. A layer is a word, or a word with what is said to it.',
    equations: {
      says: 'Instead of layers: names and expressions, in order, each of what stands above it.',
      example: '{ u: b * c, J: a + u }',
    },
    differentiate: {
      says: 'A scalar of the equations, and the inputs that it is differentiated by.',
      example: '{ J: [a, b] }',
    },
    loss: {
      says: 'The number that training makes small; needed where `training` is.',
      words: ['loss'],
      also: ['loss_function', 'loss_fn', 'criterion', 'objective', 'cost'],
    },
    regularization: {
      says: 'What the loss is raised by while training, for every weight: a word, or a list of them.',
      words: ['regularizer'],
      also: ['regularizer', 'weight_decay'],
    },
    metrics: { says: 'Numbers to report: metrics, and losses too.', words: ['metric', 'loss'] },
    keep: { says: 'Values that stay readable after `forward`.', example: '[Z1]' },
    training: { says: 'How the network learns.', also: ['train', 'fit', 'trainer'] },
    allow: 'Warnings that are not meant for this network: a code, and the reason.',
    budget: 'What the network may cost at most; more is an error.',
    renamed: {
      says: 'Old names of layers and parameters, and what they are called now: modules load weights that were saved under the old.',
      example: '{ encoder: features }',
    },
  },
  ['loopless', 'network', 'inputs'],
)
