import { readFileSync } from 'node:fs'
import { didYouMean, Report } from '../index.ts'
import { type ExitCode, Failure, merged, Rejected, wrongUsage } from './failure.ts'
import { type Format, formatted, inFormat } from './formats/formats.ts'
import { plainDiagnostic } from './formats/json.ts'
import { type Module, modulesOf } from './modules.ts'
import type { Exports } from './proving/exports.ts'
import { exportsOf } from './proving/loading.ts'
import { PROOFS, type ProofName, RUNNING, type Trial } from './proving/proofs.ts'
import { type TypeMistake, typeMistakesIn } from './proving/sizes.ts'
import { findSpecs } from './specs.ts'
import { colorsFor, counted, print, say } from './terminal.ts'
import { load } from './training/generated.ts'
import { inMemory } from './training/in-memory.ts'

export interface ProveOptions {
  /** Names of proofs: these alone, or all but these. */
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  /** Of random examples and parameters. */
  readonly seed: number
  readonly format: Format
}

/** A network's proofs, each with what it says where it holds. */
interface Proved {
  readonly network: string
  readonly file: string
  readonly proofs: readonly { readonly proof: ProofName; readonly holds: boolean; readonly says?: string }[]
  readonly seconds: number
}

/**
 * Proves what is generated, network by network: a line for each, and what is wrong. Where stdout is one document for
 * programs, the lines are on stderr.
 */
export function prove(paths: readonly string[], options: ProveOptions): Promise<ExitCode> {
  return inFormat(options.format, () => proveAll(paths, options))
}

async function proveAll(paths: readonly string[], options: ProveOptions): Promise<ExitCode> {
  const { format } = options
  const begin = performance.now()
  const names = chosenProofs(options)
  const unreadable = new Report()
  const modules = await modulesOf(await findSpecs(paths, unreadable), unreadable)
  if (modules.length === 0)
    throw new Failure(2, 'there are no networks here, only words', 'a network is a spec with `network:`')
  const typeMistakes = names.includes('sizes')
    ? typeMistakesIn(modules.map(fileOf), typesOf)
    : modules.map(() => [])
  const width = Math.max(...modules.map(({ forms }) => forms.check.name.length))
  const reports: Report[] = []
  const proved: Proved[] = []
  for (const [index, module] of modules.entries()) {
    const report = new Report()
    const result = await proofsOf(module, typeMistakes[index]!, names, options.seed, report)
    reports.push(report)
    proved.push(result)
    const line = lineOf(result, width)
    if (format === 'text' || format === 'github') print(line)
    else if (format !== 'json') say(line)
  }
  const { diagnostics, hasErrors } = merged(reports)
  if (format === 'json')
    print(JSON.stringify({ networks: proved, diagnostics: diagnostics.map(plainDiagnostic) }, undefined, 2))
  else {
    const text = await formatted(diagnostics, format, colorsFor(process.stdout))
    if (text !== '') print(format === 'text' ? `\n${text}` : text)
  }
  const failed = proved.filter(({ proofs }) => proofs.some(({ holds }) => !holds)).length
  say(
    `${failed === 0 ? 'proved' : `${failed} not proved of`} ${counted(modules.length, 'network')} in ${secondsSince(begin).toFixed(1)} s`,
  )
  return hasErrors ? 1 : 0
}

function fileOf({ forms, text }: Module): { readonly fileName: string; readonly text: string } {
  return { fileName: forms.emit.fileName, text }
}

/** Where the package says that the types of one of its exports are. */
function typesOf(name: string): string {
  const file = new URL(import.meta.resolve('loopless/package.json'))
  const { exports } = JSON.parse(readFileSync(file, 'utf8'))
  return new URL(exports[name.replace('loopless', '.')].types, file).href
}

function chosenProofs({ only, skip = [] }: ProveOptions): readonly ProofName[] {
  const all = Object.keys(PROOFS) as ProofName[]
  for (const name of [...(only ?? []), ...skip])
    if (!all.some((each) => each === name))
      throw wrongUsage(
        `there is no proof \`${name}\``,
        didYouMean(name, all) ?? `the proofs are ${all.join(', ')}`,
      )
  const chosen = all.filter((name) => (only?.includes(name) ?? true) && !skip.includes(name))
  if (chosen.length === 0) throw wrongUsage('there is nothing to prove', `the proofs are ${all.join(', ')}`)
  return chosen
}

async function proofsOf(
  module: Module,
  typeMistakes: readonly TypeMistake[],
  names: readonly ProofName[],
  seed: number,
  report: Report,
): Promise<Proved> {
  const begin = performance.now()
  const { forms, text, spec } = module
  const exports: Exports | undefined = names.some((name) => RUNNING.includes(name))
    ? await exportsOf(module, async () => (await load(forms.emit)).exports, report)
    : {}
  const trial: Trial = { module, typeMistakes, forms, text, exports: exports ?? {}, seed }
  const proofs: Proved['proofs'][number][] = []
  for (const proof of names) {
    const says =
      exports === undefined && RUNNING.includes(proof)
        ? undefined
        : await heard(report, () => inMemory(forms.check, () => PROOFS[proof](trial, report)))
    proofs.push({ proof, holds: says !== undefined, ...(says !== undefined && { says }) })
  }
  return { network: forms.check.name, file: spec.source.path, proofs, seconds: secondsSince(begin) }
}

/** Too little memory for one network is a reason to go on with the next. */
async function heard<T>(report: Report, act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Rejected)) throw error
    for (const diagnostic of error.diagnostics) report.add(diagnostic)
    return undefined
  }
}

/** `cat  gradients 8 parameters, 64 directions, worst 3.1e-9 · no loops · sizes · ✗ memory  2.1 s` */
function lineOf({ network, proofs, seconds }: Proved, width: number): string {
  const { bold, red } = colorsFor(process.stdout)
  const said = proofs.map(({ proof, says }) => says ?? red(`✗ ${proof}`))
  return `${bold(network.padEnd(width))}  ${said.join(' · ')}  ${seconds.toFixed(1)} s`
}

function secondsSince(begin: number): number {
  return (performance.now() - begin) / 1000
}
