import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'
import { afterAll, describe, expect, it } from 'vitest'
import { sourcesIn } from '../support/sources.ts'
import { builtPackage, root } from './support/built.ts'

const built = builtPackage()
const cli = join(built, 'dist/compiler/cli.js')
const check = [cli, 'check', join(root, 'specs/models/cat.yaml')]

describe('what `loopless check` loads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loopless-start-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  const list = join(folder, 'loaded.txt')
  const noting = new URL('support/note-modules.mjs', import.meta.url).href
  const { status } = spawnSync(process.execPath, ['--import', noting, ...check], {
    env: { ...process.env, LOADED: list },
  })
  const files = [...new Set(readFileSync(list, 'utf8').trim().split('\n'))]
    .filter((url) => url.startsWith('file:'))
    .map((url) => fileURLToPath(url))
  const bundled = files.map((file) => readFileSync(file, 'utf8')).join('\n')
  // A bundle keeps the names of functions: a source is in it where one is that no other source has.
  const functions = sourcesIn('compiler', 'runtime').map(({ path }) => ({
    path,
    names: [
      ...readFileSync(join(root, path), 'utf8').matchAll(/^(?:export )?(?:async )?function (\w+)/gm),
    ].map(([, name]) => name!),
  }))
  const counts = new Map<string, number>()
  for (const name of functions.flatMap(({ names }) => names)) counts.set(name, (counts.get(name) ?? 0) + 1)
  const inBundle = new Set([...bundled.matchAll(/function (\w+)\(/g)].map(([, name]) => name!))
  const sources = functions
    .filter(({ names }) => names.some((name) => counts.get(name) === 1 && inBundle.has(name)))
    .map(({ path }) => path)

  it('is the compiler, in few files, and no package beside it', () => {
    expect(status).toBe(0)
    expect(files.filter((file) => !file.startsWith(join(built, 'dist/compiler') + sep))).toEqual([])
    expect(files.length).toBeLessThan(12)
    expect(sources).toContain('compiler/front-end.ts')
  })

  it('is neither the runtime nor a later stage', () => {
    expect(sources.filter((source) => /^runtime\/|^compiler\/[4-9]-/.test(source))).toEqual([])
  })

  it('is no other command', () => {
    const commands = sources.filter((source) => /^compiler\/commands\/(?:training|data)\//.test(source))
    expect(commands).toEqual([])
    for (const other of ['init', 'generate', 'inspect', 'show', 'explain', 'train', 'evaluate'])
      expect(sources).not.toContain(`compiler/commands/${other}.ts`)
  })
})

describe('what a program that predicts loads of the package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loopless-start-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  const list = join(folder, 'loaded.txt')
  const noting = new URL('support/note-modules.mjs', import.meta.url).href
  mkdirSync(join(folder, 'node_modules'))
  symlinkSync(built, join(folder, 'node_modules/loopless'))
  const { code } = transformSync(readFileSync(join(root, 'generated/iris.ts'), 'utf8'), { loader: 'ts' })
  writeFileSync(join(folder, 'iris.mjs'), code.replace('./iris.js', './iris.mjs'))
  const program = `
    import { create, predictor, X } from './iris.mjs'
    import { Matrix } from 'loopless/runtime'
    import { float64 } from 'loopless/runtime/float64'
    const net = await create({ batch: 1, seed: 1, precision: float64 })
    const served = await predictor(net.save())
    console.log(served.predictOne([5, 3, 2, 1]).length, X([[5, 3, 2, 1]]) instanceof Matrix)
  `
  writeFileSync(join(folder, 'program.mjs'), program)
  const { stdout } = spawnSync(process.execPath, ['--import', noting, 'program.mjs'], {
    cwd: folder,
    env: { ...process.env, LOADED: list },
    encoding: 'utf8',
  })
  const files = [...new Set(readFileSync(list, 'utf8').trim().split('\n'))].filter((url) =>
    url.includes('/dist/'),
  )

  it('is one runtime, in few files', () => {
    expect(stdout).toBe('3 true\n')
    expect(files.filter((url) => !url.includes('/dist/runtime/node/'))).toEqual([])
    expect(files.length).toBeLessThan(12)
  })
})

describe('how fast `loopless check` starts', () => {
  const TIMES = 20

  function timesOf(words: readonly string[]): number {
    const start = performance.now()
    spawnSync(process.execPath, words, { stdio: 'ignore' })
    return performance.now() - start
  }

  const median = (times: readonly number[]) => times.toSorted((a, b) => a - b)[times.length >> 1]!

  // A busy machine stretches both alike, but not at once: the best of three tries is nearest to the truth.
  it('takes at most three times as long as Node alone', { timeout: 120_000, retry: 2 }, () => {
    const bare: number[] = []
    const checks: number[] = []
    for (let turn = 0; turn < TIMES; turn++) {
      bare.push(timesOf(['-e', '0']))
      checks.push(timesOf(check))
    }
    expect(median(checks) / median(bare)).toBeLessThan(3)
  })
})
