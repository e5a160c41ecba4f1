import { differences } from './differences.ts'
import { type ExitCode, Failure } from './failure.ts'
import { type Module, modulesOf } from './modules.ts'
import { type Orphan, orphansAmong } from './orphans.ts'
import { findSpecs } from './specs.ts'
import { counted, print, say, shown } from './terminal.ts'
import { writeAll } from './write.ts'

export interface GenerateOptions {
  readonly check?: true
}

/** A module for each network. Everything is compiled before anything is written, and then all is written or nothing. */
export async function generate(paths: readonly string[], options: GenerateOptions): Promise<ExitCode> {
  const specs = await findSpecs(paths)
  const modules = await modulesOf(specs)
  if (modules.length === 0)
    throw new Failure(2, 'there are no networks here, only words', 'a network is a spec with `network:`')
  const orphans = orphansAmong(modules, specs, paths.length === 0)
  return options.check ? compare(modules, orphans) : write(modules, orphans)
}

async function write(modules: readonly Module[], orphans: readonly Orphan[]): Promise<ExitCode> {
  const changed = modules.filter(({ state }) => state !== 'current')
  await writeAll(changed)
  for (const { file } of changed) say(`wrote ${shown(file)}`)
  const rest = modules.length - changed.length
  if (rest > 0) say(`${counted(rest, 'module')} unchanged`)
  for (const { file, reason } of orphans) say(`orphaned: ${shown(file)}, ${reason}`)
  return 0
}

/** What a reviewer wants to know: which modules are not what their specs say, and how. */
async function compare(modules: readonly Module[], orphans: readonly Orphan[]): Promise<ExitCode> {
  const stale = modules.filter(({ state }) => state === 'stale')
  const missing = modules.filter(({ state }) => state === 'missing')
  if (stale.length > 0) print(await differences(stale))
  for (const { file } of stale) print(`stale: ${shown(file)}`)
  for (const { file } of missing) print(`missing: ${shown(file)}`)
  for (const { file, reason } of orphans) print(`orphaned: ${shown(file)}, ${reason}`)
  const wrong = stale.length + missing.length + orphans.length
  if (wrong === 0) {
    say(`${counted(modules.length, 'module')} up to date`)
    return 0
  }
  say(`${counted(wrong, 'module')} of ${modules.length + orphans.length} not up to date`)
  if (stale.length + missing.length > 0) say('  help: run `loopless generate` and commit what it writes')
  if (orphans.length > 0) say('  help: delete orphaned modules, or write their specs')
  return 1
}
