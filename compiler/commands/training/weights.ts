import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { SafetensorsError, WeightsError } from 'loopless/runtime'
import { type NetworkSpec, Report } from '../../essentials.ts'
import { Failure, onDisk, Rejected, wrongUsage } from '../failure.ts'
import type { SpecFile } from '../specs.ts'
import { shown } from '../terminal.ts'

/** Where a network's weights are, unless somebody says otherwise. */
export function usualWeights({ project }: SpecFile, { name }: NetworkSpec): string {
  return join(project.root, 'weights', `${name}.safetensors`)
}

export function readWeights(file: string): Promise<Uint8Array> {
  return onDisk(`read ${shown(file)}`, () => readFileSync(file))
}

/** A network's saved weights, or those of a file that was named. */
export async function savedWeights(
  file: SpecFile,
  spec: NetworkSpec,
  named: string | undefined,
  path: string,
): Promise<{ readonly file: string; readonly bytes: Uint8Array }> {
  const weights = named === undefined ? usualWeights(file, spec) : resolve(named)
  if (existsSync(weights)) return { file: weights, bytes: await readWeights(weights) }
  if (named !== undefined) throw wrongUsage(`there is no file \`${named}\``)
  throw new Failure(1, `there are no weights ${shown(weights)}`, `\`loopless train ${path}\` makes them`)
}

/** Loads weights; those of another network are the user's mistake, told in full. */
export async function fitting<T>(
  file: string,
  { span, name }: NetworkSpec,
  load: () => T | Promise<T>,
): Promise<T> {
  try {
    return await load()
  } catch (error) {
    const report = new Report()
    const finding = { code: 'E508', at: span } as const
    if (error instanceof WeightsError)
      report.add({ ...finding, message: `${shown(file)} does not fit \`${name}\``, notes: error.mismatches })
    else if (error instanceof SafetensorsError)
      report.add({ ...finding, message: `${shown(file)} is no file of weights`, notes: [error.message] })
    else throw error
    throw new Rejected(report.diagnostics)
  }
}

/** Better to know before hours of training than after. */
export async function mustBeWritable(file: string): Promise<void> {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new Failure(1, `cannot write ${shown(file)}: it is a folder`)
  await onDisk(`write ${shown(file)}`, () => accessSync(existing(dirname(resolve(file))), constants.W_OK))
}

function existing(folder: string): string {
  return existsSync(folder) ? folder : existing(dirname(folder))
}
