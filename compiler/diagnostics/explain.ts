import { readFileSync } from 'node:fs'
import { CODES, type Code } from './codes.ts'

/** The page of a code, as Markdown: why, a spec that fails, its repair. */
export function explain(code: Code): string {
  return readFileSync(new URL(`explain/${code}.md`, import.meta.url), 'utf8')
}

/** As somebody types it: `e301` is a code too. */
export function codeNamed(name: string): Code | undefined {
  const code = name.toUpperCase()
  return Object.hasOwn(CODES, code) ? (code as Code) : undefined
}
