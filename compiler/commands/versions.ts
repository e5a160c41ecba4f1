import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { compile, type Forms, fileLibrary, type Library, Report, type Source } from '../index.ts'
import { stopIfWrong, wrongUsage } from './failure.ts'
import { libraryAt, type Revision, revisionNamed, sourceAt } from './git.ts'
import { neighbour } from './paths.ts'
import { findSpec } from './specs.ts'

/** A spec as it is, or as it was, with the words that it knows there. */
export interface Version {
  /** As the user named it. */
  readonly name: string
  readonly source: Source
  readonly library: Library
}

/** `specs/planar.yaml`, or as it was: `main:specs/planar.yaml`. */
export async function versionOf(name: string): Promise<Version> {
  if (existsSync(name)) return { name, source: (await findSpec(name)).source, library: fileLibrary() }
  const [, revisionName, path] = /^([^:]+):(.+)$/s.exec(name) ?? []
  const revision = revisionName === undefined ? undefined : revisionNamed(revisionName)
  if (revision?.commit === undefined || path === undefined) {
    const why = revision?.why === undefined ? '' : ` and no revision \`${revisionName}\`: ${revision.why}`
    throw wrongUsage(
      `there is no file \`${name}\`${why}`,
      neighbour(resolve(name)) ??
        revision?.help ??
        'an earlier version is written `REVISION:PATH`, as git does',
    )
  }
  const version = versionAt(revision, resolve(path))
  if (version === undefined) throw wrongUsage(`there is no file \`${path}\` in \`${revision.name}\``)
  return { ...version, name }
}

/** @param file absolute */
export function versionAt(revision: Revision, file: string): Version | undefined {
  const source = sourceAt(revision, file)
  return source && { name: source.path, source, library: libraryAt(revision) }
}

/** All forms of a network; a mistake ends the command, a warning of what may be long past says nothing. */
export function formsOf({ name, source, library }: Version): Forms {
  const report = new Report()
  const forms = compile(source, library, report)
  stopIfWrong(report)
  if (forms === undefined) throw wrongUsage(`\`${name}\` is a word, and this command compares networks`)
  return forms
}
