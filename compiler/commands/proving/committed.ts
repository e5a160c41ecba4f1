import type { Report } from '../../index.ts'
import { type Module, plain } from '../modules.ts'
import { shown } from '../terminal.ts'
import { nameOf, type Verdict } from './subject.ts'

/** The module that lies in the project is the one that was proved. */
export function committed(
  { file, forms, state, text, before = '' }: Pick<Module, 'file' | 'forms' | 'state' | 'text' | 'before'>,
  report: Report,
): Verdict {
  if (state === 'current') return 'as committed'
  const at = nameOf(forms)
  if (state === 'missing')
    report.add({
      code: 'E416',
      at,
      message: `there is no module ${shown(file)}`,
      help: 'run `loopless generate`, and commit what it writes',
    })
  else
    report.add({
      code: 'E416',
      at,
      message: `${shown(file)} is not what this spec makes`,
      notes: [firstDifference(shown(file), plain(before), text)],
      help: 'run `loopless generate`, and commit what it writes; `loopless generate --check` shows all differences',
    })
  return undefined
}

/** `generated/small.ts:3: …` as it is, where the first line differs. */
function firstDifference(name: string, before: string, text: string): string {
  const [lines, wanted] = [before.split('\n'), text.split('\n')]
  const at = lines.findIndex((line, index) => line !== wanted[index])
  const said = at < 0 ? 'it ends too early' : lines[at]!.trim()
  return `${name}:${at < 0 ? lines.length : at + 1}: ${said}`
}
