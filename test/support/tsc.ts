import { spawnSync } from 'node:child_process'
import { join, resolve } from 'node:path'
import { STRICTEST } from '../../compiler/commands/proving/sizes.ts'
import { inFolder } from './folder.ts'

const root = resolve(import.meta.dirname, '../..')
const typeRoots = [join(root, 'node_modules/@types')]

export interface TypeMistake {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly column: number
  readonly message: string
}

export interface Verdict {
  readonly errors: readonly TypeMistake[]
  /** As tsc measures itself. */
  readonly seconds: number
}

export interface Choices {
  /** `es2023` alone by default. */
  readonly lib?: readonly string[]
  /** `node`; nothing by default. */
  readonly types?: readonly string[]
  /** The runtime's folder: its sources by default. */
  readonly runtime?: string
}

/** Runs TypeScript 7's `tsc` on files (name → text) that import the runtime, in a folder of their own. */
export function typeChecked(
  files: Readonly<Record<string, string>>,
  { lib = ['es2023'], types = [], runtime }: Choices = {},
): Promise<Verdict> {
  const extension = runtime === undefined ? 'ts' : 'd.ts'
  const from = runtime ?? join(root, 'runtime')
  // With the DOM come its own declarations of WebAssembly.
  const own = runtime === undefined && !lib.includes('dom') ? [join(from, 'webassembly.d.ts')] : []
  const config = {
    compilerOptions: {
      ...STRICTEST,
      skipLibCheck: false,
      target: 'es2022',
      lib,
      types,
      typeRoots,
      module: 'esnext',
      moduleResolution: 'bundler',
      moduleDetection: 'force',
      allowImportingTsExtensions: true,
      noEmit: true,
      paths: {
        'loopless/runtime': [join(from, `index.${extension}`)],
        'loopless/runtime/float64': [join(from, `float64.${extension}`)],
      },
    },
    files: [...Object.keys(files), ...own],
  }
  return inFolder({ ...files, 'tsconfig.json': JSON.stringify(config) }, (folder) =>
    tsc(folder, ['-p', '.', '--extendedDiagnostics']),
  )
}

/** The runtime's declarations, as the package ships them, for as long as `use` runs. */
export function withDeclarations<T>(use: (runtime: string) => T | Promise<T>): Promise<T> {
  const config = {
    extends: join(root, 'tsconfig.build.json'),
    compilerOptions: { rootDir: root, outDir: 'dist', emitDeclarationOnly: true, types: ['node'], typeRoots },
    include: [join(root, 'runtime')],
  }
  return inFolder({ 'tsconfig.json': JSON.stringify(config) }, (folder) => {
    const { errors } = tsc(folder, ['-p', '.'])
    if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'))
    return use(join(folder, 'dist/runtime'))
  })
}

export function tsc(folder: string, options: readonly string[]): Verdict {
  const binary = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout, stderr, status, error } = spawnSync(
    process.execPath,
    [binary, '--pretty', 'false', ...options],
    { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 30 },
  )
  if (error) throw error
  const errors = [...stdout.matchAll(/^(.+?)\((\d+),(\d+)\): error (TS\d+: .*)$/gm)].map((found) => ({
    file: found[1]!,
    line: Number(found[2]),
    column: Number(found[3]),
    message: found[4]!,
  }))
  // Errors without a place (a file that is missing, an option that is unknown) are no verdict on the code.
  const misplaced = /^error TS.*$/m.exec(stdout)
  if (misplaced || (status !== 0 && errors.length === 0)) throw new Error(misplaced?.[0] ?? stdout + stderr)
  return { errors, seconds: Number(/^Total time:\s+([\d.]+)s$/m.exec(stdout)?.[1]) }
}
