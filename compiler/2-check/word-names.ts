import type { Report } from '../diagnostics/report.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import { entryOf, fieldOf, type Node } from '../forms/document.ts'
import { isReservedInMethods } from '../forms/reserved.ts'
import type { Reference, Word, WordKind } from '../forms/spec.ts'
import { namesIn as namesOf } from './expressions.ts'
import { articled } from './kind.ts'
import { keysOf, referencesOf, Scope } from './names.ts'
import { CALLABLE, type Vocabulary } from './vocabulary.ts'

/** Among the results of `evaluate`. */
const LOSS = 'loss'

/** Names the language gives to words of a kind. */
const RESERVED: Partial<Readonly<Record<WordKind, readonly string[]>>> = {
  optimizer: ['parameter', 'gradient', 'step'],
  schedule: ['rate', 'step', 'epoch', 'loss'],
  metric: ['classes'],
  initializer: ['fanIn', 'fanOut'],
}

const SECTIONS: readonly (readonly [section: string, what: string])[] = [
  ['input', 'an input'],
  ['target', 'a target'],
  ['parameters', 'a parameter'],
  ['fitted', 'a fitted value'],
  ['state', 'a state'],
  ['equations', 'an equation'],
]

/** No name means two things, and what is promised has an equation. */
export function checkNames(root: Node, word: Word, vocabulary: Vocabulary): void {
  const { report } = vocabulary
  const { kind } = word
  checkOtherNames(root, word, vocabulary)
  const scope = new Scope(report)
  for (const name of RESERVED[kind] ?? []) scope.reserve(name, `a name of every ${kind}`)
  for (const name of namesIn(root, 'attributes')) {
    checkNoFunction(name, report)
    scope.define(name, 'an attribute')
  }
  for (const size of boundIn(word)) scope.define(size, 'a size')
  for (const size of sizesOf(word)) if (!scope.has(size.name)) scope.define(size, 'a size')
  for (const [section, what] of SECTIONS) for (const name of namesIn(root, section)) scope.define(name, what)
  // In the code of `update` they stand as they are.
  const standing = kind === 'optimizer' ? ['attributes', 'state'] : ['state']
  if (word.update.length > 0 && kind !== 'layer')
    for (const { name, span } of standing.flatMap((section) => namesIn(root, section)))
      if (isReservedInMethods(name) && !report.blames(span))
        report.add({
          code: 'E208',
          at: span,
          message: `\`${name}\` is a name that generated code needs itself`,
          help: 'give it another name',
        })
  const output = fieldOf(root, 'output')
  const outputs = output && report.blames(output.span) ? [] : namesIn(root, 'output')
  requireEquations(root, 'equations', outputs, report)
  requireEquations(root, 'predicting', outputs, report)
  requireEquations(root, 'update', namesIn(root, 'state'), report)
  const name = entryOf(root, kind)?.value
  if (kind === 'metric' && word.name === LOSS)
    report.add({
      code: 'E208',
      at: word.span,
      message: `\`${LOSS}\` is what \`evaluate\` calls the loss: no metric can have that name`,
      help: 'give the metric another name',
    })
  if (kind === 'optimizer' && name)
    requireEquations(root, 'update', [{ name: 'parameter', span: name.span }], report)
}

/** What others call a word is the name of no word here, and the same of its attributes. */
function checkOtherNames(root: Node, { kind, name }: Word, vocabulary: Vocabulary): void {
  // What the library's words are called elsewhere takes no name from a user's own.
  const isHere = (other: string) =>
    vocabulary.has(kind, other) && (vocabulary.isOwn(kind, name) || !vocabulary.isOwn(kind, other))
  for (const other of referencesOf(fieldOf(root, 'also')))
    if (other.name === name || isHere(other.name))
      vocabulary.report.add({
        code: 'E207',
        at: other.span,
        message: `\`${other.name}\` is used twice: as another name of ${articled(kind)} and as ${articled(kind)} itself`,
      })
  const scope = new Scope(vocabulary.report)
  for (const attribute of namesIn(root, 'attributes')) scope.define(attribute, 'an attribute')
  const attributes = fieldOf(root, 'attributes')
  if (attributes?.kind !== 'mapping') return
  for (const { value } of attributes.entries)
    for (const other of referencesOf(fieldOf(value, 'also')))
      scope.define(other, 'another name of an attribute')
}

function namesIn(root: Node, section: string): readonly Reference[] {
  return keysOf(fieldOf(root, section))
}

/** What equations call by a name is a function, or an attribute that is one: never both. */
function checkNoFunction({ name, span }: Reference, report: Report): void {
  if (!CALLABLE.has(name)) return
  report.add({
    code: 'E208',
    at: span,
    message: `\`${name}\` is a function, and cannot be the name of an attribute`,
    help: 'give it another name',
  })
}

/** Names that what arrives gives a size, and that are attributes of another type: each where it stands first. */
function boundIn({ kind, attributes, inputs, targets, outputs }: Word): readonly Reference[] {
  const said = attributes.flatMap(({ shape }) => shape ?? [])
  const ports = [...inputs, ...targets, ...(kind === 'initializer' ? outputs : [])]
  const sizes = [...ports.map(({ shape }) => shape), ...said].flatMap(({ dimensions }) =>
    dimensions.flatMap(namesOf),
  )
  const first = new Map(sizes.toReversed().map((size) => [size.name, size]))
  return attributes.flatMap(({ name, type }) => (type === 'size' ? [] : (first.get(name) ?? [])))
}

/** The names of dimensions, each where it stands first. */
function sizesOf({ inputs, targets, parameters, fitted, outputs }: Word): readonly Reference[] {
  const shapes = [...inputs, ...targets, ...parameters, ...fitted, ...outputs].map(({ shape }) => shape)
  return shapes.flatMap(({ dimensions }) => dimensions.flatMap(namesOf))
}

function requireEquations(root: Node, section: string, wanted: readonly Reference[], report: Report): void {
  const node = fieldOf(root, section)
  if (node?.kind !== 'mapping') return
  for (const { name, span } of wanted) {
    if (entryOf(node, name) !== undefined) continue
    const misspelt = didYouMean(
      name,
      namesIn(root, section).map((key) => key.name),
    )
    report.add({
      code: 'E219',
      at: span,
      message: `\`${section}\` has no equation for \`${name}\``,
      help: misspelt ?? `add \`${name}: …\` to \`${section}\``,
    })
  }
}
