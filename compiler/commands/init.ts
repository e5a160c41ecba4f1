import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type ExitCode, Failure, onDisk, wrongUsage } from './failure.ts'
import { firstData, firstSpec, workflow } from './first-files.ts'
import { say, shown } from './terminal.ts'
import { type Output, writeAll } from './write.ts'

const SCRIPTS: Readonly<Record<string, string>> = {
  check: 'loopless check',
  generate: 'loopless generate',
  'generate:check': 'loopless generate --check',
}

/** Writes what a project begins with, in the working folder; what is there already stays as it is. */
export async function init(name: string): Promise<ExitCode> {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw wrongUsage(
      `\`${name}\` cannot name a network`,
      'names are in lower case, with hyphens: `my-network`',
    )
  const spec = `specs/${name}.yaml`
  const files = [
    { file: spec, text: firstSpec(name) },
    { file: `specs/${name}.csv`, text: firstData() },
    { file: '.github/workflows/loopless.yml', text: workflow() },
  ]
  const fresh = files.filter(({ file }) => !existsSync(file))
  const manifest = await manifestWithScripts()
  await writeAll([...fresh, ...manifest.changed].map(({ file, text }) => ({ file: resolve(file), text })))
  for (const { file } of files)
    say(fresh.some((each) => each.file === file) ? `wrote ${file}` : `kept ${file}, which was there already`)
  for (const remark of manifest.remarks) say(remark)
  say(
    [
      '',
      'What comes next:',
      ...(manifest.hasLoopless
        ? []
        : ['  npm install loopless        its runtime computes what is generated']),
      '  npx loopless check          is the spec right?',
      '  npx loopless generate       writes generated/, to be committed',
      `  npx loopless train ${spec}`,
    ].join('\n'),
  )
  return 0
}

interface Manifest {
  readonly changed: readonly Output[]
  readonly remarks: readonly string[]
  readonly hasLoopless: boolean
}

/** `package.json` with our scripts beside those it has, written as it was. */
async function manifestWithScripts(): Promise<Manifest> {
  const file = 'package.json'
  if (!existsSync(file))
    return { changed: [], remarks: ['no package.json here, so no scripts'], hasLoopless: false }
  const text = await onDisk(`read ${shown(file)}`, () => readFileSync(file, 'utf8'))
  const manifest = objectIn(text)
  if (manifest === undefined) throw new Failure(1, `cannot add scripts to ${file}: it is no JSON object`)
  const { scripts: written, dependencies, devDependencies, name } = manifest
  const scripts = asObject(written) ?? {}
  const added = Object.entries(SCRIPTS).filter(([script]) => !Object.hasOwn(scripts, script))
  const kept = Object.keys(SCRIPTS).filter(
    (name) => Object.hasOwn(scripts, name) && scripts[name] !== SCRIPTS[name],
  )
  const changed = { ...manifest, scripts: { ...scripts, ...Object.fromEntries(added) } }
  const needs = [dependencies, devDependencies].map(asObject)
  return {
    changed: added.length > 0 ? [{ file, text: likewise(text, changed) }] : [],
    remarks: [
      ...(added.length > 0 ? [`added to ${file}: ${added.map(([name]) => name).join(', ')}`] : []),
      ...kept.map((name) => `kept the script \`${name}\` of ${file}, which was there already`),
    ],
    hasLoopless: needs.some((each) => each !== undefined && 'loopless' in each) || name === 'loopless',
  }
}

/** With the indentation and the line ends of the text it replaces. */
function likewise(text: string, value: object): string {
  const indent = /^[ \t]+(?=")/m.exec(text)?.[0] ?? '  '
  const lines = `${JSON.stringify(value, undefined, indent)}${/\n$/.test(text) ? '\n' : ''}`
  return text.includes('\r\n') ? lines.replaceAll('\n', '\r\n') : lines
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return asObject(JSON.parse(text.replace(/^\uFEFF/, '')))
  } catch {
    return undefined
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}
