import { existsSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { compile, type Diagnostic, type Forms, fileLibrary, Report, readSource } from '../../index.ts'
import { merged, NothingThere, stopIfWrong, wrongUsage } from '../failure.ts'
import { filesAt, type Revision, revisionNamed, sourceAt, yamlWith } from '../git.ts'
import { findAmong, neighbour } from '../paths.ts'
import { projectOf, SETTINGS_FILE } from '../project.ts'
import { settingsOf, USUAL } from '../settings.ts'
import { findSpecs, isSpec, type SpecFile } from '../specs.ts'
import { type Version, versionAt } from '../versions.ts'

/** A network, and the file that says it. */
export interface Network {
  /** Absolute. */
  readonly file: string
  readonly name: string
  readonly forms: Forms
}

/** A network that has mistakes, and the first of them. */
export interface Unusable {
  readonly file: string
  readonly name: string
  readonly forms?: never
  readonly mistake: Diagnostic
}

/** The networks as they were, and as they are. */
export interface Versions {
  readonly before: readonly (Network | Unusable)[]
  readonly after: readonly Network[]
}

/** The networks of these specs, and those that there were: in another file or folder, or in a commit. */
export async function versionsSince(against: string, paths: readonly string[]): Promise<Versions> {
  const revision = revisionUnlessPath(against)
  if (revision) return versionsSinceCommit(revision, paths)
  return {
    before: (await findSpecs([against])).flatMap(earlierOf),
    after: networksIn(await specsToday(paths)),
  }
}

/** The networks among specs; words are read with those that use them. */
export function networksIn(specs: readonly SpecFile[]): readonly Network[] {
  const library = fileLibrary()
  const reports: Report[] = []
  const networks = specs.flatMap(({ file, source }) => {
    const report = new Report()
    const forms = compile(source, library, report)
    reports.push(report)
    return forms ? [{ file, name: forms.check.name, forms }] : []
  })
  stopIfWrong(merged(reports))
  return networks
}

function revisionUnlessPath(against: string): Revision | undefined {
  if (statSync(against, { throwIfNoEntry: false })) return undefined
  if (against === '') throw wrongUsage('`--against` names nothing')
  const revision = revisionNamed(against)
  if (revision.commit !== undefined) return revision
  const { why, help } = revision
  throw wrongUsage(
    `there is no file, folder or revision \`${against}\`${why === undefined ? '' : `; ${why}`}`,
    neighbour(resolve(against)) ?? help ?? 'a revision is a commit, branch or tag of git',
  )
}

async function versionsSinceCommit(revision: Revision, paths: readonly string[]): Promise<Versions> {
  // What is deleted can still be named, as CI does with all files that a branch changes.
  const deleted = paths.filter((path) => !existsSync(path) && filesAt(revision, resolve(path)).length > 0)
  const others = paths.filter((path) => !deleted.includes(path))
  const after = networksIn(deleted.length > 0 && others.length === 0 ? [] : await specsToday(others))
  const files = await filesOf(revision, paths)
  const before = files.flatMap((file) => networkAt(revision, file))
  const unpaired = after.filter(({ name }) => !before.some((each) => each.name === name))
  return { before: [...before, ...unpaired.flatMap((each) => elsewhere(each, revision, files))], after }
}

/** That there are no specs is no mistake where it is compared with some. */
async function specsToday(paths: readonly string[]): Promise<readonly SpecFile[]> {
  try {
    return await findSpecs(paths)
  } catch (error) {
    if (error instanceof NothingThere && paths.length === 0) return []
    throw error
  }
}

/** The files of these paths as they were then or, without any, of the project by what its settings said then. */
async function filesOf(revision: Revision, paths: readonly string[]): Promise<readonly string[]> {
  const { root, specs } = await projectOf(process.cwd(), new Report())
  const settings = sourceAt(revision, join(root, SETTINGS_FILE))
  const report = new Report()
  const then = settings ? settingsOf(settings, report) : USUAL
  const [named, from] =
    paths.length > 0 ? [paths, process.cwd()] : [report.hasErrors ? specs : then.specs, root]
  const found = new Set<string>()
  for (const path of named)
    for (const file of await findAmong((below) => filesAt(revision, below), path, from)) found.add(file)
  return [...found].sort()
}

/** Where a network was by its name, when its file was another one: one that is no longer this network. */
function elsewhere(
  { name, file }: Network,
  revision: Revision,
  looked: readonly string[],
): readonly (Network | Unusable)[] {
  const found = yamlWith(name, revision).flatMap((candidate) => {
    if (looked.includes(candidate)) return []
    const isStillThere = existsSync(candidate) && nameIn(readSource(candidate).text) === name
    return isStillThere ? [] : networkAt(revision, candidate).filter((each) => each.name === name)
  })
  const likely = found.find((each) => basename(each.file) === basename(file)) ?? found[0]
  return likely ? [likely] : []
}

function networkAt(revision: Revision, file: string): readonly (Network | Unusable)[] {
  const version = versionAt(revision, file)
  return version && isSpec(version.source.text) ? earlierOf({ file, ...version }) : []
}

/** A network of a version that is no longer anybody's to mend. */
function earlierOf({
  file,
  source,
  library = fileLibrary(),
}: Pick<Version, 'source'> & Partial<Pick<Version, 'library'>> & { readonly file: string }): readonly (
  | Network
  | Unusable
)[] {
  const report = new Report()
  const forms = compile(source, library, report)
  if (forms) return [{ file, name: forms.check.name, forms }]
  const mistake = report.diagnostics.find(({ severity }) => severity === 'error')
  const name = nameIn(source.text)
  return mistake && name !== undefined ? [{ file, name, mistake }] : []
}

/** Of a text that may be no spec, the network that it means to be. */
function nameIn(text: string): string | undefined {
  return /(?:^|[{,])\s*(["']?)network\1\s*:\s*(["']?)([\w-]+)\2/m.exec(text)?.[3]
}
