import type { Report } from '../diagnostics/report.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import { entryOf, fieldOf, type Node } from '../forms/document.ts'
import { isReservedInMethods } from '../forms/reserved.ts'
import type { Reference, Word, WordKind } from '../forms/spec.ts'
import { namesIn as namesOf } from './expressions.ts'
import { keysOf, Scope } from './names.ts'

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
export function checkNames(root: Node, word: Word, report: Report): void {
  const { kind } = word
  const scope = new Scope(report)
  for (const name of RESERVED[kind] ?? []) scope.reserve(name, `a name of every ${kind}`)
  for (const name of namesIn(root, 'attributes')) scope.define(name, 'an attribute')
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

function namesIn(root: Node, section: string): readonly Reference[] {
  return keysOf(fieldOf(root, section))
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
