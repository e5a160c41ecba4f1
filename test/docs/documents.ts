import { spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildSync } from 'esbuild'
import { WarmCommandLine } from '../commands/support/warm.ts'

/**
 * The project's pages, as tests run them. In a page
 *
 * - a `console` block is commands, each behind `$`, and what they print: a line `…` stands for any lines, `…` in a line
 *   for any text;
 * - a `yaml` or `ts` block that begins with `# path` or `// path` is a file, written before what follows is run;
 * - a `ts` block behind a comment `<!-- from path -->` is quoted from that file, `…` lines left out.
 */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

export type Block =
  | { readonly kind: 'console'; readonly line: number; readonly runs: readonly Run[] }
  | { readonly kind: 'file'; readonly line: number; readonly path: string; readonly text: string }
  | { readonly kind: 'quotation'; readonly line: number; readonly path: string; readonly text: string }

export interface Run {
  readonly command: string
  readonly output: string
}

export function blocksOf(page: string): readonly Block[] {
  const text = readFileSync(join(root, page), 'utf8')
  return [...text.matchAll(/(?:<!-- from (\S+) -->\n)?^```(\w+)\n([\s\S]*?)^```$/gm)].flatMap(
    (match): readonly Block[] => {
      const [, quoted, language, body] = match as unknown as readonly [
        string,
        string | undefined,
        string,
        string,
      ]
      const line = text.slice(0, match.index).split('\n').length
      if (quoted) return [{ kind: 'quotation', line, path: quoted, text: body }]
      if (language === 'console') return [{ kind: 'console', line, runs: runsOf(body) }]
      const [, path] = /^(?:#|\/\/) (\S+\.\w+)\n/.exec(body) ?? []
      return path ? [{ kind: 'file', line, path, text: body.slice(body.indexOf('\n') + 1) }] : []
    },
  )
}

function runsOf(body: string): readonly Run[] {
  return body
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n')
      return { command: part.slice(0, end), output: part.slice(end + 1).trimEnd() }
    })
}

/** A folder as a reader has it: the clone's specs, with `npx loopless` and the runtime at hand. */
export function readersFolder(): { readonly folder: string; readonly remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'loopless-page-'))
  cpSync(join(root, 'specs'), join(folder, 'specs'), { recursive: true })
  cpSync(join(root, 'generated'), join(folder, 'generated'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "name": "reader", "private": true, "type": "module" }\n')
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(root, join(folder, 'node_modules/loopless'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Runs one command of a page in a folder; stdout and stderr as a terminal would show them. */
export async function run(command: string, folder: string): Promise<string> {
  const [program, ...rest] = command.split(' ')
  if (program === 'npx' && rest[0] === 'loopless') return loopless(rest.slice(1), folder)
  if (program === 'npx' && rest[0] === 'tsc')
    return spawned(
      process.execPath,
      [join(root, 'node_modules/typescript/bin/tsc'), ...rest.slice(1)],
      folder,
    )
  if (program === 'npx' && rest[0] === 'tsx') return typescript(rest[1]!, folder)
  throw new Error(`pages run no \`${command}\``)
}

/** Bundled as an app would be, so that the import of the runtime is the package's. */
function typescript(file: string, folder: string): string {
  const bundle = file.replace(/\.ts$/, '.mjs')
  buildSync({
    absWorkingDir: folder,
    entryPoints: [file],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  })
  return spawned(process.execPath, [bundle], folder)
}

const quiet = { CI: 'true', FORCE_COLOR: undefined, NO_COLOR: '1' }
const commandLine = new WarmCommandLine(join(root, 'dist/compiler/cli.js'), quiet)

async function loopless(words: readonly string[], folder: string): Promise<string> {
  const { stdout, stderr } = await commandLine.run(words, folder)
  return (stderr + stdout).trimEnd()
}

function spawned(program: string, words: readonly string[], folder: string): string {
  const { stdout, stderr } = spawnSync(program, words, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...quiet },
  })
  return (stderr + stdout).trimEnd()
}

/** Whether what was printed is what the page shows. */
export function shows(expected: string, actual: string): boolean {
  const pattern = expected
    .split('\n')
    .map((line) => (line.trim() === '…' ? '(?:.*\\n)*?' : `${escaped(line)}\\n`))
    .join('')
  return new RegExp(`^${pattern}$`).test(`${actual}\n`)
}

function escaped(line: string): string {
  return line
    .split('…')
    .map((part) => part.trimEnd().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*')
}

/** Whether a quotation stands in a file: its parts between `…` lines, in order, each whole. */
export function quotes(quotation: string, path: string, folder: string): boolean {
  const lines = (text: string) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .join('\n')
  const own = join(folder, path)
  const file = lines(readFileSync(existsSync(own) ? own : join(root, path), 'utf8'))
  let at = 0
  for (const part of quotation.split(/^\s*…\s*$/m).map(lines)) {
    const found = file.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return true
}
