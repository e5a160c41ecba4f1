import { readFileSync } from 'node:fs'

/** Of the package, by its manifest: as far above `commands` as above what is built of it. */
export function version(): string {
  return JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version
}
