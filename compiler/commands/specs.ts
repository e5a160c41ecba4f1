import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isMeantAsSpec, Report, rootKeysOf, type Source } from '../essentials.ts'
import { type Failure, NothingThere, Rejected, stopIfWrong, wrongUsage } from './failure.ts'
import { type Found, findFiles, rootsOf } from './paths.ts'
import { type Project, projectOf, projectOfFile, SETTINGS_FILE, sourceIn } from './project.ts'
import { USUAL } from './settings.ts'
import { counted, say, shownInLine } from './terminal.ts'

export interface SpecFile {
  /** Absolute. */
  readonly file: string
  readonly source: Source
  readonly project: Project
}

/**
 * The specs of these paths or, without any, of the project around the working folder; there is one at least.
 *
 * @param report is told of files that cannot be read; without it, they end the command
 */
export async function findSpecs(paths: readonly string[], report?: Report): Promise<readonly SpecFile[]> {
  const unreadable = report ?? new Report()
  const specs = await specsIn(paths, unreadable)
  if (report === undefined) stopIfWrong(unreadable)
  if (specs.length > 0 || unreadable.hasErrors) return specs
  throw noSpecs()
}

/** The same, where there may be none. */
export function specsIn(paths: readonly string[], unreadable: Report): Promise<readonly SpecFile[]> {
  return paths.length > 0 ? named(paths, unreadable) : ofProject(unreadable)
}

export function noSpecs(): Failure {
  return new NothingThere('there are no specs here', '`loopless init` writes a first one')
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
  const source = sourceIn(project, only.file)
  if (!('refused' in source)) return { file: only.file, source, project }
  reportUnreadable(only.file, source.refused, report)
  throw new Rejected(report.diagnostics)
}

async function named(paths: readonly string[], unreadable: Report): Promise<readonly SpecFile[]> {
  const projects = new Map<string, Promise<Project>>()
  const report = new Report()
  const projectAt = (file: string): Promise<Project> => {
    const folder = dirname(file)
    const known = projects.get(folder) ?? projectOfFile(file, report)
    projects.set(folder, known)
    return known
  }
  const specs = await specsAmong(await findFiles(paths, process.cwd()), projectAt, unreadable)
  stopIfWrong(report)
  return specs
}

async function ofProject(unreadable: Report): Promise<readonly SpecFile[]> {
  const report = new Report()
  const project = await projectOf(process.cwd(), report)
  stopIfWrong(report)
  if (project.specs === USUAL.specs && !existsSync(join(project.root, 'specs'))) return []
  return specsAmong(await findFiles(project.specs, project.root), async () => project, unreadable)
}

/**
 * Other YAML lies about in folders too: what nobody named and what is not meant as a spec is passed over. Where specs are
 * looked for, or are, that is said: it may be one whose every key at the root is wrong.
 */
async function specsAmong(
  files: readonly Found[],
  projectAt: (file: string) => Promise<Project>,
  unreadable: Report,
): Promise<readonly SpecFile[]> {
  const specs: SpecFile[] = []
  const others: Found[] = []
  for (const found of files) {
    const { file, refused } = found
    const project = await projectAt(file)
    const source = refused === undefined ? sourceIn(project, file) : { refused }
    const text = 'refused' in source ? source.guess : source.text
    // Of what cannot be seen at all, nobody knows.
    if (!found.named && text !== undefined && !isSpec(text)) others.push(found)
    else if ('refused' in source) reportUnreadable(file, source.refused, unreadable, refused !== undefined)
    else specs.push({ file, source, project })
  }
  const folders = new Set(specs.map(({ file }) => dirname(file)))
  sayPassedOver(others.filter(({ file, isLookedFor }) => isLookedFor || folders.has(dirname(file))))
  return specs
}

/** It is meant as one, whatever else is wrong with it. */
export function isSpec(text: string): boolean {
  return isMeantAsSpec(rootKeysOf(text))
}

/** More of them are no oversight. */
const FEW = 10

function sayPassedOver(files: readonly Found[]): void {
  for (const { file } of files.slice(0, FEW))
    say(`passed over: ${shownInLine(file)}, which has no \`loopless: 1\``)
  if (files.length > FEW) say(`passed over: ${counted(files.length - FEW, 'file')} more`)
}

function reportUnreadable(file: string, refused: string, report: Report, isFolder = false): void {
  const source = { path: shownInLine(file), text: '' }
  report.add({
    code: 'E116',
    at: { source, start: 0, end: 0 },
    message: `the ${isFolder ? 'folder' : 'file'} ${refused}`,
  })
}
