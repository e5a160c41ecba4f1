import type { Equation } from '../forms/equation.ts'
import type { Source, Span } from '../forms/source.ts'
import type { AttributeSpec, PortSpec, Word, WordKind } from '../forms/spec.ts'

/**
 * A word as a page of Markdown: what it is for, its equations as its file writes them, what may be said to it, where it
 * is from and what is otherwise elsewhere.
 */
export function wordPage(word: Word): string {
  const paragraphs = [
    `# ${word.name}`,
    `*${titleOf(word.kind)}.* ${word.summary}`,
    ...(word.also.length > 0 ? [`Others call it ${listed(word.also)}.`] : []),
    ...block('yaml', example(word)),
    ...equations(word),
    ...attributes(word.attributes),
    ...ports(word),
    ...(word.origin === '' ? [] : [`**Source.** ${ended(word.origin)}`]),
    ...(word.differs === '' ? [] : [`**What differs.** ${word.differs}`]),
  ]
  return `${paragraphs.join('\n\n')}\n`
}

const TITLES: Readonly<Record<WordKind, readonly [one: string, many: string, what: string]>> = {
  layer: ['Layer', 'Layers', 'What a network is stacked of, and what prepares its data.'],
  activation: [
    'Activation',
    'Activations',
    'Attributes of layers, layers of their own, and functions in equations.',
  ],
  loss: ['Loss', 'Losses', 'What training makes small; each may be listed under `metrics` too.'],
  metric: ['Metric', 'Metrics', 'What an evaluation reports.'],
  regularizer: ['Regularizer', 'Regularizers', 'What the loss is raised by while training.'],
  optimizer: ['Optimizer', 'Optimizers', 'How parameters follow their gradients.'],
  schedule: ['Schedule', 'Schedules', 'What the rate of an optimizer follows.'],
  clipping: ['Clipping', 'Clippings', 'What is done to the gradients first.'],
  initializer: ['Initializer', 'Initializers', 'What parameters are filled with at first.'],
}

/** Every word with its summary, kind by kind. */
export function libraryPage(words: readonly Word[]): string {
  const sections = (Object.keys(TITLES) as WordKind[]).flatMap((kind) => {
    const own = words.filter((word) => word.kind === kind)
    const [, many, what] = TITLES[kind]
    const rows = own.map((word) => `| [\`${word.name}\`](${pathOf(word.source)}) | ${cell(word.summary)} |`)
    return own.length === 0 ? [] : [`## ${many}`, what, ['| word | |', '|---|---|', ...rows].join('\n')]
  })
  const opening =
    'The words that come with Loopless, one YAML file of equations each. Every page says what may be said to the word, where its\nformula is from, and what differs from PyTorch and Keras; `loopless explain WORD` prints it. The pages are made from the files.'
  return `${['# The library', opening, ...sections].join('\n\n')}\n`
}

/** Where a word's page lies, from the library's folder. */
export function pathOf({ path }: Source): string {
  return path.replace(/^library\//, '').replace(/\.yaml$/, '.md')
}

function titleOf(kind: WordKind): string {
  return TITLES[kind][0]
}

/** Where each kind stands in a network. */
const PLACES: Readonly<Record<WordKind, (use: string) => readonly string[]>> = {
  layer: (use) => ['layers:', `  - ${bare(use)}`],
  activation: (use) => ['layers:', `  - ${bare(use)}`],
  loss: (use) => [`loss: ${use}`],
  metric: (use) => [`metrics: [${use}]`],
  regularizer: (use) => [`regularization: ${use}`],
  optimizer: (use) => ['training:', `  optimizer: ${use}`],
  schedule: (use) => ['training:', '  optimizer: adam', `  schedule: ${use}`],
  clipping: (use) => ['training:', '  optimizer: adam', `  clipping: ${use}`],
  initializer: (use) => ['layers:', `  - dense: { units: 8, weights: ${use} }`],
}

function example({ kind, source }: Word): readonly string[] {
  const use = /^example: (.*)$/m.exec(source.text)?.[1]
  return use === undefined ? [] : PLACES[kind](use)
}

/** `{ dense: 3 }` as the entry of a list. */
function bare(use: string): string {
  return use.replace(/^\{ (.*) \}$/, '$1')
}

function equations(word: Word): readonly string[] {
  const groups: readonly (readonly [title: string, lines: readonly string[]])[] = [
    ['Fitted on the training data', word.fitted.map(({ equation }) => line(equation))],
    ['Equations', word.equations.map(line)],
    ['Where it predicts', word.predicting.map(line)],
    ['Update', word.update.map(line)],
  ]
  const filled = groups.filter(([, lines]) => lines.length > 0)
  return filled.flatMap(([title, lines]) => [
    ...(filled.length > 1 ? [`${title}:`] : []),
    ...block('text', lines),
  ])
}

function line({ name, expression }: Equation): string {
  return `${name} = ${textAt(expression.span)}`
}

function attributes(list: readonly AttributeSpec[]): readonly string[] {
  if (list.length === 0) return []
  const isCalled = list.some(({ also }) => also)
  const rows = list.map(({ name, type, default: usual, range, also = [] }) => {
    const given =
      usual === undefined
        ? 'has to be said'
        : `\`${usual.kind === 'word' ? usual.use.word.name : textAt(usual.span)}\``
    const called = isCalled ? ` ${listed(also)} |` : ''
    return `| \`${name}\` | ${type} | ${given} | ${range?.text ?? ''} |${called}`
  })
  const [heading, rule] = isCalled ? [' elsewhere |', '---|'] : ['', '']
  return [
    [`| attribute | type | if nothing is said | range |${heading}`, `|---|---|---|---|${rule}`, ...rows].join(
      '\n',
    ),
  ]
}

function ports({ inputs, targets, outputs, parameters, state, kind }: Word): readonly string[] {
  const taken = [...inputs.map(port), ...targets.map((target) => `the target ${port(target)}`)]
  const made = kind === 'layer' || kind === 'activation' ? outputs.map(port) : []
  const learned = parameters.map(
    ({ name, shape, initial }) =>
      `${code(name)} ${textAt(shape.span)}, at first by ${code('attribute' in initial ? initial.attribute : initial.word.name)}`,
  )
  const sentences = [
    ...(taken.length > 0 ? [`It takes ${taken.join(' and ')}.`] : []),
    ...(made.length > 0 ? [`It makes ${made.join(' and ')}.`] : []),
    ...(learned.length > 0 ? [`It learns ${learned.join('; and ')}.`] : []),
    ...(state.length > 0 ? [`It remembers ${listed(state.map(({ name }) => name))}.`] : []),
  ]
  return sentences.length > 0 ? [sentences.join(' ')] : []
}

const RANGES = { probability: 'between 0 and 1', 'log-probability': 'logarithms of probabilities' } as const

function port({ name, shape, range, takesAnyNumber, sumsToOneOver }: PortSpec): string {
  const promises = [
    ...(range ? [RANGES[range]] : []),
    ...(takesAnyNumber ? ['any numbers'] : []),
    ...(sumsToOneOver === undefined ? [] : [`summing to 1 over ${sumsToOneOver}`]),
  ]
  return `${code(name)} ${textAt(shape.span)}${promises.length > 0 ? ` (${promises.join(', ')})` : ''}`
}

/** As the file writes it, on one line. */
function textAt({ source, start, end }: Span): string {
  return source.text.slice(start, end).replace(/\s+/g, ' ')
}

function block(language: string, lines: readonly string[]): readonly string[] {
  return lines.length > 0 ? [`\`\`\`${language}\n${lines.join('\n')}\n\`\`\``] : []
}

function listed(names: readonly string[]): string {
  return names.map(code).join(', ')
}

function code(text: string): string {
  return `\`${text}\``
}

function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
