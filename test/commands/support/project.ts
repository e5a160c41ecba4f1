import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'
import { builtCli } from './built.ts'
import { type Ran, WarmCommandLine } from './warm.ts'

/** Built before any test begins, whose time it would take. */
const cli = builtCli()
const warm = new WarmCommandLine(cli)

export type { Ran }

export interface RunOptions {
  /** The folder to run in, from the project's. */
  readonly from?: string
  readonly env?: NodeJS.ProcessEnv
  /** In a process of its own; so it is with an environment of its own, and where the process is wanted. */
  readonly fresh?: true
  /** Called with the process once it runs. */
  readonly meanwhile?: (process: ChildProcess) => void
}

/** A user's project in a folder of its own, for as long as the test runs. */
export interface Project {
  readonly folder: string
  readonly path: (file: string) => string
  readonly read: (file: string) => string
  readonly has: (file: string) => boolean
  readonly write: (files: Readonly<Record<string, string | Uint8Array>>) => void
  readonly remove: (file: string) => void
  /** Runs the built command line there, as a script would: no terminal. */
  readonly loopless: (words: readonly string[], options?: RunOptions) => Promise<Ran>
}

export function project(files: Readonly<Record<string, string | Uint8Array>> = {}): Project {
  const folder = mkdtempSync(join(tmpdir(), 'loopless-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = (file: string) => join(folder, file)
  const write: Project['write'] = (more) => {
    for (const [file, content] of Object.entries(more)) {
      mkdirSync(dirname(path(file)), { recursive: true })
      writeFileSync(path(file), content)
    }
  }
  write({ 'package.json': '{ "name": "app", "type": "module" }\n', ...files })
  return {
    folder,
    path,
    write,
    read: (file) => readFileSync(path(file), 'utf8'),
    has: (file) => existsSync(path(file)),
    remove: (file) => rmSync(path(file), { recursive: true }),
    loopless: (words, { from = '.', env, fresh, meanwhile } = {}) =>
      env || fresh || meanwhile
        ? run(process.execPath, [cli, ...words], resolve(folder, from), env, meanwhile)
        : warm.run(words, resolve(folder, from)),
  }
}

/** Whoever runs the tests may want colours in theirs. */
const { FORCE_COLOR: _, ...withoutColors } = process.env

/** What a program says and how it ends. */
export function run(
  program: string,
  words: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
  meanwhile?: (process: ChildProcess) => void,
): Promise<Ran> {
  return new Promise((ended, reject) => {
    const child = spawn(program, words, { cwd, env: { ...withoutColors, ...env } })
    const said = { stdout: '', stderr: '' }
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        said[stream] += text
      })
    child.on('error', reject)
    child.on('close', (code) => ended({ code, ...said }))
    meanwhile?.(child)
  })
}
