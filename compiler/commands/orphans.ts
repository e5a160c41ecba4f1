import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { beginningOf, printable, sourceInHeader, textOf } from '../index.ts'
import { refusal } from './failure.ts'
import type { Module } from './modules.ts'
import type { Project } from './project.ts'
import type { SpecFile } from './specs.ts'
import { shown } from './terminal.ts'

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
 *
 * @param own the project of the working folder, of which nothing may have been compiled
 * @param areAll all of that was
 */
export function orphansAmong(
  modules: readonly Module[],
  specs: readonly SpecFile[],
  own: Project,
  areAll: boolean,
): readonly Orphan[] {
  const made = new Set(modules.map(({ file }) => file))
  const compiled = new Set(specs.map(({ file }) => file))
  const all = specs.map(({ project }) => project)
  const projects = new Map((all.length > 0 ? all : [own]).map((project) => [project.out, project]))
  return [...projects.values()].flatMap(({ root, out }) =>
    generatedIn(out).flatMap(({ file, source }) => {
      const spec = join(root, source)
      if (made.has(file)) return []
      if (!existsSync(spec)) return [{ file, reason: `whose spec ${printable(source)} is gone` }]
      if (compiled.has(spec)) return [{ file, reason: `which ${printable(source)} no longer makes` }]
      return areAll ? [{ file, reason: 'which no spec makes' }] : []
    }),
  )
}

/** Files that say they come from Loopless, and from which spec. */
function generatedIn(folder: string): readonly { readonly file: string; readonly source: string }[] {
  try {
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
    return readdirSync(folder)
      .filter((name) => name.endsWith('.ts'))
      .sort()
      .flatMap((name) => {
        const file = join(folder, name)
        const source = sourceOf(file)
        return source === undefined ? [] : [{ file, source }]
      })
  } catch (error) {
    throw refusal(`read ${shown(folder)}`, error)
  }
}

/** Links to nothing, pipes and folders are no modules. */
function sourceOf(file: string): string | undefined {
  try {
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined
    return sourceInHeader(textOf(beginningOf(file, 1024)).text)
  } catch (error) {
    throw refusal(`read ${shown(file)}`, error)
  }
}
