import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..')

/** What the built package is made from. */
const SOURCES = ['build.mjs', 'compiler', 'package.json', 'runtime', 'tsconfig.build.json', 'tsconfig.json']
/** What stands beside `dist` in it. */
const BESIDE = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'action.yml',
  'package.json',
  'specs/library',
  ...readdirSync(join(root, 'specs'))
    .filter((name) => name.endsWith('.schema.json'))
    .map((name) => `specs/${name}`),
]

/**
 * The package as users get it, built from the sources as they are: a folder for
 * each state of the sources, so that a build is never stale and never changes
 * under a test that runs.
 */
export function builtPackage(): string {
  const folder = join(root, 'node_modules/.cache/loopless', hashOfSources())
  if (!existsSync(folder)) {
    forgetOthers(dirname(folder))
    const work = `${folder}-${process.pid}`
    mkdirSync(work, { recursive: true })
    execFileSync(process.execPath, ['build.mjs', work], { cwd: root, stdio: 'inherit' })
    for (const path of BESIDE)
      if (existsSync(join(root, path))) cpSync(join(root, path), join(work, path), { recursive: true })
    // Another test may have been faster: its build is as good.
    if (existsSync(folder)) rmSync(work, { recursive: true })
    else renameSync(work, folder)
  }
  return folder
}

export function builtCli(): string {
  return join(builtPackage(), 'dist/compiler/cli.js')
}

function hashOfSources(): string {
  const hash = createHash('sha256')
  for (const source of [...SOURCES, ...BESIDE])
    for (const file of filesIn(join(root, source))) hash.update(file).update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}

function filesIn(path: string): readonly string[] {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return []
  if (!stat.isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesIn(join(path, name)))
}

const HOUR = 3_600_000

/** Builds of sources as they were. */
function forgetOthers(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    const build = join(folder, name)
    if (Date.now() - statSync(build).mtimeMs > HOUR) rmSync(build, { recursive: true, force: true })
  }
}
