import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Net, Precision, Predictor } from 'loopless/runtime'
import { javascriptOf, type Module, render } from '../../index.ts'
import { onDisk } from '../failure.ts'

/** A generated module, as whoever does not know its network sees it. */
export interface Generated {
  /** The module's own. */
  readonly text: string
  /** Of any network; `create` and `predictor` are those of one of layers. */
  readonly exports: Readonly<Record<string, unknown>>
  readonly create: (options: {
    readonly batch: number
    readonly seed: number
  }) => Promise<Net<number, Precision>>
  readonly predictor: (
    bytes: Uint8Array,
    options: { readonly batch: number },
  ) => Promise<Predictor<number, Precision>>
  /** Does what needs the module as a file, which is there as long as that takes. */
  readonly onDisk: <T>(use: (url: URL) => Promise<T>) => Promise<T>
}

/** Runs the very module that `generate` would write: only its types are taken off, and its runtime is ours. */
export async function load(module: Module): Promise<Generated> {
  const text = await render({
    ...module,
    imports: module.imports.map((each) => ({
      ...each,
      from: import.meta.resolve(each.from).replaceAll("'", '%27'),
    })),
  })
  const name = module.fileName.replace(/\.ts$/, '.js')
  const code = javascriptOf(text)
  const asFile: Generated['onDisk'] = (use) => inFile(name, code, use)
  // Only files can be imported that import others.
  const exports: Readonly<Record<string, unknown>> = await asFile(({ href }) => import(href))
  // What emission promises of every network of layers.
  const { create, predictor } = exports as unknown as Generated
  return { text, exports, create, predictor, onDisk: asFile }
}

async function inFile<T>(name: string, text: string, use: (url: URL) => Promise<T>): Promise<T> {
  const folder = await onDisk('make a temporary folder', () => mkdtemp(join(tmpdir(), 'loopless-')))
  try {
    await onDisk('write a temporary file', async () => {
      await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
      await writeFile(join(folder, name), text)
    })
    return await use(pathToFileURL(join(folder, name)))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
