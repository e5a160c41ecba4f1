import { entryOf, fieldOf, type Node } from '../forms/document.ts'
import type { Body, Training, WordUse } from '../forms/spec.ts'
import { checkTrainingBatch, type FixedBatch } from './fixed-batch.ts'
import { numberOf, textOf } from './names.ts'
import { checkpointsOf, stoppingOf } from './stopping.ts'
import { usesOf } from './uses.ts'
import { USUAL_BATCH, USUAL_SEED } from './usual.ts'
import type { Vocabulary } from './vocabulary.ts'

/** `training:`; how long may be left open, for whoever only generates. */
export function trainingOf(
  node: Node | undefined,
  body: Body | undefined,
  written: FixedBatch | undefined,
  vocabulary: Vocabulary,
): Training | undefined {
  if (node?.kind !== 'mapping') return undefined
  const optimizerNode = fieldOf(node, 'optimizer')
  const optimizer = optimizerNode && vocabulary.use('optimizer', optimizerNode)
  const epochs = entryOf(node, 'epochs')
  const iterations = entryOf(node, 'iterations')
  if (epochs && iterations)
    vocabulary.report.add({
      code: 'E217',
      at: iterations.key.span,
      message: 'training is as long as `epochs` or `iterations` say, not both',
      labels: [{ span: epochs.key.span, text: '`epochs` here' }],
      help: 'an epoch is one pass over the data, an iteration one update',
    })
  const stopping = body && stoppingOf(fieldOf(node, 'stopping'), body, vocabulary.report)
  const checkpoints = checkpointsOf(fieldOf(node, 'checkpoints'), vocabulary.report)
  const schedule = fieldOf(node, 'schedule')
  const followed = schedule && vocabulary.use('schedule', schedule)
  const clipping = usesOf('clipping', fieldOf(node, 'clipping'), vocabulary)
  if (optimizer === undefined) return undefined
  const isRated = followed !== undefined && hasRate(optimizer, followed, vocabulary)
  const batch = fieldOf(node, 'batch')
  if (batch && written) checkTrainingBatch(batch, written, vocabulary.report)
  const shuffle = fieldOf(node, 'shuffle')
  const [passes, updates] = [numberOf(epochs?.value), numberOf(iterations?.value)]
  return {
    optimizer,
    ...(isRated && { schedule: followed }),
    clipping,
    batch: textOf(batch) === 'all' ? 'all' : (numberOf(batch) ?? written?.columns ?? USUAL_BATCH),
    ...(passes !== undefined && { epochs: passes }),
    ...(updates !== undefined && { iterations: updates }),
    seed: numberOf(fieldOf(node, 'seed')) ?? USUAL_SEED,
    shuffle: !(shuffle?.kind === 'scalar' && shuffle.value === false),
    ...(stopping && { stopping }),
    ...(checkpoints && { checkpoints }),
    span: node.span,
  }
}

/** A schedule says what the optimizer's `rate` is. */
function hasRate({ word, span }: WordUse, schedule: WordUse, { report }: Vocabulary): boolean {
  if (word.attributes.some(({ name, type }) => name === 'rate' && type === 'number')) return true
  report.add({
    code: 'E222',
    at: schedule.span,
    message: `optimizer \`${word.name}\` has no \`rate\` that a schedule could change`,
    labels: [{ span, text: 'the optimizer' }],
  })
  return false
}
