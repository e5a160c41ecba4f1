import type { Report } from '../../index.ts'
import { type Module, plain } from '../modules.ts'
import { shown } from '../terminal.ts'
import { layerAt } from './places.ts'
import { nameOf, type Verdict } from './subject.ts'

/** The module that lies in the project is the one that was proved. */
export function committed(
  { file, forms, state, text, before = '' }: Pick<Module, 'file' | 'forms' | 'state' | 'text' | 'before'>,
  report: Report,
): Verdict {
  if (state === 'current') return 'as committed'
  if (state === 'missing')
    report.add({
      code: 'E416',
      at: nameOf(forms),
      message: `there is no module ${shown(file)}`,
      help: 'run `loopless generate`, and commit what it writes',
    })
  else {
    const line = firstDifference(plain(before), text)
    report.add({
      code: 'E416',
      at: layerAt(plain(before), line, forms),
      message: `${shown(file)} is not what this spec makes`,
      notes: [`${shown(file)}:${line}: ${saidAt(line, plain(before), text)}`],
      help: 'run `loopless generate`, and commit what it writes; `loopless generate --check` shows all differences',
    })
  }
  return undefined
}

/** The first line that differs, from 1; the last where it ends too early. */
function firstDifference(before: string, text: string): number {
  const [lines, wanted] = [before.split('\n'), text.split('\n')]
  const at = lines.findIndex((line, index) => line !== wanted[index])
  return at < 0 ? lines.length : at + 1
}

/** A line as it is. */
function saidAt(line: number, before: string, text: string): string {
  const said = before.split('\n')[line - 1]!
  return said === text.split('\n')[line - 1] ? 'it ends too early' : said.trim()
}
