// Compiles runtime/kernels/simd/assembly/ to WebAssembly, once for each precision, and writes the bytes as text into
// TypeScript modules, so that no loader, bundler plugin or request is needed. `node kernels.mjs [FOLDER]`: into FOLDER,
// and without it where the runtime looks for them.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import asc from 'assemblyscript/asc'
import binaryen from 'binaryen'
import { transform } from 'esbuild'

const root = dirname(fileURLToPath(import.meta.url))
const simd = join(root, 'runtime/kernels/simd')
const folder = resolve(process.argv[2] ?? join(simd, 'embedded'))

const float32 = ['--use', 'real=f32']
const float64 = ['--use', 'real=f64']
const relaxed = [...float32, '--enable', 'relaxed-simd']

// What scripts embed, in two parts: what most networks call, and what some call beside it. Products alone are relaxed,
// and they are in the core.
const embedded = {
  'float32-core': ['core.ts', ...float32],
  'float32-more': ['more.ts', ...float32],
  'float64-core': ['core.ts', ...float64],
  'float64-more': ['more.ts', ...float64],
  'float32-relaxed-core': ['core.ts', ...relaxed],
}
// Everything in one file.
const files = {
  float32: ['index.ts', ...float32],
  float64: ['index.ts', ...float64],
  'float32-relaxed': ['index.ts', ...relaxed],
}

const { code } = await transform(readFileSync(join(simd, 'text.ts'), 'utf8'), { loader: 'ts' })
const { encode } = await import(`data:text/javascript,${encodeURIComponent(code)}`)

mkdirSync(folder, { recursive: true })
const marks = {}
for (const [name, options] of Object.entries(files)) {
  const kernels = await compile(options)
  // Of a file somebody else has compiled it cannot be seen what its functions compute, and so it says it: an export
  // that names the kernels and what they are, byte for byte.
  marks[name] = `loopless-${name}-${createHash('sha256').update(kernels).digest('hex').slice(0, 16)}`
  writeFileSync(join(folder, `${name}.wasm`), marked(kernels, marks[name]))
}
writeFileSync(
  join(folder, 'marks.ts'),
  `// Made by kernels.mjs: what the files beside this one export to be known by.
export const marks = ${JSON.stringify(marks)}
`,
)
for (const [name, options] of Object.entries(embedded)) {
  const kernels = await compile(options)
  // For scripts in another encoding.
  writeFileSync(join(folder, `${name}.wasm`), kernels)
  writeFileSync(
    join(folder, `${name}.ts`),
    `// Made by kernels.mjs from ../assembly/.
export const module = ${JSON.stringify(encode(kernels))}
`,
  )
}

async function compile(options) {
  let wasm
  const { error, stderr } = await asc.main(
    [
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

/** With an export of this name. */
function marked(wasm, name) {
  const module = binaryen.readBinary(wasm)
  module.addGlobal(name, binaryen.i32, false, module.i32.const(1))
  module.addGlobalExport(name, name)
  return module.emitBinary()
}
