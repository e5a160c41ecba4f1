import { dirname } from 'node:path'
import { fileLibrary, type Library, Report, sourceInHeader } from '../index.ts'
import { differences, LOOK_AWAY, onlyReformatted } from './differences.ts'
import { type ExitCode, stopIfWrong, wrongUsage } from './failure.ts'
import { inFormat } from './formats/formats.ts'
import { holdModuleToBudget } from './generated-bytes.ts'
import { type Module, modulesOf } from './modules.ts'
import { type Orphan, orphansAmong } from './orphans.ts'
import { projectOf } from './project.ts'
import { noSpecs, specsIn } from './specs.ts'
import { counted, print, say, shown } from './terminal.ts'
import { sweepUp, writeAll } from './write.ts'

export interface GenerateOptions {
  readonly check?: true
  readonly watch?: true
  readonly format: 'text' | 'github'
}

/** A module for each network. Everything is compiled before anything is written, and then all is written or nothing. */
export async function generate(paths: readonly string[], options: GenerateOptions): Promise<ExitCode> {
  if (!options.watch) return once(paths, options, fileLibrary())
  const { watching } = await import('./watch.ts')
  return watching(paths, (library, made) => once(paths, options, library, made))
}

/** @param made is told of all modules, whether they are there or not, and again once they are written */
function once(
  paths: readonly string[],
  options: GenerateOptions,
  library: Library,
  made: (files: readonly string[]) => void = () => undefined,
): Promise<ExitCode> {
  return inFormat(options.format, async () => {
    const unreadable = new Report()
    const specs = await specsIn(paths, unreadable)
    const modules = await modulesOf(specs, unreadable, library)
    // The last spec may be gone, and its module there.
    const own = await projectOf(process.cwd(), new Report())
    const orphans = orphansAmong(modules, specs, own, paths.length === 0)
    const files = [...modules, ...orphans].map(({ file }) => file)
    made(files)
    if (modules.length + orphans.length === 0)
      throw specs.length === 0
        ? noSpecs()
        : wrongUsage('there are no networks here, only words', 'a network is a spec with `network:`')
    refuseToOverwrite(modules)
    holdToBudgets(modules)
    if (options.check) return compare(modules, orphans, options)
    const exitCode = await write(modules, orphans)
    made(files)
    return exitCode
  })
}

/** What stands where a module would be, and is none, somebody has written. */
function refuseToOverwrite(modules: readonly Module[]): void {
  const report = new Report()
  for (const { file, forms, before = '' } of modules)
    if (before.trim() !== '' && sourceInHeader(before) === undefined)
      report.add({
        code: 'E417',
        at: forms.check.span,
        message: `\`${forms.check.name}\` would be ${shown(file)}, which is there and is no generated module`,
        help: 'give the network another name, or modules a folder of their own by `out:` in loopless.yaml; a file that nobody needs may be deleted',
      })
  stopIfWrong(report)
}

function holdToBudgets(modules: readonly Module[]): void {
  const report = new Report()
  for (const { forms, text } of modules) holdModuleToBudget(forms, text, report)
  stopIfWrong(report)
}

async function write(modules: readonly Module[], orphans: readonly Orphan[]): Promise<ExitCode> {
  const changed = modules.filter(({ state }) => state !== 'current')
  for (const folder of new Set(modules.map(({ file }) => dirname(file)))) await sweepUp(folder)
  await writeAll(changed)
  for (const { file } of changed) say(`wrote ${shown(file)}`)
  const rest = modules.length - changed.length
  if (rest > 0) say(`${counted(rest, 'module')} unchanged`)
  for (const { file, reason } of orphans) say(`orphaned: ${shown(file)}, ${reason}`)
  return 0
}

/** What a reviewer wants to know: which modules are not what their specs say, and how. */
async function compare(
  modules: readonly Module[],
  orphans: readonly Orphan[],
  { format }: GenerateOptions,
): Promise<ExitCode> {
  const stale = modules.filter(({ state }) => state === 'stale')
  const missing = modules.filter(({ state }) => state === 'missing')
  const reformatted = stale.length > 0 ? await onlyReformatted(stale) : []
  if (stale.length > 0) print(await differences(stale, reformatted))
  for (const module of stale)
    print(`stale: ${shown(module.file)}${reformatted.includes(module) ? ', only its format differs' : ''}`)
  for (const { file } of missing) print(`missing: ${shown(file)}`)
  for (const { file, reason } of orphans) print(`orphaned: ${shown(file)}, ${reason}`)
  const wrong = stale.length + missing.length + orphans.length
  if (wrong === 0) {
    say(`${counted(modules.length, 'module')} up to date`)
    return 0
  }
  if (format === 'github') {
    const { driftAnnotations } = await import('./formats/drift.ts')
    print(driftAnnotations({ stale, missing, reformatted, orphans }))
  }
  say(`${counted(wrong, 'module')} of ${modules.length + orphans.length} not up to date`)
  if (stale.length + missing.length > 0) say('  help: run `loopless generate` and commit what it writes')
  if (reformatted.length > 0) say(`  help: ${LOOK_AWAY}`)
  if (orphans.length > 0) say('  help: delete orphaned modules, or write their specs')
  return 1
}
