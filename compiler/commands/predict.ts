import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type NetworkSpec, type Program, Report } from '../index.ts'
import { examplesIn } from './data/inputs.ts'
import { type ExitCode, stopIfWrong, wrongUsage } from './failure.ts'
import { csvWriter, jsonlWriter, type Meaning } from './predicting/lines.ts'
import { counted, say, shown } from './terminal.ts'
import { inMemory } from './training/in-memory.ts'
import { networkIn } from './training/subject.ts'
import { fitting, savedWeights } from './training/weights.ts'
import { outputTo } from './write.ts'

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
  const weights = await savedWeights(file, spec, options.weights, path)
  const report = new Report()
  const { simplify: program } = forms
  const inputs = await examplesIn(options.input, spec, program, report)
  stopIfWrong(report)
  const { store, dropped } = inputs!
  const { precision } = program
  const writer = (options.format === 'csv' ? csvWriter : jsonlWriter)(meaningOf(spec, program), precision)
  const batch = Math.max(1, Math.min(BATCH, store.examples))
  const predictor = await inMemory(spec, () =>
    fitting(weights.file, spec, () => generated.predictor(weights.bytes, { batch })),
  )
  const { model, matrices } = predictor
  const ports = model.inputs.map((name) => matrices.get(name)!)
  const all = Uint32Array.from({ length: store.examples }, (_, example) => example)
  const source = store.part(all)
  const out = outputTo(options.out)
  out.write(writer.head)
  // Lines stay beside their examples: of one that lacks a value there is nothing to say.
  let [row, gap] = [0, 0]
  const passDropped = () => {
    for (; dropped[gap] === row; gap++, row++) out.write(writer.nothing)
  }
  for (let start = 0; start < store.examples; start += batch) {
    predictor.resize(Math.min(batch, store.examples - start))
    source.gather(ports, all, start)
    const classes = model.classes && predictor.classify(...ports)
    for (const line of writer.lines(predictor.predict(...ports), classes)) {
      passDropped()
      out.write(line)
      row += 1
    }
  }
  passDropped()
  await out.end()
  if (dropped.length > 0) say(`${counted(dropped.length, 'example')} without all values not predicted`)
  if (options.out !== undefined) say(`wrote ${shown(resolve(options.out))}, ${counted(row, 'example')}`)
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
