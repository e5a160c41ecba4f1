import { existsSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import {
  isInside,
  leadsOut,
  type Report,
  readSource,
  readText,
  type Source,
  type Text,
  textOf,
  type Unreadable,
} from '../essentials.ts'
import { onDisk } from './failure.ts'
import { type Settings, settingsOf, USUAL } from './settings.ts'
import { forwardSlashes, hasControls, shown } from './terminal.ts'

/** A user's project: the nearest folder above that has a `loopless.yaml` or a `package.json`. */
export interface Project {
  /** Absolute, like every path below it. */
  readonly root: string
  readonly specs: readonly string[]
  readonly out: string
}

export const SETTINGS_FILE = 'loopless.yaml'

/** A folder that belongs to no project is one. */
export async function projectOf(folder: string, report: Report): Promise<Project> {
  const root = rootAbove(folder) ?? resolve(folder)
  const settings = await settingsIn(root, report)
  return { root, specs: settings.specs, out: folderOfModules(root, settings, report) }
}

/** What is written stays in the project, as what is read does: by the path, and by the links on it. */
function folderOfModules(root: string, { out, outSpan }: Settings, report: Report): string {
  const folder = resolve(root, out)
  const reason = !isInside({ path: SETTINGS_FILE }, out)
    ? 'is outside the project'
    : leadsOut(nearestThere(folder), root)
      ? 'is a link that leads out of the project'
      : undefined
  if (reason === undefined) return folder
  report.add({
    code: 'E230',
    // Where nothing says so, the folder itself is to blame.
    at: outSpan ?? { source: { path: shown(folder), text: '' }, start: 0, end: 0 },
    message: `\`${out}\` ${reason}`,
    help: 'modules are written into the project: name a folder that is in it',
  })
  return join(root, USUAL.out)
}

/** What may not be there yet is made in what is. */
function nearestThere(path: string): string {
  return existsSync(path) ? path : nearestThere(dirname(path))
}

/** The project of a file, or, where that is none, of the working folder. */
export function projectOfFile(file: string, report: Report): Promise<Project> {
  return projectOf(rootAbove(dirname(resolve(file))) ?? process.cwd(), report)
}

function rootAbove(folder: string): string | undefined {
  const here = resolve(folder)
  if ([SETTINGS_FILE, 'package.json'].some((name) => existsSync(join(here, name)))) return here
  const above = dirname(here)
  return above === here ? undefined : rootAbove(above)
}

async function settingsIn(root: string, report: Report): Promise<Settings> {
  const file = join(root, SETTINGS_FILE)
  if (!existsSync(file)) return USUAL
  return settingsOf(await onDisk(`read ${shown(file)}`, () => readSource(shown(file))), report)
}

/** A spec as its project knows it, and as the user sees it; or why there is none to read. */
export function sourceIn(project: Project, file: string): Source | Unreadable {
  const read = readText(file)
  if ('refused' in read) return read
  // Generated comments name the file, in one line.
  if (hasControls(file)) return { refused: 'has a control character in its path', guess: read.text }
  return sourceOfText(project, file, read)
}

/** The same of bytes that are in no file, or not yet. */
export function sourceOfBytes(project: Project, file: string, bytes: Buffer): Source {
  return sourceOfText(project, file, textOf(bytes))
}

function sourceOfText({ root }: Project, file: string, text: Text): Source {
  return { path: shown(file), projectPath: forwardSlashes(relative(root, file)), ...text }
}
