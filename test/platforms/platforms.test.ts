import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
import { inFolder } from '../support/folder.ts'

/*
 * One network, trained on other engines: the same bits as here. What is not installed is not compared: Chromium is a
 * package of the system, the others come with `npm run test:platforms`.
 */

const CHROMIUM = '/usr/bin/chromium'
const folder = resolve('test/platforms')
const installed = (name: string) => existsSync(join(folder, 'node_modules', name))
const STEPS = 1000

/** A script of one file; WebAssembly modules stay imports. */
async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder, loader: 'ts' },
    bundle: true,
    format: 'esm',
    target: 'es2022',
    alias: { 'loopless/runtime': resolve('runtime/index.ts') },
    loader: { '.csv': 'text' },
    external: ['*.wasm'],
    logLevel: 'silent',
    write: false,
  })
  return outputFiles[0]!.text
}

/**
 * A page of these scripts in Chromium, which begins with `/program.js`; all of it is served with some headers.
 *
 * @param use opens the page; what it says on its console is in `said`
 */
async function inChromium<Result>(
  scripts: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>>,
  use: (open: () => Promise<{ readonly page: Page; readonly said: readonly string[] }>) => Promise<Result>,
): Promise<Result> {
  const server = createServer(({ url }, response) => {
    const script = scripts[url!]
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript')
    response.end(script ?? '<!doctype html><script type="module" src="/program.js"></script>')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  // Its own types ask for a browser's.
  const { chromium } = (await import('playwright-core' as string)) as { chromium: Chromium }
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
  try {
    return await use(async () => {
      const page = await browser.newPage()
      const said: string[] = []
      page.on('console', (message) => said.push(message.text()))
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
      return { page, said }
    })
  } finally {
    await browser.close()
    server.close()
  }
}

/** The same program on the Node that runs the tests, or on another. */
async function onNode(executable: string, steps: number): Promise<string> {
  const work = mkdtempSync(join(tmpdir(), 'loopless-platforms-'))
  try {
    const script = join(work, 'program.mjs')
    writeFileSync(
      script,
      await bundled(`import { trained } from './program.ts'; console.log(await trained(${steps}))`),
    )
    return execFileSync(executable, [script], { encoding: 'utf8' }).trim()
  } finally {
    rmSync(work, { recursive: true })
  }
}

describe('1,000 steps of digits', { timeout: 120_000 }, () => {
  let here: string
  beforeAll(async () => {
    here = await onNode(process.execPath, STEPS)
  }, 120_000)

  it.skipIf(!existsSync(CHROMIUM))(
    `give the same bits in Chromium, on a page that may compile WebAssembly and not evaluate text (where ${CHROMIUM} is installed)`,
    async () => {
      const script = await bundled(`
        import { mayEvaluate, trained } from './program.ts'
        globalThis.mayEvaluate = mayEvaluate()
        globalThis.trained = trained(${STEPS})`)
      await inChromium(
        { '/program.js': script },
        { 'content-security-policy': "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'" },
        async (open) => {
          const { page, said } = await open()
          const there = await page.evaluate(async () => {
            const { trained, mayEvaluate } = globalThis as unknown as {
              trained: Promise<string>
              mayEvaluate: boolean
            }
            return { trained: await trained, mayEvaluate }
          })
          expect(there.mayEvaluate).toBe(false)
          // It would say so if other kernels computed.
          expect(said.filter((text) => text.includes('loopless'))).toEqual([])
          expect(there.trained === here).toBe(true)
        },
      )
    },
  )

  it.skipIf(!installed('node'))(
    'give the same bits on the newest Node (where `npm run test:platforms` installed it)',
    async () => {
      const newest = join(folder, 'node_modules/.bin/node')
      const version = execFileSync(newest, ['--version'], { encoding: 'utf8' })
      expect(Number(/^v(\d+)/.exec(version)![1])).toBeGreaterThan(Number(process.versions.node.split('.')[0]))
      expect((await onNode(newest, STEPS)) === here).toBe(true)
    },
  )
})

interface Chromium {
  launch(options: object): Promise<{ newPage(): Promise<Page>; close(): Promise<void> }>
}

interface Page {
  on(event: 'console', listener: (message: { text(): string }) => void): void
  goto(url: string): Promise<unknown>
  evaluate<Result>(program: () => Promise<Result>): Promise<Result>
}

interface Miniflare {
  dispatchFetch(url: string): Promise<{ text(): Promise<string> }>
  dispose(): Promise<void>
}

describe('threads that share batches', { timeout: 120_000 }, () => {
  /** The scripts of a program with threads, as a bundler leaves them in one folder: for browsers of the package as it is built. */
  async function scripts(
    program: string,
    platform: 'browser' | 'node' = 'browser',
  ): Promise<Readonly<Record<string, string>>> {
    const outdir = resolve('/')
    const { outputFiles } = await build({
      entryPoints: {
        network: resolve('generated/digits.ts'),
        ...(platform === 'node'
          ? { 'node-worker': resolve('runtime/workers/node-worker.ts') }
          : { 'browser-worker': 'loopless/runtime/browser-worker' }),
        program: 'program',
      },
      bundle: true,
      splitting: true,
      format: 'esm',
      target: 'es2022',
      outdir,
      platform,
      conditions: platform === 'node' ? ['loopless-source'] : [],
      loader: { '.csv': 'text' },
      plugins: [
        {
          name: 'program',
          setup({ onResolve, onLoad }) {
            onResolve({ filter: /^program$/ }, () => ({ path: 'program', namespace: 'program' }))
            onLoad({ filter: /./, namespace: 'program' }, () => ({
              contents: program,
              loader: 'ts',
              resolveDir: process.cwd(),
            }))
          },
        },
      ],
      logLevel: 'silent',
      write: false,
    })
    return Object.fromEntries(
      outputFiles.map(({ path, text }) => [`/${relative(outdir, path).replaceAll('\\', '/')}`, text]),
    )
  }

  const program = (count: number) => `
    import { fit } from 'loopless/runtime'
    import { workers } from 'loopless/runtime/workers'
    import { trained } from './test/platforms/shared.ts'
    const ended = trained(fit, 200, workers(${count}, new URL('./network.js', import.meta.url)))
    globalThis.ended = ended.catch((error) => error.message)`

  const ISOLATED = {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  }
  const ended = () => (globalThis as unknown as { ended: Promise<string> }).ended

  it.skipIf(!existsSync(CHROMIUM)).each([2, 3])(
    `in the number of %i give the same bits in Chromium (where ${CHROMIUM} is installed)`,
    async (count) => {
      const files = await scripts(program(count))
      const here = await inFolder(
        {
          'package.json': '{ "type": "module" }',
          ...Object.fromEntries(
            Object.entries(await scripts(program(count), 'node')).map(([path, text]) => [
              path.slice(1),
              text,
            ]),
          ),
          'main.js': "import './program.js'; console.log(await globalThis.ended)",
        },
        async (work) => execFileSync(process.execPath, [join(work, 'main.js')], { encoding: 'utf8' }).trim(),
      )
      expect(here).toMatch(/^[0-9a-f]{1000,}$/)
      await inChromium(files, ISOLATED, async (open) => {
        const { page, said } = await open()
        expect((await page.evaluate(ended)) === here).toBe(true)
        expect(said).toEqual([])
      })
    },
  )

  it.skipIf(!existsSync(CHROMIUM))(
    `are refused on a page that may not share memory, by the headers it needs (where ${CHROMIUM} is installed)`,
    async () => {
      await inChromium(await scripts(program(2)), {}, async (open) => {
        const { page } = await open()
        expect(await page.evaluate(ended)).toMatch(
          /`Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`/,
        )
      })
    },
  )

  it.skipIf(!existsSync(CHROMIUM))(
    `that cannot begin, or crash, say why in Chromium (where ${CHROMIUM} is installed)`,
    async () => {
      const files = await scripts(program(2))
      const failing = (changed: Readonly<Record<string, string>>) =>
        inChromium({ ...files, ...changed }, ISOLATED, async (open) => (await open()).page.evaluate(ended))
      expect(await failing({ '/network.js': 'export const create = 3' })).toMatch(
        /^a worker failed: .* is no generated module that trains$/,
      )
      expect(await failing({ '/browser-worker.js': 'no script at all' })).toMatch(/^a worker failed: ./)
      const crashing = `${files['/network.js']}
        if (typeof document === 'undefined') {
          const { backward } = Digits.prototype
          Digits.prototype.backward = function () {
            // Which steps a thread has a part in, the machine decides.
            if (this.stepNumber >= 2) throw new Error('no more')
            return backward.call(this)
          }
        }`
      expect(await failing({ '/network.js': crashing })).toBe('a worker failed: no more')
    },
  )
})

describe('a Cloudflare worker', { timeout: 120_000 }, () => {
  it.skipIf(!installed('miniflare'))(
    'trains and predicts with the same bits by an imported module (where `npm run test:platforms` installed miniflare)',
    async () => {
      const worker = await bundled(`
        import module from './float32.wasm'
        import { mayEvaluate, trained } from './program.ts'
        export default {
          async fetch() {
            let bytes = 'compiled'
            // An empty module.
            try { await WebAssembly.compile(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)) } catch { bytes = 'refused' }
            return new Response(JSON.stringify({ bytes, mayEvaluate: mayEvaluate(), trained: await trained(1, module) }))
          }
        }`)
      const require = createRequire(join(folder, 'package.json'))
      const { Miniflare } = (await import(pathToFileURL(require.resolve('miniflare')).href)) as {
        Miniflare: new (options: object) => Miniflare
      }
      // As an app's import of it is resolved: the file that the package exports.
      const wasm = readFileSync(
        createRequire(resolve('package.json')).resolve('loopless/runtime/float32.wasm'),
      )
      const miniflare = new Miniflare({
        compatibilityDate: '2026-01-01',
        modules: [
          { type: 'ESModule', path: 'worker.js', contents: worker },
          { type: 'CompiledWasm', path: 'float32.wasm', contents: wasm },
        ],
      })
      try {
        const response = await miniflare.dispatchFetch('http://127.0.0.1/')
        const there = JSON.parse(await response.text())
        expect(there).toEqual({ bytes: 'refused', mayEvaluate: false, trained: expect.any(String) })
        expect(there.trained === (await onNode(process.execPath, 1))).toBe(true)
      } finally {
        await miniflare.dispose()
      }
    },
  )
})
