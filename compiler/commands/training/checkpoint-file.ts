import { existsSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { CheckpointError } from 'loopless/runtime'
import { type NetworkSpec, Report, type Span } from '../../essentials.ts'
import { onDisk, Rejected } from '../failure.ts'
import { say, shown } from '../terminal.ts'
import { fitting, readWeights } from './weights.ts'

/** Beside the weights that training will write. */
export function checkpointBeside(weights: string): string {
  return weights.replace(/(\.checkpoint)?(\.safetensors)?$/, '.checkpoint.safetensors')
}

/** What `--resume` goes on from; without a checkpoint, training starts from the beginning. */
export async function checkpointIn(file: string): Promise<Uint8Array | undefined> {
  await sweepUp(file)
  if (existsSync(file)) return readWeights(file)
  say(`there is no checkpoint ${shown(file)}: training starts from the beginning`)
  return undefined
}

/** What a run that was killed was just writing: files are written whole by another name, and then renamed. */
async function sweepUp(file: string): Promise<void> {
  const folder = dirname(file)
  if (!existsSync(folder)) return
  const stem = basename(file).replace('checkpoint.safetensors', '')
  for (const name of readdirSync(folder))
    if (name.startsWith(stem) && /^(checkpoint\.)?(safetensors|svg)\.\d+$/.test(name.slice(stem.length)))
      await onDisk(`remove ${shown(join(folder, name))}`, () => rmSync(join(folder, name), { force: true }))
}

/** Does what may find that a checkpoint is of another network, or of another run. */
export async function goingOn<T>(file: string, spec: NetworkSpec, act: () => Promise<T>): Promise<T> {
  return fitting(file, spec, async () => {
    try {
      return await act()
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error
      const report = new Report()
      report.add({
        code: 'E512',
        at: placeOf(spec, error.differences),
        message: `${shown(file)} is not of this training`,
        notes: error.differences,
        help: '`--init` takes parameters alone from it, and without `--resume` training starts anew',
      })
      throw new Rejected(report.diagnostics)
    }
  })
}

/** Other data are blamed on their file. */
function placeOf({ data, span }: NetworkSpec, differences: readonly string[]): Span {
  const isOfData = differences.some((difference) => /^(data|examples|validation)\b/.test(difference))
  return (isOfData && (data?.files?.training.span ?? data?.span)) || span
}
