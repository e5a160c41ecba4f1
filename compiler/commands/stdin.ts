import { resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { Report } from '../essentials.ts'
import { stopIfWrong } from './failure.ts'
import { projectOfFile, sourceOfBytes } from './project.ts'
import type { SpecFile } from './specs.ts'

/** Standard input as the spec that a file of this name would be, in its folder; the file need not be there. */
export async function specFromStdin(name: string): Promise<SpecFile> {
  const file = resolve(name)
  const report = new Report()
  const project = await projectOfFile(file, report)
  stopIfWrong(report)
  return { file, source: sourceOfBytes(project, file, await buffer(process.stdin)), project }
}
