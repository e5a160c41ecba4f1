import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type NetworkSpec, type Program, Report } from '../index.ts'
import { examplesIn } from './data/inputs.ts'
import { type ExitCode, stopIfWrong, wrongUsage } from './failure.ts'
import { csvWriter, jsonlWriter, type Meaning } from './predicting/lines.ts'
import { counted, print, say, shown } from './terminal.ts'
import { inMemory } from './training/in-memory.ts'
import { networkIn } from './training/subject.ts'
import { fitting, savedWeights } from './training/weights.ts'
import { writeWhole } from './write.ts'

export interface PredictOptions {
  readonly input: string
  readonly weights?: string
  readonly format: 'csv' | 'jsonl'
  readonly out?: string
}

/** Examples at once; all of them would take memory for all. */
const BATCH = 256

/** What a trained network says of examples in a file: classes with their probabilities, or numbers. */
export async function predict(path: string, options: PredictOptions): Promise<ExitCode> {
  if (!existsSync(options.input)) throw wrongUsage(`there is no file \`${options.input}\``)
  const { file, spec, forms, generated } = await networkIn(path)
  const bytes = await savedWeights(file, spec, options.weights, path)
  const report = new Report()
  const { ports: inputs, complete } = await examplesIn(resolve(options.input), spec, forms.simplify, report)
  stopIfWrong(report)
  const { simplify: program } = forms
  const writer = (options.format === 'csv' ? csvWriter : jsonlWriter)(
    meaningOf(spec, program),
    program.precision,
  )
  const lines = await inMemory(spec, async () => {
    const examples = complete.filter(Boolean).length
    const batch = Math.max(1, Math.min(BATCH, examples))
    const predictor = await fitting(bytes.file, spec, () => generated.predictor(bytes.bytes, { batch }))
    const said: string[] = []
    for (let start = 0; start < examples; start += batch) {
      const end = Math.min(examples, start + batch)
      const ports = inputs.map(({ name, perExample, numbers }) =>
        generated.columns(name, numbers.subarray(start * perExample, end * perExample)),
      )
      const classes = predictor.model.classes && predictor.classify(...ports)
      said.push(...writer.lines(predictor.predict(...ports), classes))
    }
    return said
  })
  // Lines stay beside their examples: of one that lacks a value there is nothing to say.
  const predicted = lines.values()
  const all = complete.map((isWhole) => (isWhole ? predicted.next().value! : writer.nothing))
  if (all.length > lines.length)
    say(`${counted(all.length - lines.length, 'example')} without all values not predicted`)
  const text = [writer.head, ...all].join('')
  if (options.out === undefined) print(text)
  else {
    await writeWhole(resolve(options.out), text)
    say(`wrote ${shown(resolve(options.out))}, ${counted(all.length, 'example')}`)
  }
  return 0
}

/** Numbers are called as the columns that training compared them with, where there are as many. */
function meaningOf({ targets, data }: NetworkSpec, { results, values }: Program): Meaning {
  const output = results.find(({ role }) => role === 'output')!
  const { promises, shape } = values[output.value]!
  const classes = targets.find((target) => target.classes)?.classes
  if (classes) return { kind: 'classes', classes, probable: promises?.range === 'probability' }
  const rows = Number(shape[0]!.key)
  const columns = data?.targets.find(({ name }) => name === targets[0]?.name)?.columns
  const names =
    columns !== undefined && columns !== 'all' && columns.length === rows
      ? columns.map(({ name }) => name)
      : Array.from({ length: rows }, (_, row) => (rows === 1 ? output.name : `${output.name}[${row}]`))
  return { kind: 'numbers', names }
}
