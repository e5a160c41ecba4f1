import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { CODES } from '../../compiler/diagnostics/codes.ts'
import { renderAll } from '../../compiler/diagnostics/render.ts'
import { type Diagnostic, Report } from '../../compiler/diagnostics/report.ts'
import type { Library } from '../../compiler/forms/spec.ts'
import { type Text, textOf } from '../../compiler/forms/text.ts'
import { understand } from '../../compiler/front-end.ts'
import { builtPackage } from '../commands/support/built.ts'
import { project } from '../commands/support/project.ts'
import { WarmCommandLine } from '../commands/support/warm.ts'
import { library } from '../support/compiled.ts'
import { messagesIn } from './messages.ts'
import { sabotaged } from './sabotage.ts'
import { codes, expectedOf, placesToldIn, type Sample, samples, told } from './samples.ts'

/*
 * A folder is a case: `E301/through-a-repeat/` holds a spec, what else it needs, and what is told of it, as people and as
 * programs read it. UPDATE_SAMPLES=1 writes down what is told now: read it as if the mistake were yours.
 */

const dist = join(builtPackage(), 'dist/compiler')
const scratch = mkdtempSync(join(tmpdir(), 'loopless-samples-'))
afterAll(() => rmSync(scratch, { recursive: true }))
const noted = join(scratch, 'noted.json')
const commandLine = new WarmCommandLine(join(dist, 'cli.js'), {
  NODE_OPTIONS: `--import ${new URL('note-diagnostics.mjs', import.meta.url).href}`,
  LOOPLESS: pathToFileURL(join(dist, 'index.js')).href,
  NOTED: noted,
})

/** One library for all samples, so that its words are read once; its files are those of the sample that is checked. */
let texts: Readonly<Record<string, Text>> = {}
const withFiles: Library = {
  ...library,
  file: ({ path }, name) => {
    const found = posix.join(posix.dirname(path), name)
    const text = texts[found]
    return text === undefined ? undefined : { path: found, ...text }
  },
  beside: ({ path }, name) => {
    const folder = posix.dirname(posix.join(posix.dirname(path), name))
    const files = Object.keys(texts).filter((file) => posix.dirname(file) === folder && /\.ya?ml$/.test(file))
    return files.sort().map((file) => posix.join(posix.dirname(name), posix.basename(file)))
  },
}

/** What `check` finds in the spec. */
function found({ files }: Sample): readonly Diagnostic[] {
  texts = Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, textOf(bytes)]))
  const report = new Report()
  understand({ path: 'spec.yaml', ...texts['spec.yaml']! }, withFiles, report)
  return report.diagnostics
}

/** What the last of the commands tells. */
async function foundBy({ files, links, commands }: Sample): Promise<readonly Diagnostic[]> {
  const { folder, path } = project(files)
  for (const [link, target] of Object.entries(links)) symlinkSync(target, path(link))
  let said = ''
  for (const words of commands) {
    writeFileSync(noted, '[]')
    const { code, stdout, stderr } = await commandLine.run(words, folder)
    said = stdout + stderr
    expect(code, said).toBe(words === commands.at(-1) ? 1 : 0)
  }
  const diagnostics: readonly Diagnostic[] = JSON.parse(readFileSync(noted, 'utf8'))
  expect(said).toContain(renderAll(diagnostics))
  return diagnostics
}

describe.each(samples)('$name', (sample) => {
  it('is told so, and nothing else', async () => {
    const diagnostics = sample.sabotage
      ? await sabotaged(sample)
      : sample.commands.length > 0
        ? await foundBy(sample)
        : found(sample)
    const tells = told(diagnostics)
    if (process.env['UPDATE_SAMPLES']) {
      const places = placesToldIn(sample)
      writeFileSync(places.text, tells.text)
      writeFileSync(places.json, tells.json)
    }
    expect(tells).toEqual(expectedOf(sample))
    expect(diagnostics.map(({ code }) => code)).toContain(sample.code)
  })
})

it('every code has samples', () => {
  const counts = codes.map((code) => [code, samples.filter((sample) => sample.code === code).length] as const)
  console.log(
    counts.map(([code, count]) => `${code} ${String(count).padStart(3)}  ${CODES[code]}`).join('\n'),
  )
  expect(counts.filter(([, count]) => count === 0)).toEqual([])
})

it('every message that the compiler writes is told in a sample', () => {
  const told = samples.flatMap(
    (sample): readonly Diagnostic[] => JSON.parse(expectedOf(sample).json).diagnostics,
  )
  const untold = messagesIn('compiler').filter(
    (written) =>
      !told.some(({ code, message }) => (written.code ?? code) === code && written.pattern.test(message)),
  )
  expect(untold.map(({ place, code = '', text }) => `${place} ${code} ${text}`)).toEqual([])
})
