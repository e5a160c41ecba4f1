import { createRequire } from 'node:module'

/**
 * ts-morph, when somebody needs it. It is required, not imported: for the names
 * of its exports, an import would first read its ten megabytes another time.
 */
export function tsMorph(): typeof import('ts-morph') {
  return createRequire(import.meta.url)('ts-morph') as typeof import('ts-morph')
}
