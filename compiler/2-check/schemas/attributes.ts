import type { AttributeSpec, AttributeType, Range, Word } from '../../forms/spec.ts'
import { size, wordUse } from './pieces.ts'
import { mapping, type Schema } from './schema.ts'

export const ATTRIBUTE_TYPES = [
  'size',
  'number',
  'boolean',
  'activation',
  'initializer',
] as const satisfies readonly AttributeType[]

/** What may be said to a word: derived from the attributes it declares. */
export function attributesSchema({ kind, name, attributes }: Word): Schema {
  return mapping(
    `${kind} \`${name}\``,
    Object.fromEntries(attributes.map((attribute) => [attribute.name, attributeSchema(attribute)])),
    attributes.filter((attribute) => attribute.default === undefined).map((attribute) => attribute.name),
  )
}

export function attributeSchema({ type, range }: Pick<AttributeSpec, 'type' | 'range'>): Schema {
  switch (type) {
    case 'size':
      return size
    case 'boolean':
      return { title: '`true` or `false`', type: 'boolean' }
    case 'number':
      return { title: 'a number', type: 'number', ...(range && within(range)) }
    case 'activation':
      return { ...wordUse, title: 'an activation' }
    case 'initializer':
      return { ...wordUse, title: 'an initializer' }
  }
}

function within({ text, low, lowOpen, high, highOpen }: Range): Partial<Schema> {
  return {
    title: `a number in ${text}`,
    ...(Number.isFinite(low) && (lowOpen ? { exclusiveMinimum: low } : { minimum: low })),
    ...(Number.isFinite(high) && (highOpen ? { exclusiveMaximum: high } : { maximum: high })),
  }
}
