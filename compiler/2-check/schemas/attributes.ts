import type { Range } from '../../forms/range.ts'
import type { AttributeSpec, AttributeType, Word } from '../../forms/spec.ts'
import { size, wordUse } from './pieces.ts'
import { ALSO, type Schema } from './schema.ts'

export const ATTRIBUTE_TYPES = [
  'size',
  'number',
  'numbers',
  'boolean',
  'target',
  'activation',
  'initializer',
  'schedule',
] as const satisfies readonly AttributeType[]

/** What may be said to a word: derived from the attributes it declares. */
export function attributesSchema({ kind, name, attributes }: Word): Schema {
  return {
    title: `${kind} \`${name}\``,
    type: 'object',
    properties: Object.fromEntries(
      attributes.map((attribute) => [attribute.name, attributeSchema(attribute)]),
    ),
    required: attributes
      .filter((attribute) => attribute.default === undefined)
      .map((attribute) => attribute.name),
    additionalProperties: false,
    [ALSO]: attributes.map((attribute) => [attribute.name, attribute.also ?? []]),
  }
}

export function attributeSchema({ type, range }: Pick<AttributeSpec, 'type' | 'range'>): Schema {
  switch (type) {
    case 'size':
      return size
    case 'boolean':
      return { title: '`true` or `false`', type: 'boolean' }
    case 'number':
      return { title: 'a number', type: 'number', ...(range && within(range)) }
    case 'numbers': {
      const number = attributeSchema({ type: 'number', ...(range && { range }) })
      return {
        ...number,
        title: `${number.title}, or a list with one for each row`,
        type: ['number', 'array'],
        items: number,
        minItems: 1,
      }
    }
    case 'target': {
      const number = attributeSchema({ type: 'number', ...(range && { range }) })
      return { ...number, title: `the name of a target, or ${number.title}`, type: ['string', 'number'] }
    }
    case 'activation':
      return { ...wordUse, title: 'an activation' }
    case 'initializer':
      return { ...wordUse, title: 'an initializer' }
    case 'schedule':
      return { ...wordUse, title: 'a schedule' }
  }
}

function within({ text, low, lowOpen, high, highOpen }: Range): Partial<Schema> {
  return {
    title: `a number in ${text}`,
    ...(Number.isFinite(low) && (lowOpen ? { exclusiveMinimum: low } : { minimum: low })),
    ...(Number.isFinite(high) && (highOpen ? { exclusiveMaximum: high } : { maximum: high })),
  }
}
