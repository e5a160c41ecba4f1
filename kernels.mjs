// Compiles runtime/kernels/simd/assembly/ to WebAssembly, once for each precision, and writes the bytes as text into
// TypeScript modules, so that no loader, bundler plugin or request is needed. `node kernels.mjs [FOLDER]`: into FOLDER,
// and without it where the runtime looks for them.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'
import binaryen from 'binaryen'
import { transform } from 'esbuild'

const root = dirname(fileURLToPath(import.meta.url))
const simd = join(root, 'runtime/kernels/simd')
const folder = resolve(process.argv[2] ?? join(simd, 'embedded'))

const variants = {
  float32: ['--use', 'real=f32'],
  float64: ['--use', 'real=f64'],
  'float32-relaxed': ['--use', 'real=f32', '--enable', 'relaxed-simd'],
}

const { code } = await transform(readFileSync(join(simd, 'text.ts'), 'utf8'), { loader: 'ts' })
const { encode } = await import(`data:text/javascript,${encodeURIComponent(code)}`)

mkdirSync(folder, { recursive: true })
for (const [name, options] of Object.entries(variants)) {
  const wasm = await compile(options)
  writeFileSync(join(folder, `${name}.wasm`), wasm)
  const { frequent, text } = encode(wasm)
  writeFileSync(
    join(folder, `${name}.ts`),
    `// Made by kernels.mjs from ../assembly/.
import type { Text } from '../text.ts'

export const module: Text = { frequent: [${frequent.join(', ')}], text: '${text}' }
`,
  )
}

async function compile(options) {
  let wasm
  const { error, stderr } = await asc.main(
    [
      'index.ts',
      ...['--baseDir', join(simd, 'assembly')],
      // Fast loops, and code no longer than it need be: loops that call nothing are as fast as without the second option.
      ...['-O3', '--shrinkLevel', '2', '--noAssert', '--runtime', 'stub', '--enable', 'simd'],
      ...options,
      ...['--importMemory', '--noExportMemory', '--outFile', 'module.wasm'],
      // Vectors are passed between the module's own functions only; addresses have 32 bits.
      ...['--disableWarning', '112', '--disableWarning', '201'],
    ],
    {
      writeFile: (_, contents) => {
        wasm = contents
      },
    },
  )
  if (error) throw new Error(`the kernels do not compile:\n${stderr}`, { cause: error })
  return withoutRows(wasm)
}

/** Without the exports that only keep functions apart. */
function withoutRows(wasm) {
  const module = binaryen.readBinary(wasm)
  for (let at = module.getNumExports() - 1; at >= 0; at--) {
    const { name } = binaryen.getExportInfo(module.getExportByIndex(at))
    if (name.endsWith('Row')) module.removeExport(name)
  }
  return module.emitBinary()
}
