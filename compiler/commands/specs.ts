import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Report, type Source, whyUnreadable } from '../essentials.ts'
import { NothingThere, onDisk, stopIfWrong, wrongUsage } from './failure.ts'
import { type Found, findFiles, rootsOf } from './paths.ts'
import { type Project, projectOf, projectOfFile, SETTINGS_FILE, sourceIn } from './project.ts'
import { USUAL } from './settings.ts'
import { shown } from './terminal.ts'

export interface SpecFile {
  /** Absolute. */
  readonly file: string
  readonly source: Source
  readonly project: Project
}

/** The specs of these paths or, without any, of the project around the working folder. */
export async function findSpecs(paths: readonly string[]): Promise<readonly SpecFile[]> {
  const specs = paths.length > 0 ? await named(paths) : await ofProject()
  if (specs.length > 0) return specs
  throw new NothingThere('there are no specs here', '`loopless init` writes a first one')
}

/** Files and folders whose changes can change what `findSpecs` finds, there or not. */
export async function whereSpecsAre(paths: readonly string[]): Promise<readonly string[]> {
  const project = await projectOf(process.cwd(), new Report())
  const roots = paths.length > 0 ? rootsOf(paths, process.cwd()) : rootsOf(project.specs, project.root)
  return [...roots, join(project.root, SETTINGS_FILE)]
}

/** The one spec a command is about. */
export async function findSpec(path: string): Promise<SpecFile> {
  const found = await findFiles([path], process.cwd())
  const [only, ...others] = found
  if (only === undefined || others.length > 0 || !only.named)
    throw wrongUsage(`\`${path}\` is not one file`, 'this command takes one spec')
  const report = new Report()
  const project = await projectOfFile(only.file, report)
  stopIfWrong(report)
  return { file: only.file, source: await sourceIn(project, only.file), project }
}

async function named(paths: readonly string[]): Promise<readonly SpecFile[]> {
  const projects = new Map<string, Promise<Project>>()
  const report = new Report()
  const projectAt = (file: string): Promise<Project> => {
    const folder = dirname(file)
    const known = projects.get(folder) ?? projectOfFile(file, report)
    projects.set(folder, known)
    return known
  }
  const specs: SpecFile[] = []
  for (const found of await findFiles(paths, process.cwd()))
    specs.push(...(await specIn(found, await projectAt(found.file))))
  stopIfWrong(report)
  return specs
}

async function ofProject(): Promise<readonly SpecFile[]> {
  const report = new Report()
  const project = await projectOf(process.cwd(), report)
  stopIfWrong(report)
  if (project.specs === USUAL.specs && !existsSync(join(project.root, 'specs'))) return []
  const specs: SpecFile[] = []
  for (const found of await findFiles(project.specs, project.root))
    specs.push(...(await specIn(found, project)))
  return specs
}

/** Other YAML lies about in folders too: what nobody named and is no spec is passed over. */
async function specIn({ file, named }: Found, project: Project): Promise<readonly SpecFile[]> {
  if (!named && (await onDisk(`read ${shown(file)}`, () => whyUnreadable(file))) !== undefined) return []
  const source = await sourceIn(project, file)
  return named || isSpec(source.text) ? [{ file, source, project }] : []
}

/** It has the key `loopless:`. */
export function isSpec(text: string): boolean {
  return /^\uFEFF?(\{\s*)?(["']?)loopless\2\s*:/m.test(text)
}
