import type { Report } from '../diagnostics/report.ts'
import type { Node, Scalar } from '../forms/document.ts'
import type { NameExpression } from '../forms/equation.ts'
import { BATCH } from '../forms/program.ts'
import type { AttributeValue, NamedSize, WordUse } from '../forms/spec.ts'
import { checkSizeNames, mentionsBatch, reportNoSize } from './batch.ts'
import { namesIn, sizeOf } from './expressions.ts'
import { referenceOf } from './names.ts'

/** `sizes: { hidden: 16, wide: 2 * hidden }`: each may use those above it. */
export function sizesOf(node: Node | undefined, report: Report): readonly NamedSize[] {
  if (node?.kind !== 'mapping') return []
  const keys = new Map(node.entries.map(({ key }) => [key.text, key]))
  const above = new Set<string>()
  return node.entries.map(({ key, value }) => {
    // One that is wrong has a name all the same.
    const read = sizeOf(value, report)
    const expression = read ?? { kind: 'number', value: 1, span: value.span }
    if (mentionsBatch(expression)) reportBatch(expression, report)
    for (const name of namesIn(expression).filter((each) => !above.has(each.name))) {
      const later = keys.get(name.name)
      if (later === undefined) reportNoSize(name, above, report)
      else reportOrder(name, key, later, report)
    }
    above.add(key.text)
    return { ...referenceOf(key), value: expression, ...(!read && { isUnknown: true as const }) }
  })
}

function reportOrder({ name, span }: NameExpression, key: Scalar, later: Scalar, report: Report): void {
  const isItself = key === later
  report.add({
    code: 'E407',
    at: span,
    message: isItself ? `\`${name}\` is defined by itself` : `\`${name}\` is used before it is defined`,
    labels: isItself ? [] : [{ span: later.span, text: 'defined here' }],
    help: isItself
      ? 'give it a number, or a product of sizes above it'
      : `a size uses those above it: move \`${name}\` above \`${key.text}\``,
  })
}

/** The sizes said to a word, and to the words said to it. */
export function checkSizesOf({ attributes }: WordUse, sizes: readonly NamedSize[], report: Report): void {
  for (const value of attributes.values()) {
    if (value.kind === 'word') checkSizesOf(value.use, sizes, report)
    if (value.kind !== 'size') continue
    if (mentionsBatch(value.expression)) reportBatch(value, report)
    checkSizeNames(value.expression, sizes, report)
  }
}

/** The same in a word's own file, which knows the sizes of no network: numbers alone. */
export function checkNumbersOf({ attributes }: WordUse, report: Report): void {
  for (const value of attributes.values()) checkNumbersIn(value, report)
}

/** Of one value. */
export function checkNumbersIn(value: AttributeValue, report: Report): void {
  if (value.kind === 'word') checkNumbersOf(value.use, report)
  if (value.kind !== 'size') return
  for (const { name, span } of namesIn(value.expression))
    report.add({
      code: 'E215',
      at: span,
      message: `\`${name}\` is no size that a word knows`,
      help: 'networks have sizes of their own, and a word is used in any: write a number',
    })
}

function reportBatch({ span }: Pick<NamedSize, 'span'>, report: Report): void {
  report.add({
    code: 'E305',
    at: span,
    message: `the batch \`${BATCH}\` is no size to build with`,
    help: 'parameters stay the same however many examples come at once',
  })
}
