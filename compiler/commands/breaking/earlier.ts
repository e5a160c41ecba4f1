import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { compile, type Forms, fileLibrary, Report } from '../../index.ts'
import { Rejected, wrongUsage } from '../failure.ts'
import { filesAt, type Revision, revisionNamed } from '../git.ts'
import { neighbour } from '../paths.ts'
import { findSpecs, isSpec, type SpecFile, whereSpecsAre } from '../specs.ts'
import { type Version, versionAt } from '../versions.ts'

/** A network, and the file that says it. */
export interface Network {
  /** Absolute. */
  readonly file: string
  readonly forms: Forms
}

/** The networks among specs; words are read with those that use them. */
export function networksIn(specs: readonly SpecFile[]): readonly Network[] {
  const library = fileLibrary()
  return specs.flatMap(({ file, source }) => networkOf(file, { name: file, source, library }))
}

/** The networks that there were: in another file or folder, or in a commit, where the specs are or were. */
export async function earlierNetworks(
  against: string,
  paths: readonly string[],
): Promise<readonly Network[]> {
  if (statSync(against, { throwIfNoEntry: false })) return networksIn(await findSpecs([against]))
  const revision = revisionNamed(against)
  if (revision === undefined)
    throw wrongUsage(
      `there is no file, folder or revision \`${against}\``,
      neighbour(resolve(against)) ?? 'a revision is a commit, branch or tag of git',
    )
  return networksAt(revision, await whereSpecsAre(paths))
}

function networksAt(revision: Revision, roots: readonly string[]): readonly Network[] {
  const files = new Set(
    roots.flatMap((root) => filesAt(revision, root)).filter((file) => /\.ya?ml$/.test(file)),
  )
  return [...files].sort().flatMap((file) => {
    const version = versionAt(revision, file)
    return version && isSpec(version.source.text) ? networkOf(file, version) : []
  })
}

function networkOf(file: string, { source, library }: Version): readonly Network[] {
  const report = new Report()
  const forms = compile(source, library, report)
  if (report.hasErrors) throw new Rejected(report.diagnostics)
  return forms ? [{ file, forms }] : []
}
