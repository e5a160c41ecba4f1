import { type Dirent, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { asJson } from '../../compiler/commands/formats/json.ts'
import { CODES, type Code } from '../../compiler/diagnostics/codes.ts'
import { renderAll } from '../../compiler/diagnostics/render.ts'
import type { Diagnostic } from '../../compiler/diagnostics/report.ts'

export const FOLDER = 'test/samples'

export const codes = Object.keys(CODES) as Code[]

/** A folder: a spec, what else it needs, and what is told of it. */
export interface Sample {
  readonly code: Code
  /** `E301/through-a-repeat` */
  readonly name: string
  readonly folder: string
  /** What there is before anything runs, by path. */
  readonly files: Readonly<Record<string, Buffer>>
  /** Symbolic links, by path, and where each leads from its own folder. */
  readonly links: Readonly<Record<string, string>>
  /** The command lines that are run there, the last of which complains; without any, the spec is checked. */
  readonly commands: readonly (readonly string[])[]
  /** What is done to the generated code before it is proved: what no spec can bring about. */
  readonly sabotage: string | undefined
}

/** What is written down beside the files of a case. */
const TOLD = ['expected.txt', 'expected.json']
const COMMANDS = 'command.txt'
const SABOTAGE = 'sabotage.yaml'

export const samples: readonly Sample[] = codes.flatMap((code) =>
  foldersIn(join(FOLDER, code)).map((name) => sampleIn(code, join(FOLDER, code, name), `${code}/${name}`)),
)

function sampleIn(code: Code, folder: string, name: string): Sample {
  const all = filesIn(folder)
  const own = Object.entries(all).filter(([path]) => ![...TOLD, COMMANDS, SABOTAGE].includes(path))
  return {
    code,
    name,
    folder,
    files: Object.fromEntries(own),
    links: linksIn(folder),
    commands: (all[COMMANDS]?.toString('utf8') ?? '')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split(' ')),
    sabotage: all[SABOTAGE]?.toString('utf8'),
  }
}

/** What a sample says it is told; nothing where it is new. */
export function expectedOf({ folder }: Sample): { readonly text: string; readonly json: string } {
  const [text, json] = TOLD.map((file) => {
    const path = join(folder, file)
    return statSync(path, { throwIfNoEntry: false }) ? readFileSync(path, 'utf8') : ''
  })
  return { text: text!, json: json! }
}

/** The same, of what was found: as people and as programs read it. */
export function told(diagnostics: readonly Diagnostic[]): { readonly text: string; readonly json: string } {
  return { text: renderAll(diagnostics), json: `${asJson(diagnostics)}\n` }
}

export function placesToldIn({ folder }: Sample): { readonly text: string; readonly json: string } {
  const [text, json] = TOLD.map((file) => join(folder, file))
  return { text: text!, json: json! }
}

function foldersIn(folder: string): readonly string[] {
  return statSync(folder, { throwIfNoEntry: false }) ? readdirSync(folder).sort() : []
}

function filesIn(folder: string): Readonly<Record<string, Buffer>> {
  const paths = entriesIn(folder).filter((entry) => entry.isFile())
  return Object.fromEntries(
    paths.map((entry) => [pathIn(folder, entry), readFileSync(join(entry.parentPath, entry.name))]),
  )
}

function linksIn(folder: string): Readonly<Record<string, string>> {
  const links = entriesIn(folder).filter((entry) => entry.isSymbolicLink())
  return Object.fromEntries(
    links.map((entry) => [pathIn(folder, entry), readlinkSync(join(entry.parentPath, entry.name))]),
  )
}

function entriesIn(folder: string): readonly Dirent[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
}

/** From the folder, with forward slashes. */
function pathIn(folder: string, { parentPath, name }: Dirent): string {
  return relative(folder, join(parentPath, name)).replaceAll('\\', '/')
}
