import { compile, didYouMean, fileLibrary, Report, render, type Source, understand } from '../index.ts'
import { printDocument } from '../print/document.ts'
import { printPlan } from '../print/plan.ts'
import { printProgram } from '../print/program.ts'
import { printSchedule } from '../print/schedule.ts'
import { printSpec } from '../print/spec.ts'
import { type ExitCode, Rejected, wrongUsage } from './failure.ts'
import { findSpec } from './specs.ts'
import { print } from './terminal.ts'

export const STAGES = [
  'read',
  'check',
  'expand',
  'stabilise',
  'differentiate',
  'simplify',
  'select',
  'plan',
  'emit',
] as const
export type Stage = (typeof STAGES)[number]

/** A form as text, for whoever wants to see what the compiler made of a spec. */
export async function show(path: string, name: string): Promise<ExitCode> {
  const stage = STAGES.find((each) => each === name)
  if (stage === undefined)
    throw wrongUsage(
      `there is no stage \`${name}\``,
      didYouMean(name, STAGES) ?? `the stages are ${STAGES.join(', ')}`,
    )
  const { source } = await findSpec(path)
  const report = new Report()
  const text = await textAfter(stage, source, report)
  if (text !== undefined) print(text)
  else if (report.hasErrors) throw new Rejected(report.diagnostics)
  else
    throw wrongUsage(
      `a word has no form after \`${stage}\``,
      'words are read and checked; the rest happens to networks',
    )
  return 0
}

/** The first stages don't ask for the others: of a spec with mistakes there is still what was read. */
export async function textAfter(stage: Stage, source: Source, report: Report): Promise<string | undefined> {
  if (stage === 'read' || stage === 'check' || stage === 'expand') {
    const { read, check, expand } = understand(source, fileLibrary(), report)
    if (stage === 'read') return read && printDocument(read)
    if (stage === 'check') return check && printSpec(check)
    return expand && printProgram(expand)
  }
  const forms = compile(source, fileLibrary(), report)
  if (forms === undefined) return undefined
  if (stage === 'select') return printSchedule(forms.select)
  if (stage === 'plan') return printPlan(forms.plan)
  return stage === 'emit' ? render(forms.emit) : printProgram(forms[stage])
}
