import { createRequire } from 'node:module'
import type { Ajv, Options } from 'ajv'
import { precompiled, precompiledOfWords } from './precompiled.ts'
import type { Schema } from './schemas/schema.ts'

/** ajv's function for a schema: whether data keeps it; if not, its `errors` tell all that is wrong. */
export interface Validator {
  (data: unknown): boolean
  readonly errors?: readonly Objection[] | null
}

/** What ajv objects to: the part of its error objects that we translate. */
export interface Objection {
  /** Where, as a JSON pointer. */
  readonly instancePath: string
  /** Which keyword of the schema is not kept. */
  readonly keyword: string
  readonly params: {
    readonly missingProperty?: string
    readonly additionalProperty?: string
    readonly propertyName?: string
  }
  /** The schema that has the keyword. */
  readonly parentSchema: Schema
  /** Of objections to a key by the schema of keys: which key. */
  readonly propertyName?: string
}

export const OPTIONS: Options = {
  strict: true,
  allowUnionTypes: true,
  // All errors at once, each with the schema whose title says what should stand there.
  allErrors: true,
  verbose: true,
  // What is said is ours.
  messages: false,
  // Names are the user's: `constructor` is one of them, and no property of every object.
  ownProperties: true,
  // Tests hold our schemas against the schema of schemas.
  meta: false,
  validateSchema: false,
}

/**
 * What a build has compiled takes nothing at start. Compiling takes longer than
 * all the rest of a check, loading ajv alone does: so that happens in the
 * sources only, where nothing was built.
 */
export function validatorFor(schema: Schema): Validator {
  const known = validators.get(schema)
  if (known !== undefined) return known
  const key = keyOf(schema)
  const validator = precompiled.get(key) ?? precompiledOfWords().get(key) ?? compile(schema)
  validators.set(schema, validator)
  return validator
}

const validators = new WeakMap<Schema, Validator>()

/** Schemas are built in one way only, and complaints list keys in the order they have: so the order counts. */
export function keyOf(schema: Schema): string {
  return JSON.stringify(schema)
}

let ajv: Ajv | undefined

function compile(schema: Schema): Validator {
  ajv ??= loadAjv()
  return ajv.compile(schema) as Validator
}

function loadAjv(): Ajv {
  const { Ajv } = createRequire(import.meta.url)('ajv') as typeof import('ajv')
  return new Ajv(OPTIONS)
}
