import { type Diagnostic, Report, renderAll, whyRefused } from '../essentials.ts'
import { colorsFor, say } from './terminal.ts'

/** 0: fine. 1: the user's spec or data is wrong, or output is stale. 2: wrong usage. */
export type ExitCode = 0 | 1 | 2 | typeof INTERRUPTED | typeof OUR_BUG

/** As shells count signals: 128 + SIGINT. */
export const INTERRUPTED = 130
/** sysexits' EX_SOFTWARE. */
export const OUR_BUG = 70

/** Why a command ends early, in one line. */
export class Failure extends Error {
  override readonly name = 'Failure'
  readonly exitCode: 1 | 2
  readonly help: string | undefined

  constructor(exitCode: 1 | 2, message: string, help?: string) {
    super(message)
    this.exitCode = exitCode
    this.help = help
  }
}

/** Why a command ends early, in all the places it is about. */
export class Rejected extends Error {
  override readonly name = 'Rejected'
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[]) {
    super('there are errors')
    this.diagnostics = diagnostics
  }
}

/** Nothing is where something was looked for. */
export class NothingThere extends Failure {
  constructor(message: string, help?: string) {
    super(2, message, help)
  }
}

export function wrongUsage(message: string, help?: string): Failure {
  return new Failure(2, message, help)
}

/** The guard after each step that reports; warnings stop nothing. */
export function stopIfWrong(report: Report): void {
  if (report.hasErrors) throw new Rejected(report.diagnostics)
}

/** The same after compiling, and if all is sound, what is surely not meant is said before going on. */
export function stopOrWarn(report: Report): void {
  stopIfWrong(report)
  const { diagnostics } = report
  if (diagnostics.length > 0) say(renderAll(diagnostics, colorsFor(process.stderr)))
}

/** What several reports found, each mistake once. */
export function merged(reports: readonly Report[]): Report {
  const all = new Report()
  for (const { diagnostics } of reports) for (const diagnostic of diagnostics) all.add(diagnostic)
  return all
}

/** Says why a command ended, and gives the exit code for it. */
export function complain(error: unknown): ExitCode {
  const paint = colorsFor(process.stderr)
  if (error instanceof Rejected) {
    say(renderAll(error.diagnostics, paint))
    return 1
  }
  if (error instanceof Failure) {
    const help = error.help === undefined ? '' : `\n  ${paint.bold('help')}: ${error.help}`
    say(`${paint.bold(paint.red('error'))}${paint.bold(`: ${error.message}`)}${help}`)
    return error.exitCode
  }
  const [line] = String(error instanceof Error ? error.message : error).split('\n')
  say(
    `${paint.bold(paint.red('bug'))}: ${line} (a mistake of loopless, not yours; LOOPLESS_DEBUG=1 shows where)`,
  )
  const { LOOPLESS_DEBUG } = process.env
  if (LOOPLESS_DEBUG && error instanceof Error) say(error.stack ?? '')
  return OUR_BUG
}

/** Runs what touches the disk; where the disk refuses, that is nobody's bug. */
export async function onDisk<T>(what: string, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw refusal(what, error)
  }
}

/** What the disk said no to, as a failure; any other error as it is. */
export function refusal(what: string, error: unknown): unknown {
  const reason = whyRefused(error)
  return reason === undefined ? error : new Failure(1, `cannot ${what}: ${reason}`)
}
