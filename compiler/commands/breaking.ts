import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { readSafetensors } from '../../runtime/safetensors.ts'
import { positionAt, printable, type Span } from '../index.ts'
import { type Comparison, compare } from './breaking/compare.ts'
import { type Network, networksIn, versionsSince } from './breaking/earlier.ts'
import type { Finding, Severity } from './breaking/finding.ts'
import { type Pair, pairsOf } from './breaking/pairs.ts'
import { membersOf } from './breaking/parameters.ts'
import { mismatchesOf, savedOf } from './breaking/saved.ts'
import { type ExitCode, Failure, wrongUsage } from './failure.ts'
import { inFormat } from './formats/formats.ts'
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
export function breaking(paths: readonly string[], options: BreakingOptions): Promise<ExitCode> {
  return inFormat(options.format, () => compareAndTell(paths, options))
}

async function compareAndTell(
  paths: readonly string[],
  { against, format }: BreakingOptions,
): Promise<ExitCode> {
  const told =
    /\.safetensors$/.test(against) && existsSync(against)
      ? [await againstWeights(against, networksIn(await findSpecs(paths)))]
      : pairsOf(await versionsSince(against, paths)).map(tell)
  if (told.length === 0) throw wrongUsage('there are no networks here, and there were none')
  const broken = told.flatMap(({ findings }) => findings.filter(({ severity }) => severity !== 'nobody'))
  print(format === 'json' ? jsonOf(told) : told.map(textOf).join('\n\n'))
  say(
    `compared ${counted(told.length, 'network')} with ${against}: ${broken.length === 0 ? 'nothing breaks' : counted(broken.length, 'breaking change')}`,
  )
  return broken.length > 0 ? 1 : 0
}

function tell({ before, after }: Pair): Told {
  if (before?.forms && after) return { network: after.name, ...compare(before.forms, after.forms) }
  const network = (after ?? before)!.name
  const finding = (severity: Severity, message: string, at: Span): Told => ({
    network,
    findings: [{ severity, subject: 'interface', message: `network \`${network}\` ${message}`, at }],
  })
  if (before?.forms) return finding('callers', 'is gone', before.forms.check.span)
  if (before === undefined) return finding('nobody', 'is new', after!.forms.check.span)
  // Nobody has used what could not be generated.
  const { code, message, at } = before.mistake
  return after
    ? finding(
        'nobody',
        `is new: before, it had mistakes (${placeText(at)} ${code}: ${message})`,
        after.forms.check.span,
      )
    : finding('nobody', `is gone, and it had mistakes (${code}: ${message})`, at)
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
  const saved = savedOf(network.forms)
  const mismatches = mismatchesOf(saved, bytes)
  const weights = mismatches.length === 0
  // Where other parameters are the reason that it is another architecture, they say it better.
  const digest = mismatches.find((mismatch) => mismatch.includes(saved.model.digest))
  const told = mismatches.length > 1 ? mismatches.filter((mismatch) => mismatch !== digest) : mismatches
  return {
    network: check.name,
    findings: told.map((message): Finding => {
      const [, name = ''] = /^`(.+?)`/.exec(message) ?? []
      const isState = name.startsWith('optimizer.')
      const member = membersOf(network.forms).find((each) => each.name === name)
      return {
        severity: 'weights',
        subject: message === digest ? 'computation' : isState ? 'optimizer state' : 'parameters',
        message,
        at: member?.at ?? (isState ? check.training?.optimizer.span : undefined) ?? check.span,
      }
    }),
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
    ...loadLines({ findings, ...(loads && { loads }) }),
  ].join('\n')
}

function lineOf({ message, at, help }: Finding, dim: (text: string) => string): readonly string[] {
  return [
    `    ${dim(placeText(at))}  ${printable(message)}`,
    ...(help === undefined ? [] : [`      help: ${printable(help)}`]),
  ]
}

function placeText({ source, start }: Span): string {
  const { line, column } = positionAt(source, start)
  return `${source.path}:${line}:${column}`
}

function loadLines({ findings, loads }: Pick<Told, 'findings' | 'loads'>): readonly string[] {
  if (loads === undefined) return []
  if (!loads.weights) return ['  saved weights do not load']
  if (loads.state) return ["  saved weights load, also with the optimizer's state"]
  const isRefused = findings.some(({ severity }) => severity === 'weights')
  return [`  saved weights load${isRefused ? ", but not with the optimizer's state" : ''}`]
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
