import type { Report } from '../diagnostics/report.ts'
import { type Entry, entryOf, fieldOf, type Node, type Scalar } from '../forms/document.ts'
import type { AttributeSpec, AttributeType, AttributeValue } from '../forms/spec.ts'
import { shapeOf, sizeOf } from './expressions.ts'
import { validateDefault } from './given.ts'
import { numberOf, referenceOf, referencesOf, textOf } from './names.ts'
import { type Above, checkEnds, rangeOf } from './range.ts'
import { ATTRIBUTE_TYPES } from './schemas/attributes.ts'
import { checkNumbersIn } from './sizes.ts'
import type { Vocabulary } from './vocabulary.ts'

/** `attributes:` of a word: what its users may say. */
export function attributesOf(node: Node | undefined, vocabulary: Vocabulary): readonly AttributeSpec[] {
  if (node?.kind !== 'mapping') return []
  const found: AttributeSpec[] = []
  const unsound = new Set<string>()
  for (const { key, value } of node.entries) {
    const attribute = attributeOf(key, value, { found, unsound }, vocabulary)
    if (attribute) found.push(attribute)
    else unsound.add(key.text)
  }
  const usual = found.flatMap((each) => (each.default ? [[each.name, each.default] as const] : []))
  checkEnds(found, new Map(usual), () => false, vocabulary.report)
  return found
}

/** @param above the attributes declared before it, and the names of those that have been complained of */
function attributeOf(
  key: Scalar,
  value: Node,
  above: Above,
  vocabulary: Vocabulary,
): AttributeSpec | undefined {
  const type = typeNamed(textOf(fieldOf(value, 'type')))
  if (type === undefined) return undefined
  const range = rangeOf(fieldOf(value, 'range'), above, vocabulary.report)
  const given = entryOf(value, 'default')
  // No word knows the targets of the networks that use it.
  const declared = { type: type === 'target' ? ('number' as const) : type, ...range }
  const isSound = given && validateDefault(given, declared, vocabulary.report)
  const fallback = isSound ? attributeValue(type, given.value, vocabulary) : undefined
  if (fallback) checkNumbersIn(fallback, vocabulary.report)
  const shape = shapeOf(fieldOf(value, 'shape'), vocabulary.report)
  if (!vocabulary.report.blames(value.span)) checkShape(key, type, entryOf(value, 'shape'), vocabulary.report)
  const also = referencesOf(fieldOf(value, 'also')).map(({ name }) => name)
  return {
    ...referenceOf(key),
    type,
    ...(fallback && { default: fallback }),
    ...range,
    ...(shape && { shape }),
    ...(also.length > 0 && { also }),
  }
}

/** What equations see as a matrix says its shape, and nothing else does. */
function checkShape(key: Scalar, type: AttributeType, shape: Entry | undefined, report: Report): void {
  const isMatrix = type === 'numbers' || type === 'target'
  if (isMatrix === (shape !== undefined)) return
  if (shape)
    report.add({
      code: 'E218',
      at: shape.key.span,
      message: `an attribute of type \`${type}\` has no \`shape\``,
    })
  else
    report.add({
      code: 'E204',
      at: key.span,
      message: `attribute \`${key.text}\` needs \`shape\``,
      help: type === 'target' ? 'a target is seen as `[1, m]`, say' : 'numbers for rows are seen as `[k, 1]`',
    })
}

function typeNamed(name: string | undefined): AttributeType | undefined {
  return ATTRIBUTE_TYPES.find((type) => type === name)
}

/** A value that the attribute's schema allows. */
export function attributeValue(
  type: AttributeType,
  node: Node,
  vocabulary: Vocabulary,
): AttributeValue | undefined {
  const { span } = node
  switch (type) {
    case 'size': {
      const expression = sizeOf(node, vocabulary.report)
      return expression && { kind: 'size', expression, span }
    }
    case 'number':
      return node.kind === 'scalar' && typeof node.value === 'number'
        ? { kind: 'number', value: node.value, span }
        : undefined
    case 'boolean':
      return node.kind === 'scalar' && typeof node.value === 'boolean'
        ? { kind: 'boolean', value: node.value, span }
        : undefined
    case 'numbers': {
      if (node.kind !== 'sequence') return attributeValue('number', node, vocabulary)
      const values = node.items.flatMap((item) => numberOf(item) ?? [])
      return { kind: 'numbers', values, span }
    }
    case 'target': {
      const name = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined
      return name === undefined ? attributeValue('number', node, vocabulary) : { kind: 'target', name, span }
    }
    case 'activation':
    case 'schedule':
    case 'initializer': {
      const use = vocabulary.use(type, node)
      return use && { kind: 'word', use, span }
    }
  }
}
