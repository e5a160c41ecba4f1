import { join, resolve } from 'node:path'
import { type BuildOptions, build } from 'esbuild'
import { inFolder } from './folder.ts'

const root = resolve(import.meta.dirname, '../..')

/** Not what was built, but the sources. */
const alias = {
  'loopless/runtime': join(root, 'runtime/index.ts'),
  'loopless/runtime/float64': join(root, 'runtime/float64.ts'),
  'loopless/runtime/relaxed': join(root, 'runtime/relaxed.ts'),
  'loopless/runtime/reference': join(root, 'runtime/reference.ts'),
}

/** One script of what these files (name → text) import, `main.ts` first; the runtime comes from its sources. */
export function bundle(
  files: Readonly<Record<string, string>>,
  options: Omit<BuildOptions, 'entryPoints' | 'write'> = {},
): Promise<string> {
  return inFolder(files, async (folder) => {
    const { outputFiles } = await build({
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'es2022',
      logLevel: 'silent',
      ...options,
      entryPoints: [join(folder, 'main.ts')],
      alias,
      write: false,
    })
    return outputFiles[0]!.text
  })
}

/** One script of a file of the project. */
export async function bundled(path: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(root, path)],
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    alias,
    write: false,
  })
  return outputFiles[0]!.text
}
