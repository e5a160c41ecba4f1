import { readFileSync } from 'node:fs'
import Ajv from 'ajv-draft-04'
import addFormats from 'ajv-formats'

// A pattern of the schema is none in Unicode mode.
const ajv = new Ajv.default({ strict: false, unicodeRegExp: false, allErrors: true })
addFormats.default(ajv)
const isSarif = ajv.compile(JSON.parse(readFileSync(new URL('sarif/schema.json', import.meta.url), 'utf8')))

/** What the official schema says against it. */
export function complaintsAboutSarif(log: unknown): readonly string[] {
  isSarif(log)
  return (isSarif.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
