import { compile, type Forms, fileLibrary, proveWord, Report, type Word } from '../index.ts'
import { type ExitCode, stopOrWarn, wrongUsage } from './failure.ts'
import { type BytesMoved, type KernelFacts, type LayerFacts, layersOf } from './layers.ts'
import { type MemoryFacts, memoryOf } from './memory.ts'
import { findSpec } from './specs.ts'
import { aligned } from './table.ts'
import { colorsFor, grouped, print } from './terminal.ts'
import { type UpdateFacts, updateOf, updateText } from './updates.ts'

export interface InspectOptions {
  readonly batch: number
  readonly format: 'text' | 'json'
}

/** What there is to know of a network before it runs. */
interface Facts {
  readonly network: string
  readonly precision: string
  readonly layers: readonly LayerFacts[]
  readonly parameters: number
  readonly multiplyAdds: number
  readonly batch: number
  /** What training, and predicting one example, is written in: calls of kernels or scalar code; and why. */
  readonly code: Forms['select']['code']
  readonly memory: readonly MemoryFacts[]
  readonly bytesMoved: BytesMoved
  /** Absent where nothing is trained. */
  readonly update?: UpdateFacts
  /** Sizes of own words that only their uses decide. */
  readonly undecided: readonly UndecidedFacts[]
}

interface UndecidedFacts {
  readonly word: string
  readonly left: string
  readonly right: string
}

export async function inspect(path: string, { batch, format }: InspectOptions): Promise<ExitCode> {
  const { source } = await findSpec(path)
  const report = new Report()
  const forms = compile(source, fileLibrary(), report)
  stopOrWarn(report)
  if (forms === undefined) throw wrongUsage(`\`${path}\` is a word, and only networks have layers`)
  const facts = factsOf(forms, forms.check.batch ?? batch)
  print(format === 'json' ? JSON.stringify(facts, undefined, 2) : textOf(facts))
  return 0
}

function factsOf({ check, simplify, select, plan }: Forms, batch: number): Facts {
  const layers = layersOf(check, simplify, select, batch)
  const update = updateOf(check, layers)
  const moved = (run: keyof BytesMoved) => layers.reduce((sum, { bytesMoved }) => sum + bytesMoved[run], 0)
  return {
    network: simplify.network,
    precision: simplify.precision,
    layers,
    parameters: layers.reduce((sum, { parameters }) => sum + parameters, 0),
    multiplyAdds: layers.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0),
    batch,
    code: select.code,
    // What gathers all examples is not for a batch of them.
    memory: plan.arenas
      .filter(({ name }) => name !== 'gathered')
      .map((arena) => memoryOf(arena, plan, batch)),
    bytesMoved: { training: moved('training'), predicting: moved('predicting') },
    ...(update && { update }),
    undecided: check.ownWords.flatMap(undecidedIn),
  }
}

function undecidedIn(word: Word): readonly UndecidedFacts[] {
  return proveWord(word, new Report()).map(({ left, right }) => ({
    word: `${word.kind} ${word.name}`,
    left,
    right,
  }))
}

function textOf({
  network,
  precision,
  batch,
  code,
  layers,
  memory,
  update,
  undecided,
  ...total
}: Facts): string {
  const { bold } = colorsFor(process.stdout)
  const heading = (text: string) => ['', bold(text)]
  return [
    bold(`${network} · ${precision}`),
    '',
    ...aligned('lllrr', [
      ['layer', 'word', 'output', 'parameters', 'multiply-adds'],
      ...layers
        .filter(({ output }) => output !== undefined)
        .map((layer) => [
          layer.name,
          layer.word,
          layer.output!,
          grouped(layer.parameters),
          grouped(layer.multiplyAdds),
        ]),
      ['total', '', '', grouped(total.parameters), grouped(total.multiplyAdds)],
    ]),
    ...heading(`memory for a batch of ${grouped(batch)}, in bytes`),
    ...aligned('lrr', [
      ['', 'planned', 'without reuse'],
      ...memory.map(({ arena, bytes, bytesWithoutReuse }) => [
        arena,
        grouped(bytes),
        grouped(bytesWithoutReuse),
      ]),
    ]),
    ...heading('written as'),
    ...aligned('lll', [
      ['training', FORMS[code.training.form], code.training.because],
      ['predicting one', FORMS[code.one.form], code.one.because],
    ]),
    ...heading(`bytes that kernels read and write for a batch of ${grouped(batch)}`),
    ...aligned('lrr', [
      ['', 'training', 'predicting'],
      ...[...layers, { name: 'total', bytesMoved: total.bytesMoved }]
        .filter(({ bytesMoved: { training, predicting } }) => training + predicting > 0)
        .map(({ name, bytesMoved }) => [name, grouped(bytesMoved.training), grouped(bytesMoved.predicting)]),
    ]),
    ...heading('kernels, with the equations that each computes'),
    ...aligned('lll', layers.flatMap(kernelRows)),
    ...(update ? ['', updateText(update)] : []),
    ...(undecided.length === 0 ? [] : heading('sizes of own words that each use decides')),
    ...undecided.map(({ word, left, right }) => `${word}: ${left} = ${right}`),
  ].join('\n')
}

const FORMS = { kernels: 'calls of kernels', scalars: 'scalar code' } as const

/** A row for each phase of a layer: `dense  forward  affineRelu 3`. */
function kernelRows({ name, kernels }: LayerFacts): readonly (readonly string[])[] {
  const phases = [...new Set(kernels.map(({ phase }) => phase))]
  return phases.map((phase, index) => [
    index === 0 ? name : '',
    phase,
    kernels
      .filter((each) => each.phase === phase)
      .map(kernelText)
      .join(', '),
  ])
}

/** A fused kernel computes several equations. */
function kernelText({ kernel, equations }: KernelFacts): string {
  return equations > 1 ? `${kernel} (${equations})` : kernel
}
