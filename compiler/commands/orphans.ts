import { closeSync, existsSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Module } from './modules.ts'
import type { SpecFile } from './specs.ts'

/** A generated module that no spec makes any more. */
export interface Orphan {
  /** Absolute. */
  readonly file: string
  readonly reason: string
}

/**
 * Looks where the modules are for others that Loopless wrote. Such a file is an
 * orphan when the spec in its header is gone, or makes another module; and when
 * all of the project was compiled, also when none of that made it.
 */
export function orphansAmong(
  modules: readonly Module[],
  specs: readonly SpecFile[],
  areAll: boolean,
): readonly Orphan[] {
  const made = new Set(modules.map(({ file }) => file))
  const compiled = new Set(specs.map(({ file }) => file))
  const projects = new Map(specs.map(({ project }) => [project.out, project]))
  return [...projects.values()].flatMap(({ root, out }) =>
    generatedIn(out).flatMap(({ file, source }) => {
      const spec = join(root, source)
      if (made.has(file)) return []
      if (!existsSync(spec)) return [{ file, reason: `whose spec ${source} is gone` }]
      if (compiled.has(spec)) return [{ file, reason: `which ${source} no longer makes` }]
      return areAll ? [{ file, reason: 'which no spec makes' }] : []
    }),
  )
}

const HEADER = /^(?:\uFEFF)?\/\/ .+ · loopless \d+, from (.+): edit that file, not this one/

/** Files that say they come from Loopless, and from which spec. */
function generatedIn(folder: string): readonly { readonly file: string; readonly source: string }[] {
  const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory()
  if (!isFolder(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !isFolder(join(folder, name)))
    .sort()
    .flatMap((name) => {
      const file = join(folder, name)
      const source = HEADER.exec(beginningOf(file))?.[1]
      return source === undefined ? [] : [{ file, source }]
    })
}

function beginningOf(file: string): string {
  const bytes = Buffer.alloc(1024)
  const handle = openSync(file, 'r')
  try {
    return bytes.toString('utf8', 0, readSync(handle, bytes))
  } finally {
    closeSync(handle)
  }
}
