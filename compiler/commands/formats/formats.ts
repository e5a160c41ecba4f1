import { type Diagnostic, type Paint, renderAll } from '../../essentials.ts'
import { type ExitCode, Rejected } from '../failure.ts'
import { print } from '../terminal.ts'

/** How diagnostics can be told; `command-line.ts` offers them. */
export type Format = 'text' | 'json' | 'sarif' | 'github' | 'gitlab'

/** Each as its readers want it, by a module that is loaded when it is asked for; empty where there is nothing to print. */
export async function formatted(
  diagnostics: readonly Diagnostic[],
  format: Format,
  paint?: Paint,
): Promise<string> {
  switch (format) {
    case 'text':
      return renderAll(diagnostics, paint)
    case 'json':
      return (await import('./json.ts')).asJson(diagnostics)
    case 'sarif':
      return (await import('./sarif.ts')).asSarif(diagnostics)
    case 'github':
      return (await import('./github.ts')).asGithub(diagnostics)
    case 'gitlab':
      return (await import('./gitlab.ts')).asGitlab(diagnostics)
  }
}

/** What ends a command early is told to programs where they expect it; people read it on stderr. */
export async function inFormat(format: Format, run: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await run()
  } catch (error) {
    if (format === 'text' || !(error instanceof Rejected)) throw error
    print(await formatted(error.diagnostics, format))
    return 1
  }
}
