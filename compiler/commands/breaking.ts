import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { readSafetensors } from '../../runtime/safetensors.ts'
import { positionAt, type Span } from '../index.ts'
import { type Comparison, compare } from './breaking/compare.ts'
import { earlierNetworks, type Network, networksIn } from './breaking/earlier.ts'
import type { Finding, Severity } from './breaking/finding.ts'
import { mismatchesOf, savedOf } from './breaking/saved.ts'
import { type ExitCode, Failure, wrongUsage } from './failure.ts'
import { findSpecs } from './specs.ts'
import { colorsFor, counted, print, say, shown } from './terminal.ts'
import { readWeights } from './training/weights.ts'

export interface BreakingOptions {
  /** A file, a folder or a revision of specs, or a file of weights. */
  readonly against: string
  readonly format: 'text' | 'json'
}

interface Told extends Partial<Comparison> {
  readonly network: string
  readonly findings: readonly Finding[]
}

/** What changed since another version, whom that breaks, and which saved weights still load. */
export async function breaking(
  paths: readonly string[],
  { against, format }: BreakingOptions,
): Promise<ExitCode> {
  const now = networksIn(await findSpecs(paths))
  const told =
    /\.safetensors$/.test(against) && existsSync(against)
      ? [await againstWeights(against, now)]
      : pairs(await earlierNetworks(against, paths), now).map(tell)
  if (told.length === 0) throw wrongUsage('there are no networks here, and there were none')
  const broken = told.flatMap(({ findings }) => findings.filter(({ severity }) => severity !== 'nobody'))
  print(format === 'json' ? jsonOf(told) : told.map(textOf).join('\n\n'))
  say(
    `compared ${counted(told.length, 'network')} with ${against}: ${broken.length === 0 ? 'nothing breaks' : counted(broken.length, 'breaking change')}`,
  )
  return broken.length > 0 ? 1 : 0
}

interface Pair {
  readonly before?: Network
  readonly after?: Network
}

/** By name; then by file, where a network has got another name; two that are alone are one. */
function pairs(before: readonly Network[], after: readonly Network[]): readonly Pair[] {
  const rest = new Set(before)
  const take = (isIt: (network: Network) => boolean) => {
    const found = [...rest].find(isIt)
    if (found) rest.delete(found)
    return found
  }
  const named = new Map(
    after.map((each) => [each, take(({ forms }) => forms.check.name === each.forms.check.name)]),
  )
  for (const each of after)
    if (!named.get(each))
      named.set(
        each,
        take(({ file }) => file === each.file || before.length + after.length === 2),
      )
  return [
    ...after.map((each): Pair => {
      const earlier = named.get(each)
      return { after: each, ...(earlier && { before: earlier }) }
    }),
    ...[...rest].map((each) => ({ before: each })),
  ]
}

function tell({ before, after }: Pair): Told {
  if (before && after) return { network: after.forms.check.name, ...compare(before.forms, after.forms) }
  const { name, span } = (after ?? before)!.forms.check
  return {
    network: name,
    findings: [
      {
        severity: after ? 'nobody' : 'callers',
        subject: 'interface',
        message: `network \`${name}\` is ${after ? 'new' : 'gone'}`,
        at: span,
      },
    ],
  }
}

async function againstWeights(path: string, now: readonly Network[]): Promise<Told> {
  const file = resolve(path)
  const bytes = await readWeights(file)
  const { metadata, names } = contentsOf(bytes, file)
  const of = metadata.get('loopless.network')
  const network = now.find(({ forms }) => forms.check.name === of) ?? (now.length === 1 ? now[0] : undefined)
  if (network === undefined)
    throw wrongUsage(
      `${shown(file)} is of ${of === undefined ? 'no network that it names' : `\`${of}\``}, and that is none of these`,
      'name the spec of the network that is to load it',
    )
  const { check } = network.forms
  const mismatches = mismatchesOf(savedOf(network.forms), bytes)
  const weights = mismatches.length === 0
  return {
    network: check.name,
    findings: mismatches.map((message) => ({
      severity: 'weights',
      subject: 'parameters',
      message,
      at: check.span,
    })),
    loads: { weights, state: weights && names.some((name) => name.startsWith('optimizer.')) },
  }
}

function contentsOf(bytes: Uint8Array, file: string) {
  try {
    const { metadata, tensors } = readSafetensors(bytes)
    return { metadata, names: [...tensors.keys()] }
  } catch (error) {
    throw new Failure(
      1,
      `${shown(file)} is no file of weights: ${error instanceof Error ? error.message : error}`,
    )
  }
}

const HEADINGS: Readonly<Record<Severity, string>> = {
  callers: 'breaks callers',
  weights: 'breaks saved weights',
  nobody: 'breaks nothing',
}

function textOf({ network, findings, loads }: Told): string {
  const { bold, red, dim } = colorsFor(process.stdout)
  const groups = (['callers', 'weights', 'nobody'] as const).flatMap((severity) => {
    const own = findings.filter((finding) => finding.severity === severity)
    if (own.length === 0) return []
    const heading = severity === 'nobody' ? HEADINGS[severity] : red(HEADINGS[severity])
    return [`  ${heading}`, ...own.flatMap((finding) => lineOf(finding, dim))]
  })
  return [
    bold(network),
    ...(findings.length === 0 ? ['  nothing changed'] : groups),
    ...loadLines(loads),
  ].join('\n')
}

function lineOf({ message, at, help }: Finding, dim: (text: string) => string): readonly string[] {
  const { line, column } = positionAt(at.source, at.start)
  const place = dim(`${at.source.path}:${line}:${column}`)
  return [`    ${place}  ${message}`, ...(help === undefined ? [] : [`      help: ${help}`])]
}

function loadLines(loads: Comparison['loads'] | undefined): readonly string[] {
  if (loads === undefined) return []
  const withState = loads.state ? ", also with the optimizer's state" : ''
  return [loads.weights ? `  saved weights load${withState}` : '  saved weights do not load']
}

function jsonOf(told: readonly Told[]): string {
  const place = ({ source, start, end }: Span) => ({
    file: source.path,
    ...positionAt(source, start),
    end: positionAt(source, end),
  })
  const networks = told.map(({ network, findings, loads }) => ({
    network,
    breaking: findings.some(({ severity }) => severity !== 'nobody'),
    ...(loads && { loads }),
    findings: findings.map(({ at, ...rest }) => ({ ...rest, at: place(at) })),
  }))
  return JSON.stringify({ networks }, undefined, 2)
}
