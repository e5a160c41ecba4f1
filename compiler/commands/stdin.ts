import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { Report, tooLarge } from '../essentials.ts'
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
  return { file, source: sourceOfBytes(project, file, await bytesOfStdin()), project }
}

/** No more than of a file: what comes may never end. */
async function bytesOfStdin(): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    const refused = tooLarge(length)
    if (refused !== undefined) throw wrongUsage(`standard input ${refused}`)
  }
  return Buffer.concat(chunks)
}
