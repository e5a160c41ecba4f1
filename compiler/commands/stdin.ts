import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { Report } from '../essentials.ts'
import { stopIfWrong, wrongUsage } from './failure.ts'
import { projectOfFile, sourceOfBytes } from './project.ts'
import type { SpecFile } from './specs.ts'
import { hasControls } from './terminal.ts'

/** Standard input as the spec that a file of this name would be, in its folder; the file need not be there. */
export async function specFromStdin(name: string): Promise<SpecFile> {
  const file = resolve(name)
  if (name === '') throw wrongUsage('the name of standard input is empty')
  if (hasControls(name)) throw wrongUsage(`the path ${JSON.stringify(name)} has a control character`)
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw wrongUsage(`\`${name}\` is a folder`, 'standard input has the name of a file')
  const report = new Report()
  const project = await projectOfFile(file, report)
  stopIfWrong(report)
  return { file, source: sourceOfBytes(project, file, await buffer(process.stdin)), project }
}
