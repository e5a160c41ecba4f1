import { Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'
import type { Schema } from './schemas/schema.ts'
import { shared } from './shared.ts'
import { keyOf, OPTIONS } from './validators.ts'

/**
 * What a build puts in the place of `precompiled.ts`: ajv's functions as a module, in an order that is the schemas' own and not the
 * caller's. They object to the same in the same places; only the schemas inside
 * a `parentSchema` may be references.
 */
export function precompile(schemas: readonly Schema[]): string {
  const known = new Map(schemas.map((schema) => [keyOf(schema), schema]))
  const keys = [...known.keys()].sort()
  const all = shared(keys.map((key) => known.get(key)!))
  const nameOf = (key: string) => all.get(key)!.name
  const ajv = new Ajv({ ...OPTIONS, inlineRefs: false, code: { source: true, esm: true } })
  for (const { name, schema } of all.values()) ajv.addSchema(schema, name)
  const functions = standalone.default(ajv, Object.fromEntries(keys.map((key) => [nameOf(key), nameOf(key)])))
  const entries = keys.map((key) => `  [${JSON.stringify(key)}, ${nameOf(key)}],\n`)
  return `${functions}\nexport const precompiled = new Map([\n${entries.join('')}])\n`
}
