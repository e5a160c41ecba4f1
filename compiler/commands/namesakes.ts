import { join } from 'node:path'
import { fileNameOf, Report, type Span } from '../essentials.ts'
import type { Project } from './project.ts'
import { shown } from './terminal.ts'

/** What a network is called, and where. */
export interface Named {
  readonly project: Project
  readonly name: string
  readonly span: Span
}

/** Where the module of a network is, or would be; absolute. */
export function moduleFileOf({ project, name }: Pick<Named, 'project' | 'name'>): string {
  return join(project.out, fileNameOf(name))
}

/** Two networks of one name would be one file. */
export function namesakes(networks: readonly Named[]): Report {
  const report = new Report()
  const first = new Map<string, Named>()
  for (const each of networks) {
    const file = moduleFileOf(each)
    const earlier = first.get(file)
    if (earlier === undefined) first.set(file, each)
    else
      report.add({
        code: 'E207',
        at: each.span,
        message: `two networks are called \`${each.name}\`, and each would be ${shown(file)}`,
        labels: [{ span: earlier.span, text: 'the other one is here' }],
      })
  }
  return report
}
