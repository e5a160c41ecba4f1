import { existsSync } from 'node:fs'
import { CheckpointError } from 'loopless/runtime'
import { type NetworkSpec, Report } from '../../essentials.ts'
import { Rejected } from '../failure.ts'
import { say, shown } from '../terminal.ts'
import { fitting, readWeights } from './weights.ts'

/** Beside the weights that training will write. */
export function checkpointBeside(weights: string): string {
  return weights.replace(/(\.checkpoint)?(\.safetensors)?$/, '.checkpoint.safetensors')
}

/** What `--resume` goes on from; without a checkpoint, training starts from the beginning. */
export async function checkpointIn(file: string): Promise<Uint8Array | undefined> {
  if (existsSync(file)) return readWeights(file)
  say(`there is no checkpoint ${shown(file)}: training starts from the beginning`)
  return undefined
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
        at: spec.span,
        message: `${shown(file)} is not of this training`,
        notes: error.differences,
        help: '`--init` takes parameters alone from it, and without `--resume` training starts anew',
      })
      throw new Rejected(report.diagnostics)
    }
  })
}
