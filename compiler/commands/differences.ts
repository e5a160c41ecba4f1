import { type Module, plain } from './modules.ts'
import { colorsFor, shown } from './terminal.ts'

/** In milliseconds; comparing takes time quadratic in what differs. */
const PATIENCE = 5_000

/** Unified diffs from what is there to what should be. */
export async function differences(stale: readonly Module[]): Promise<string> {
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff')
  return stale
    .map(({ file, before = '', text }) => {
      const name = shown(file)
      const patch = createTwoFilesPatch(name, name, plain(before), text, 'committed', 'generated', {
        headerOptions: FILE_HEADERS_ONLY,
        timeout: PATIENCE,
      })
      return patch ?? `--- ${name}\n+++ ${name}\n(too different to compare line by line)\n`
    })
    .map(painted)
    .join('')
}

function painted(patch: string): string {
  const paint = colorsFor(process.stdout)
  return patch
    .split('\n')
    .map((line) => {
      if (line.startsWith('+')) return paint.green(line)
      if (line.startsWith('-')) return paint.red(line)
      return line.startsWith('@@') ? paint.cyan(line) : line
    })
    .join('\n')
}
