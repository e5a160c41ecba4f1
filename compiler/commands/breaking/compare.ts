import type { Forms, Span } from '../../index.ts'
import { firstDifference } from './computation.ts'
import type { Finding } from './finding.ts'
import { interfaceFindings } from './interface.ts'
import { membersOf, parameterFindings } from './parameters.ts'
import { loadable } from './saved.ts'
import { settingFindings } from './settings.ts'

export interface Comparison {
  readonly findings: readonly Finding[]
  /** Whether files load that the earlier version saved: weights alone, and with the optimizer's state. Nothing of what has none. */
  readonly loads?: Loads
}

interface Loads {
  readonly weights: boolean
  readonly state: boolean
}

/** What changed from one version of a network to another, and for whom that is breaking. */
export function compare(before: Forms, after: Forms): Comparison {
  const loads = membersOf(before).length > 0 ? loadable(before, after) : undefined
  const difference = firstDifference(before, after)
  const isSame = loads?.weights ?? difference === undefined
  const parameters = parameterFindings(before, after, loads?.weights === false)
  return {
    ...(loads && { loads }),
    findings: [
      ...interfaceFindings(before, after),
      ...parameters,
      ...(isSame || (loads && parameters.length > 0)
        ? []
        : [otherComputation(difference ?? after.check.span, loads !== undefined)]),
      ...stateFindings(before, after, loads),
      ...settingFindings(before, after, isSame),
    ],
  }
}

/** For what was learned it is a wrong place; where nothing was, callers get other results. */
function otherComputation(at: Span, isLearned: boolean): Finding {
  return {
    severity: isLearned ? 'weights' : 'callers',
    subject: 'computation',
    message: isLearned
      ? 'something else is computed of the same parameters, and what was learned is not for that'
      : 'something else is computed of the same inputs',
    at,
  }
}

/** Training that goes on needs the state; what serves does not, but files that hold it are refused whole where it does not fit. */
function stateFindings(before: Forms, after: Forms, loads: Loads | undefined): readonly Finding[] {
  const [old, young] = [stateOf(before), stateOf(after)]
  const isLost = loads?.weights === true && !loads.state
  if (old === young && !isLost) return []
  const { training, span } = after.check
  const at = training?.optimizer.span ?? span
  const subject = 'optimizer state'
  const what =
    old === young
      ? "the optimizer's state is of another size"
      : `what the optimizer remembers is ${young || 'nothing'}, and was ${old || 'nothing'}`
  if (!isLost) return [{ severity: 'nobody', subject, message: what, at }]
  return [
    {
      severity: 'weights',
      subject,
      message: `${what}; files that were saved with it are refused whole`,
      at,
      help: 'files that were saved without it load, but training begins anew',
    },
  ]
}

function stateOf({ simplify: { blocks, memory } }: Forms): string {
  const states = blocks.filter(({ role }) => role === 'state').map(({ name }) => name)
  return [...states, ...memory.map(({ name }) => name)].join(', ')
}
