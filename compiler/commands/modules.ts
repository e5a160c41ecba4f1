import { existsSync, readFileSync } from 'node:fs'
import { compile, type Forms, fileLibrary, type Library, Report, render } from '../index.ts'
import { merged, onDisk, stopOrWarn } from './failure.ts'
import { moduleFileOf, namesakes } from './namesakes.ts'
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
    if (forms) compiled.push({ spec, forms })
  }
  reports.push(
    namesakes(
      compiled.map(({ spec: { project }, forms: { check } }) => ({
        project,
        name: check.name,
        span: check.span,
      })),
    ),
  )
  stopOrWarn(merged(reports))
  const modules: Module[] = []
  for (const { spec, forms } of compiled) {
    const file = moduleFileOf({ project: spec.project, name: forms.check.name })
    const text = await render(forms.emit)
    const before = await onDisk(`read ${shown(file)}`, () =>
      existsSync(file) ? readFileSync(file, 'utf8') : undefined,
    )
    modules.push({ file, spec, forms, text, before, state: stateOf(text, before) })
  }
  return modules
}

/** Byte for byte, but for what version control does to line ends and editors to beginnings. */
function stateOf(text: string, before: string | undefined): Module['state'] {
  if (before === undefined) return 'missing'
  return plain(before) === text ? 'current' : 'stale'
}

export function plain(text: string): string {
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n')
}
