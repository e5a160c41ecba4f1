import { type Diagnostic, positionAt } from '../../essentials.ts'
import { fingerprintsOf } from './fingerprints.ts'
import { inJson } from './in-json.ts'
import { inLines } from './message.ts'
import { inRepository } from './places.ts'

/** Diagnostics as a code quality report, which GitLab shows in merge requests. Source: GitLab's documentation of the report. */
export function asGitlab(diagnostics: readonly Diagnostic[]): string {
  const fingerprints = fingerprintsOf(diagnostics)
  const issues = diagnostics.map((diagnostic, i) => {
    const { code, severity, at } = diagnostic
    return {
      description: `${code}: ${inLines(diagnostic)}`,
      check_name: code,
      fingerprint: fingerprints[i],
      severity: severity === 'error' ? 'major' : 'minor',
      location: {
        path: inRepository(at.source.path),
        lines: {
          begin: positionAt(at.source, at.start).line,
          end: positionAt(at.source, at.end).line,
        },
      },
    }
  })
  return inJson(issues)
}
