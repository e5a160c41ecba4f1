import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'

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
      const server = createServer(({ url }, response) => {
        const isScript = url === '/program.js'
        response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
        response.setHeader(
          'content-security-policy',
          "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'",
        )
        response.end(isScript ? script : '<!doctype html><script type="module" src="/program.js"></script>')
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
        const page = await browser.newPage()
        const warnings: string[] = []
        page.on('console', (message) => {
          if (message.text().includes('loopless')) warnings.push(message.text())
        })
        await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
        const there = await page.evaluate(async () => {
          const { trained, mayEvaluate } = globalThis as unknown as {
            trained: Promise<string>
            mayEvaluate: boolean
          }
          return { trained: await trained, mayEvaluate }
        })
        expect(there.mayEvaluate).toBe(false)
        // It would say so if other kernels computed.
        expect(warnings).toEqual([])
        expect(there.trained === here).toBe(true)
      } finally {
        await browser.close()
        server.close()
      }
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
  launch(options: object): Promise<{
    newPage(): Promise<{
      on(event: 'console', listener: (message: { text(): string }) => void): void
      goto(url: string): Promise<unknown>
      evaluate<Result>(program: () => Promise<Result>): Promise<Result>
    }>
    close(): Promise<void>
  }>
}

interface Miniflare {
  dispatchFetch(url: string): Promise<{ text(): Promise<string> }>
  dispose(): Promise<void>
}

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
