import type { Report } from '../diagnostics/report.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import { entryOf, fieldOf, type Node } from '../forms/document.ts'
import type { Body, Checkpoints, Stopping, WordUse } from '../forms/spec.ts'
import { numberOf, referenceOf, textOf } from './names.ts'

/** What is watched where nothing is said. */
const LOSS = 'loss'

/** `stopping:`; a loss is best small, a metric large, unless `goal` says otherwise. */
export function stoppingOf(node: Node | undefined, body: Body, report: Report): Stopping | undefined {
  if (node?.kind !== 'mapping' || body.kind === 'equations') return undefined
  const patience = numberOf(fieldOf(node, 'patience'))
  const monitor = fieldOf(node, 'monitor')
  const name = textOf(monitor) ?? LOSS
  const watched = body.metrics.find(({ word }) => word.name === name)
  const known = [LOSS, ...body.metrics.map(({ word }) => word.name)]
  const numbers = [LOSS, ...body.metrics.filter(isNumber).map(({ word }) => word.name)]
  if (monitor?.kind === 'scalar' && !known.includes(name))
    report.add({
      code: 'E215',
      at: monitor.span,
      message: `\`${name}\` is neither the loss nor one of the network's metrics`,
      help: didYouMean(name, numbers) ?? `it is ${numbers.map((each) => `\`${each}\``).join(' or ')}`,
    })
  else if (monitor?.kind === 'scalar' && watched && !isNumber(watched))
    report.add({
      code: 'E215',
      at: monitor.span,
      message: `\`${name}\` is a matrix, and only a number is better or worse`,
      labels: [{ span: watched.span, text: 'this metric' }],
    })
  const smallest = name === LOSS || watched?.word.kind === 'loss'
  if (patience === undefined) return undefined
  return {
    monitor: monitor?.kind === 'scalar' ? referenceOf(monitor) : { name, span: node.span },
    patience,
    change: numberOf(fieldOf(node, 'change')) ?? 0,
    goal: goalOf(fieldOf(node, 'goal')) ?? (smallest ? 'smallest' : 'largest'),
    span: node.span,
  }
}

/** Of a metric that declares a matrix there is no best. */
function isNumber({ word }: WordUse): boolean {
  return word.outputs.every(({ shape }) => shape.dimensions.length === 0)
}

function goalOf(node: Node | undefined): Stopping['goal'] | undefined {
  const said = textOf(node)
  return said === 'smallest' || said === 'largest' ? said : undefined
}

/** `checkpoints: { epochs: 5 }` or `{ iterations: 100 }`. */
export function checkpointsOf(node: Node | undefined, report: Report): Checkpoints | undefined {
  const epochs = entryOf(node, 'epochs')
  const iterations = entryOf(node, 'iterations')
  if (epochs && iterations)
    report.add({
      code: 'E217',
      at: iterations.key.span,
      message: 'checkpoints are counted in `epochs` or in `iterations`, not both',
      labels: [{ span: epochs.key.span, text: '`epochs` here' }],
    })
  const every = numberOf((epochs ?? iterations)?.value)
  return every === undefined ? undefined : { every, unit: epochs ? 'epochs' : 'iterations' }
}
