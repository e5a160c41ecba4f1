import type { Forms, LayerUse, NetworkSpec, Span } from '../../index.ts'
import { useText } from '../../print/spec.ts'
import type { Finding } from './finding.ts'

interface Setting {
  readonly what: string
  readonly value: string
  readonly at: Span
  /** That it is there, or not, is told of the interface. */
  readonly isSeen?: true
}

/** What changes how a network is trained, and nothing that callers or files see; of layers, where weights load. */
export function settingFindings(before: Forms, after: Forms, loads: boolean): readonly Finding[] {
  const [old, young] = [settingsOf(before.check, loads), settingsOf(after.check, loads)]
  const finding = (message: string, at: Span): Finding => ({
    severity: 'nobody',
    subject: 'settings',
    message,
    at,
  })
  return [
    ...old.flatMap(({ what, value, at, isSeen }) => {
      const now = young.find((each) => each.what === what)
      if (now === undefined)
        return isSeen ? [] : [finding(`${what} is gone, and was ${shortened(value)}`, at)]
      return now.value === value ? [] : [finding(changed(what, now.value, value), now.at)]
    }),
    ...young
      .filter(({ what, isSeen }) => !isSeen && !old.some((each) => each.what === what))
      .map(({ what, value, at }) => finding(`${what} is new, ${shortened(value)}`, at)),
  ]
}

function settingsOf({ body, training, data, span }: NetworkSpec, loads: boolean): readonly Setting[] {
  const settings: Setting[] = []
  const set = (what: string, value: string | undefined, at: Span) => {
    if (value !== undefined && value !== '') settings.push({ what, value, at })
  }
  if (body.kind === 'layers') {
    for (const [index, layer] of loads ? body.layers.entries() : [])
      set(`layer ${index + 1} of the list`, layerText(layer), layer.span)
    if (body.loss) set('the loss', useText(body.loss), body.loss.span)
    set(
      'the regularization',
      body.regularization.map(useText).join(', '),
      body.regularization[0]?.span ?? span,
    )
    for (const metric of body.metrics)
      settings.push({
        what: `metric \`${metric.word.name}\``,
        value: useText(metric),
        at: metric.span,
        isSeen: true,
      })
  }
  if (training) {
    const { optimizer, schedule, clipping, stopping, checkpoints, span: at } = training
    set('the optimizer', useText(optimizer), optimizer.span)
    if (schedule) set('the schedule', useText(schedule), schedule.span)
    set('the clipping', clipping.map(useText).join(', '), clipping[0]?.span ?? at)
    for (const key of ['batch', 'epochs', 'iterations', 'seed', 'shuffle'] as const)
      set(`\`${key}\``, training[key] === undefined ? undefined : String(training[key]), at)
    if (stopping) set('`stopping`', written(stopping.span), stopping.span)
    if (checkpoints) set('`checkpoints`', `every ${checkpoints.every} ${checkpoints.unit}`, at)
  }
  if (data) set('the data section', written(data.span), data.span)
  return settings
}

function layerText(layer: LayerUse): string {
  if (layer.kind === 'layer') return useText(layer.use)
  return `${layer.times} times ${layer.layers.map(layerText).join(', ')}`
}

/** In one line: how it is laid out says nothing. */
function written({ source, start, end }: Span): string {
  return source.text.slice(start, end).replaceAll(/\s+/g, ' ')
}

/** As long as a line is. */
const LONGEST = 100

function changed(what: string, now: string, before: string): string {
  return Math.max(now.length, before.length) > LONGEST
    ? `${what} says something else`
    : `${what} is ${now}, and was ${before}`
}

function shortened(value: string): string {
  return value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value
}
