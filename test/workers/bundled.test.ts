import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, it } from 'vitest'
import { builtPackage } from '../commands/support/built.ts'
import { inFolder } from '../support/folder.ts'

const readme = readFileSync('README.md', 'utf8')

/** The example of the README, behind what it takes for granted. */
const [, example] = /^```ts fragment\n(import \{ workers \}[\s\S]*?)^```$/m.exec(readme)!
const APP = `import { fit } from 'loopless/runtime'
import { create, X as inputs, Y as targets } from './generated/flower.js'
const net = await create({ batch: 4 })
const X = inputs([[5, 3, 1, 0], [6, 2, 4, 1], [6, 3, 5, 2], [4, 3, 1, 0]])
const Y = targets([0, 1, 2, 0])
${example}`

it('threads of browsers are bundled by esbuild as the README says, from the package as users get it', async () => {
  const [, worker, name] = /`(loopless\/runtime\/([\w-]+))` among its entry points, under that name/.exec(
    readme,
  )!
  const files = {
    'app.ts': APP,
    'generated/flower.ts': readFileSync('generated/iris.ts', 'utf8').replaceAll('./iris.js', './flower.js'),
  }
  await inFolder(files, async (folder) => {
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(builtPackage(), join(folder, 'node_modules/loopless'))
    const { outputFiles, warnings } = await build({
      absWorkingDir: folder,
      entryPoints: { app: 'app.ts', 'generated/flower': 'generated/flower.ts', [name!]: worker! },
      bundle: true,
      splitting: true,
      format: 'esm',
      outdir: 'out',
      logLevel: 'silent',
      write: false,
    })
    expect(warnings).toEqual([])
    const scripts = new Map(
      outputFiles.map(({ path, text }) => [
        path.slice(join(folder, 'out/').length).replaceAll('\\', '/'),
        text,
      ]),
    )
    const asks = [...scripts].filter(([, text]) => text.includes('new Worker('))
    expect(asks.map(([path]) => path)).toEqual(['app.js'])
    // The thread's script lies where the one that starts it looks for it, and does something.
    expect(asks[0]![1]).toContain('new URL("./browser-worker.js", import.meta.url)')
    expect(scripts.get('browser-worker.js')).toContain('scope.addEventListener("message"')
    expect([...scripts.values()].join('')).not.toMatch(/node:|worker_threads|node-worker/)
  })
}, 240_000)
