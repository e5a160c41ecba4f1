import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile, type Forms, fileLibrary, type Library, Report, render } from '../index.ts'
import { merged, onDisk, stopOrWarn } from './failure.ts'
import type { SpecFile } from './specs.ts'
import { shown } from './terminal.ts'

/** A generated module beside what its file holds now. */
export interface Module {
  /** Absolute. */
  readonly file: string
  readonly spec: SpecFile
  readonly forms: Forms
  readonly text: string
  readonly before: string | undefined
  readonly state: 'current' | 'stale' | 'missing'
}

interface Compiled {
  readonly file: string
  readonly spec: SpecFile
  readonly forms: Forms
}

/**
 * The modules of all networks among the specs; a mistake in any spec, words included, ends it.
 *
 * @param unreadable tells of more of them, which cannot be read
 */
export async function modulesOf(
  specs: readonly SpecFile[],
  unreadable: Report,
  library: Library = fileLibrary(),
): Promise<readonly Module[]> {
  const reports = [unreadable]
  const compiled: Compiled[] = []
  for (const spec of specs) {
    const report = new Report()
    reports.push(report)
    const forms = compile(spec.source, library, report)
    if (forms) compiled.push({ file: join(spec.project.out, forms.emit.fileName), spec, forms })
  }
  reports.push(namesakes(compiled))
  stopOrWarn(merged(reports))
  const modules: Module[] = []
  for (const { file, spec, forms } of compiled) {
    const text = await render(forms.emit)
    const before = await onDisk(`read ${shown(file)}`, () =>
      existsSync(file) ? readFileSync(file, 'utf8') : undefined,
    )
    modules.push({ file, spec, forms, text, before, state: stateOf(text, before) })
  }
  return modules
}

/** Two networks of one name would be one file. */
function namesakes(compiled: readonly Compiled[]): Report {
  const report = new Report()
  const first = new Map<string, Compiled>()
  for (const each of compiled) {
    const { name, span } = each.forms.check
    const earlier = first.get(each.file)
    if (earlier === undefined) first.set(each.file, each)
    else
      report.add({
        code: 'E207',
        at: span,
        message: `two networks are called \`${name}\`, and each would be ${shown(each.file)}`,
        labels: [{ span: earlier.forms.check.span, text: 'the other one is here' }],
      })
  }
  return report
}

/** Byte for byte, but for what version control does to line ends and editors to beginnings. */
function stateOf(text: string, before: string | undefined): Module['state'] {
  if (before === undefined) return 'missing'
  return plain(before) === text ? 'current' : 'stale'
}

export function plain(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
}
