import { mkdirSync, symlinkSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { parse } from 'yaml'
import { builtCli, builtPackage } from './built.ts'
import { type Project, project, type Ran, run } from './project.ts'

/** A step of a pipeline, as services and their actions write it. */
export interface Step {
  readonly name?: string
  readonly if?: string
  readonly run?: string
  readonly uses?: string
  readonly shell?: string
  readonly env?: Readonly<Record<string, string>>
  readonly 'working-directory'?: string
}

/** A project that has installed the package, as `npm ci` leaves it. */
export function projectWithPackage(files: Readonly<Record<string, string>> = {}): Project {
  return install(project(files))
}

export function install<Own extends Project>(own: Own): Own {
  const bin = own.path('node_modules/.bin/loopless')
  mkdirSync(dirname(bin), { recursive: true })
  symlinkSync(builtPackage(), own.path('node_modules/loopless'))
  symlinkSync(builtCli(), bin)
  return own
}

/** Lines of a script as GitHub's runner and GitLab's run them, which stop at the first that fails. */
export function bash(
  script: string,
  folder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], folder, {
    // Offline: what is not installed is not found, and never asked for.
    npm_config_offline: 'true',
    ...env,
  })
}

/** Commands are found here first: as where a hook was installed. */
export function withCommand({ path }: Project): Readonly<Record<string, string>> {
  return { PATH: [path('node_modules/.bin'), process.env['PATH']].join(delimiter) }
}

/** Where steps write what the page of a job shows, in the project's folder. */
export const SUMMARY = 'summary.md'

/**
 * The steps of a composite action one after the other, with these inputs, as far as they go well.
 *
 * @param base the commit a pull request is to be merged into, where it is one
 */
export async function runAction(
  action: string,
  given: Readonly<Record<string, string>>,
  { folder, path }: Project,
  base = '',
): Promise<readonly (Ran & { readonly step: string })[]> {
  const { inputs, runs } = parse(action)
  for (const name of Object.keys(given))
    if (!(name in inputs)) throw new Error(`the action has no input ${name}`)
  const inputNamed = (name: string): string => {
    if (!(name in inputs)) throw new Error(`the action has no input ${name}`)
    return given[name] ?? String(inputs[name].default)
  }
  const filled = (text: string) =>
    text
      .replaceAll(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => inputNamed(name))
      .replaceAll(/\$\{\{ github\.event\.pull_request\.base\.sha \}\}/g, () => base)
  const ran: (Ran & { readonly step: string })[] = []
  for (const step of runs.steps as readonly Step[]) {
    const [, input, sign, wanted] = /^\$\{\{ inputs\.([\w-]+) ([!=]=) '(\w+)' \}\}$/.exec(step.if ?? '') ?? []
    if (step.if !== undefined && input === undefined)
      throw new Error(`a condition of another kind: ${step.if}`)
    if (input !== undefined && (inputNamed(input) === wanted) !== (sign === '==')) continue
    const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, text]) => [name, filled(text)]))
    const where = join(folder, filled(step['working-directory'] ?? '.'))
    const result = await bash(step.run ?? '', where, {
      GITHUB_WORKSPACE: folder,
      GITHUB_STEP_SUMMARY: path(SUMMARY),
      ...env,
    })
    ran.push({ step: step.name ?? '', ...result })
    if (result.code !== 0) break
  }
  return ran
}
