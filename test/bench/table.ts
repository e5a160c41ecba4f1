import { aligned } from '../../compiler/commands/table.ts'
import type {
  ColdStart,
  ParticipantResults,
  Results,
  SizeResult,
  WorkersResult,
  WorkloadResults,
} from './results.ts'
import { type Spread, type Summary, TOLERANCE } from './statistics.ts'

/** A workload's results as text: who does how many a second, and how many times as many those do with whom all are compared. */
export function table({ id, title, unit, participants }: WorkloadResults): string {
  const [first] = participants
  const others = Object.keys(first!.measured?.ratios ?? {})
  const compared = [first!.label, ...others].flatMap((label) => [`${label} ÷`, ''])
  const head = ['', `${unit}/s`, '', ...compared, 'samples', 'heap bytes', '']
  const rows = participants.map(({ label, version, measured, ...rest }) => [
    version ? `${label} ${version}` : label,
    ...(measured
      ? [
          ...figures(measured.perSecond),
          ...figures(measured.ratio),
          ...others.flatMap((label) => figures(measured.ratios![label]!)),
          samples(measured.perSecond),
        ]
      : ['–', '', ...compared.map(() => ''), '']),
    measured?.bytes === undefined ? '' : whole(measured.bytes),
    remark(rest),
  ])
  return [`${id} · ${title}`, ...aligned(`lrl${'rl'.repeat(1 + others.length)}rrl`, [head, ...rows])].join(
    '\n',
  )
}

export function machineOf({ processor, cores, node }: Results['machine']): string {
  return `${processor}, ${cores} cores, Node ${node}; medians, and what half of the samples lie between`
}

export function sizeTable(sizes: readonly SizeResult[]): string {
  const rows = sizes.map(({ what, minified, gzipped }) => [what, whole(minified), whole(gzipped)])
  return aligned('lrr', [['bundled for browsers, in bytes', 'minified', 'and gzipped'], ...rows]).join('\n')
}

export function coldTable(starts: readonly ColdStart[]): string {
  const rows = starts.map(({ label, beyond, bare }) => [
    label,
    ...figures(beyond),
    samples(beyond),
    short(bare),
  ])
  return aligned('lrlrr', [
    ['first prediction, in ms', 'beyond bare Node', '', 'pairs', 'bare'],
    ...rows,
  ]).join('\n')
}

export function workersTable(results: readonly WorkersResult[]): string {
  const head = [
    'a step, in ms',
    'one',
    '',
    'workers',
    '',
    'one ÷ workers',
    '',
    'samples',
    'fastest',
    '',
    'ratio',
    '',
  ]
  const rows = results.map(({ title, workers, deviation, measured }) => [
    `${title}, ${workers} workers`,
    ...(measured
      ? [
          ...figures(measured.one),
          ...figures(measured.several),
          ...figures(measured.ratio),
          samples(measured.ratio),
          short(measured.fastest.one),
          short(measured.fastest.several),
          short(measured.fastest.one / measured.fastest.several),
        ]
      : ['–', '', '', '', '', '', '', '', '', '']),
    remark({ deviation }),
  ])
  return aligned('lrlrlrlrrrrl', [head, ...rows]).join('\n')
}

/** Whether somebody computed something else who should not have. */
export function differing({
  participants,
}: {
  readonly participants: readonly Pick<ParticipantResults, 'deviation'>[]
}): boolean {
  return participants.some(({ deviation }) => deviation !== undefined && deviation > TOLERANCE)
}

/** The median, and what half of the samples lie between. */
function figures({ median, low, high }: Spread): readonly string[] {
  return [short(median), `${short(low)} to ${short(high)}`]
}

function samples({ of, disturbed }: Summary): string {
  return disturbed ? `${of}, disturbed` : `${of}`
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}

function remark({ refuses, differs, deviation }: Omit<ParticipantResults, 'name' | 'label'>): string {
  if (refuses) return refuses
  if (differs) return `differs: ${differs}`
  if (deviation !== undefined && deviation > TOLERANCE)
    return `COMPUTES SOMETHING ELSE: deviates by ${short(deviation)}`
  return ''
}

/** Three digits: 0.123, 4.56, 78.9, 12,300. */
export function short(value: number): string {
  return value.toLocaleString('en', { minimumSignificantDigits: 3, maximumSignificantDigits: 3 })
}
