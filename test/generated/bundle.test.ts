import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import vm from 'node:vm'
import { gzipSync } from 'node:zlib'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { render } from '../../compiler/index.ts'
import * as digits from '../../generated/digits.ts'
import { compiled } from '../support/generate.ts'

/**
 * What a web app's bundler makes of code that imports generated modules: for browsers, from the package's own exports.
 * `text` is what such an app loads; `later` is what it would import when it needs it: rarer kernels, those for where there
 * is no WebAssembly, what `fit` needs for validation, early stopping and checkpoints.
 */
async function bundle(
  contents: string,
  options: Pick<BuildOptions, 'minify' | 'format' | 'globalName' | 'plugins'> = {},
) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    splitting: !options.format,
    outdir: process.cwd(),
    platform: 'browser',
    format: 'esm',
    target: 'es2022',
    conditions: ['loopless-source'],
    metafile: true,
    logLevel: 'silent',
    ...options,
    write: false,
  })
  const chunks = new Map(
    Object.entries(metafile.outputs).map(([path, output]) => {
      const { text } = outputFiles.find((file) => relative(process.cwd(), file.path) === path)!
      return [path, { ...output, text }]
    }),
  )
  const isLoaded = (path: string): boolean =>
    path === 'stdin.js' ||
    [...chunks].some(
      ([from, { imports }]) =>
        imports.some((each) => each.path === path && each.kind === 'import-statement') && isLoaded(from),
    )
  const textOf = (loaded: boolean) =>
    [...chunks].flatMap(([path, { text }]) => (isLoaded(path) === loaded ? [text] : [])).join('')
  const kept = [...chunks].flatMap(([path, { inputs }]) =>
    isLoaded(path)
      ? Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : []))
      : [],
  )
  const imports = [...chunks.values()].flatMap((chunk) => chunk.imports.map((each) => each.path))
  const foreign = imports.filter((path) => !chunks.has(path))
  return { text: textOf(true), later: textOf(false), kept, foreign }
}

const predicting = `
  import { predictor } from './generated/digits.ts'
  globalThis.use = predictor
`
const training = `
  import { fit } from 'loopless/runtime'
  import { create, X, Y } from './generated/digits.ts'
  globalThis.use = { create, X, Y, fit }
`

const minified = async (contents: string) => gzipSync((await bundle(contents, { minify: true })).text).length

describe('a bundle that predicts', () => {
  it('holds nothing of training', async () => {
    const { text, kept } = await bundle(predicting)
    expect(text).toContain('#predict1')
    for (const word of [
      '#forward',
      '#backward',
      'backward(',
      'update(',
      'step(',
      'initialize',
      'shuffle',
      'class Digits ',
    ])
      expect(text).not.toContain(word)
    for (const file of ['net', 'fit', 'evaluate', 'shuffle', 'examples', 'float64', 'scalar', 'relaxed'])
      expect(kept).not.toContain(`runtime/${file}.ts`)
  })

  it('leaves the reference kernels to platforms without WebAssembly', async () => {
    const { kept, later } = await bundle(predicting)
    expect(kept.filter((file) => file.startsWith('runtime/mathematics/'))).toEqual([])
    expect(later).toContain('affineTanh')
  })

  it('holds nothing of training through a namespace either', async () => {
    const { text } = await bundle(
      "import * as digits from './generated/digits.ts'\nglobalThis.use = digits.predictor",
    )
    expect(text).not.toContain('backward(')
    expect(text).toContain('#predict1')
  })

  it('is smaller than one that trains, and both are small', async () => {
    const [small, large] = [await minified(predicting), await minified(training)]
    expect(small).toBeLessThan(0.8 * large)
    // The kernels of the core are 5 KB of it.
    expect(large).toBeLessThan(22_000)
  })

  it('has at most 16 KB with everything that trains a stack of dense layers by gradient descent', async () => {
    const path = 'test/bench/specs/w2.yaml'
    const module = await render(compiled(path, readFileSync(path, 'utf8')).emit)
    const generated: Plugin = {
      name: 'generated',
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /^(w2|\.\/w2\.js)$/ }, () => ({
          path: 'w2',
          namespace: 'generated',
          sideEffects: false,
        }))
        onLoad({ filter: /^w2$/, namespace: 'generated' }, () => ({
          contents: module,
          loader: 'ts',
          resolveDir: process.cwd(),
        }))
      },
    }
    const contents = `
      import { fit } from 'loopless/runtime'
      import { create, X, Y } from 'w2'
      globalThis.use = { create, X, Y, fit }
    `
    const { text, later } = await bundle(contents, { minify: true, plugins: [generated] })
    expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(16_384)
    expect(text).not.toContain('concordance')
    expect(later).toContain('concordance')
  })

  it('leaves what it does not use of two networks', async () => {
    const both =
      "import { predictor } from './generated/iris.ts'\nimport './generated/digits.ts'\nglobalThis.use = predictor"
    const { text, kept } = await bundle(both)
    expect(text).toContain('IrisPredictor')
    expect(text).not.toContain('Digits')
    expect(kept).not.toContain('generated/digits.ts')
  })
})

describe('a bundle for browsers', () => {
  it('asks for nothing but what every platform has', async () => {
    const { text, foreign } = await bundle(training)
    expect(foreign).toEqual([])
    for (const node of [/\brequire\s*\(/, /\bprocess\b/, /\bBuffer\b/, /node:/, /\b__dirname\b/])
      expect(text).not.toMatch(node)
    for (const page of [/\bwindow\b/, /\bdocument\b/, /\blocalStorage\b/, /\bnavigator\b/])
      expect(text).not.toMatch(page)
  })

  it('holds no code that makes code, but for the kernels', async () => {
    const { text } = await bundle(training)
    for (const maker of [/\beval\b/, /\bFunction\s*\(/, /WebAssembly\.Module/])
      expect(text).not.toMatch(maker)
    expect(text.match(/WebAssembly\.compile/g)).toHaveLength(1)
    // The rarer kernels, the reference kernels, and what some runs of `fit` need.
    expect(text.match(/\bimport\s*\(/g)).toHaveLength(3)
  })

  // As in a worker of a page whose policy forbids eval and WebAssembly: the language, the clock, timers and text.
  it('trains and predicts where no code may be made, as it does here', async () => {
    const program = `
      import { fit } from 'loopless/runtime'
      import { create, predictor, X, Y } from './generated/digits.ts'
      export async function run(pictures, labels) {
        const net = await create({ batch: 4, seed: 1 })
        await fit(net, { X: X(pictures), Y: Y(labels) }, { epochs: 3 })
        const p = await predictor(net.save(), { batch: 10 })
        return JSON.stringify([p.predict(X(pictures)).toArray(), p.evaluate(X(pictures), Y(labels))])
      }
    `
    const { text } = await bundle(program, { format: 'iife', globalName: 'bundle' })
    const said: string[] = []
    const context = vm.createContext(
      {
        performance,
        setTimeout,
        TextEncoder,
        TextDecoder,
        console: { warn: (text: string) => said.push(text) },
      },
      { codeGeneration: { strings: false, wasm: false } },
    )
    expect(() => vm.runInContext("eval('1')", context)).toThrow('Code generation from strings disallowed')
    vm.runInContext(text, context)
    const pictures = Array.from({ length: 10 }, (_, i) =>
      Array.from({ length: 64 }, (_, j) => (5 * i + j * j) % 17),
    )
    const labels = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]
    Object.assign(context, { pictures, labels })
    const there = JSON.parse(await vm.runInContext('bundle.run(pictures, labels)', context))

    const { fit: train } = await import('loopless/runtime')
    const net = await digits.create({ batch: 4, seed: 1 })
    const [X, Y] = [digits.X(pictures), digits.Y(labels)]
    await train(net, { X, Y }, { epochs: 3 })
    const predictor = await digits.predictor(net.save(), { batch: 10 })
    expect(said).toEqual([expect.stringContaining('no WebAssembly SIMD')])
    expect(there).toEqual([predictor.predict(X).toArray(), predictor.evaluate(X, Y)])
  })
})

describe('package.json', () => {
  it('lets bundlers drop what is not used', async () => {
    const { text } = await bundle("import 'loopless/runtime'\nimport 'loopless/runtime/workers'")
    expect(text).toBe('')
  })

  it('lets them keep what does its work when it is imported', async () => {
    const { text } = await bundle("import 'loopless/runtime/browser-worker'")
    expect(text).toContain('scope.addEventListener(')
    const { sideEffects, bin, exports } = JSON.parse(readFileSync('package.json', 'utf8'))
    const built = (sideEffects as readonly string[]).filter((path) => path.startsWith('./dist/'))
    const matches = (path: string) =>
      built.some((pattern) =>
        new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`).test(path),
      )
    expect([`./${bin.loopless}`, exports['./runtime/browser-worker'].default].map(matches)).toEqual([
      true,
      true,
    ])
    expect(Object.values<string>(exports['./runtime']).map(matches)).not.toContain(true)
  })
})
