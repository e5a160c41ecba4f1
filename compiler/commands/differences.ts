import { sameButForFormat } from '../index.ts'
import { type Module, plain } from './modules.ts'
import { colorsFor, shown } from './terminal.ts'

/** In milliseconds; comparing takes time quadratic in what differs. */
const PATIENCE = 5_000

export const LOOK_AWAY =
  'the header of a module asks formatters to look away; one that does not must be told to exclude its folder'

/** Those that somebody's formatter wrote anew: they still say what their specs say. */
export function onlyReformatted(stale: readonly Module[]): readonly Module[] {
  return stale.filter(({ before = '', text }) => sameButForFormat(plain(before), text))
}

/** Unified diffs from what is there to what should be; a line before one says where only format differs. */
export async function differences(stale: readonly Module[], reformatted: readonly Module[]): Promise<string> {
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff')
  return stale
    .map((module) => {
      const { file, before = '', text } = module
      const name = shown(file)
      const patch =
        createTwoFilesPatch(name, name, plain(before), text, 'committed', 'generated', {
          headerOptions: FILE_HEADERS_ONLY,
          timeout: PATIENCE,
        }) ?? `--- ${name}\n+++ ${name}\n(too different to compare line by line)\n`
      return reformatted.includes(module) ? `${name}: only its format differs\n${patch}` : patch
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
