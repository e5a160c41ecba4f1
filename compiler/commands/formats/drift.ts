import { type Module, plain } from '../modules.ts'
import type { Orphan } from '../orphans.ts'
import { shown } from '../terminal.ts'
import { type Annotation, printAnnotation } from './github.ts'
import { inRepository } from './places.ts'

export interface Drift {
  readonly stale: readonly Module[]
  readonly missing: readonly Module[]
  /** Of the stale ones. */
  readonly reformatted: readonly Module[]
  readonly orphans: readonly Orphan[]
}

/** What is not as specs say, where GitHub shows it: at the first line that differs, or at the spec of what is missing. */
export function driftAnnotations({ stale, missing, reformatted, orphans }: Drift): string {
  const annotations = [
    ...stale.map((module) => {
      const line = firstDifference(plain(module.before ?? ''), module.text)
      return {
        file: module.file,
        title: 'stale module',
        message: reformatted.includes(module)
          ? 'only its format differs from what its spec says\nhelp: exclude its folder from your formatter, and run `loopless generate`'
          : `from here on it is not what ${specOf(module)} says\nhelp: run \`loopless generate\` and commit what it writes`,
        lines: { first: line, last: line },
      }
    }),
    ...missing.map((module) => ({
      file: module.spec.file,
      title: 'missing module',
      message: `${inRepository(shown(module.file))} is missing\nhelp: run \`loopless generate\` and commit what it writes`,
      lines: { first: 1, last: 1 },
    })),
    ...orphans.map(({ file, reason }) => ({
      file,
      title: 'orphaned module',
      message: `a module ${reason}\nhelp: delete it, or write its spec`,
      lines: { first: 1, last: 1 },
    })),
  ]
  return annotations
    .map(
      (annotation): Annotation => ({
        severity: 'error',
        ...annotation,
        file: inRepository(shown(annotation.file)),
      }),
    )
    .map(printAnnotation)
    .join('\n')
}

function specOf({ spec }: Module): string {
  return inRepository(spec.source.path)
}

/** The number of the first line of a text that another has not. */
function firstDifference(text: string, other: string): number {
  const [lines, others] = [text.split('\n'), other.split('\n')]
  const index = lines.findIndex((line, i) => line !== others[i])
  return index < 0 ? lines.length : index + 1
}
