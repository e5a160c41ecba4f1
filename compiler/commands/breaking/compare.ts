import type { Forms } from '../../index.ts'
import type { Finding } from './finding.ts'
import { interfaceFindings } from './interface.ts'
import { parameterFindings } from './parameters.ts'
import { loadable } from './saved.ts'
import { settingFindings } from './settings.ts'

export interface Comparison {
  readonly findings: readonly Finding[]
  /** Whether files load that the earlier version saved: weights alone, and with the optimizer's state. */
  readonly loads: { readonly weights: boolean; readonly state: boolean }
}

/** What changed from one version of a network to another, and for whom that is breaking. */
export function compare(before: Forms, after: Forms): Comparison {
  const loads = loadable(before, after)
  return {
    loads,
    findings: [
      ...interfaceFindings(before, after),
      ...parameterFindings(before, after, loads.weights),
      ...stateFindings(before, after, loads),
      ...settingFindings(before, after, loads.weights),
    ],
  }
}

/** Training that goes on needs the state; what serves does not. */
function stateFindings(before: Forms, after: Forms, loads: Comparison['loads']): readonly Finding[] {
  const [old, young] = [stateOf(before), stateOf(after)]
  const isLost = loads.weights && !loads.state
  if (old === young && !isLost) return []
  const { training, span } = after.check
  return [
    {
      severity: 'nobody',
      subject: 'optimizer state',
      message:
        (old === young
          ? "the optimizer's state is of another size"
          : `what the optimizer remembers is ${young || 'nothing'}, and was ${old || 'nothing'}`) +
        (isLost ? '; files that were saved with it do not load' : ''),
      at: training?.optimizer.span ?? span,
    },
  ]
}

function stateOf({ simplify: { blocks, memory } }: Forms): string {
  const states = blocks.filter(({ role }) => role === 'state').map(({ name }) => name)
  return [...states, ...memory.map(({ name }) => name)].join(', ')
}
