// Builds `dist/`: the runtime file by file, for users' bundlers to pick from; the compiler, and the runtime once more for
// Node, in a few large files, for starting fast. `node build.mjs [FOLDER]` builds FOLDER/dist, and without it the package's own.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, transform } from 'esbuild'
import { rolldown } from 'rolldown'

const root = dirname(fileURLToPath(import.meta.url))
const dist = resolve(process.argv[2] ?? root, 'dist')
// What is there stays until what comes is complete.
const work = join(dirname(dist), `.dist-${process.pid}`)
const compiler = join(work, 'compiler')
process.on('exit', () => rmSync(work, { recursive: true, force: true }))

// The kernels, as modules that the runtime imports. A process of its own, since they come before anything else.
run('kernels.mjs')

// Types of everything, code of the runtime.
run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json', '--outDir', work)
// For platforms that do not compile bytes which come with a script.
for (const name of ['float32', 'float32-relaxed', 'float64'])
  cpSync(join(root, `runtime/kernels/simd/embedded/${name}.wasm`), join(work, `runtime/${name}.wasm`))
for (const file of readdirSync(compiler, { recursive: true, encoding: 'utf8' }))
  if (file.endsWith('.js')) rmSync(join(compiler, file))

// Validators of all schemas stand in the place of `precompiled.ts`: what is built never loads ajv. Words of the library
// are checked now, and later only read.
const { precompiled, precompiledOfWords, words } = await prepared()
const FOR_WORDS = 'validators-of-words.cjs'
const withPrecompiled = {
  name: 'precompiled',
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /[\\/]2-check[\\/]precompiled\.ts$/ }, async () => ({
      contents: `import { createRequire } from 'node:module'
        ${await shortened(precompiled)}
        export const precompiledOfWords = () => createRequire(import.meta.url)('./${FOR_WORDS}').precompiled`,
      resolveDir: root,
    }))
    // Others' code, half of all that a check reads.
    onLoad({ filter: /[\\/]node_modules[\\/](?:yaml|commander)[\\/].*\.m?js$/ }, async ({ path }) => ({
      contents: await shortened(readFileSync(path, 'utf8')),
    }))
    // What ajv's code calls of ajv is a few small files, bundled; all of ajv stays a package.
    onResolve({ filter: /^ajv\/dist\/runtime\// }, ({ path }) => ({
      path: join(root, `node_modules/${path}.js`),
    }))
  },
}

// A hundred small files take longer to find and read than to run, so the compiler is bundled. Packages that only some
// commands load stay packages: the dependencies. Those that all need are inside.
const { dependencies, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: ['compiler/cli.ts', 'compiler/index.ts'],
  outdir: compiler,
  bundle: true,
  splitting: true,
  // All in one folder: code finds its files from where it is.
  chunkNames: '[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  external: [...Object.keys(dependencies), 'loopless'],
  // Of modules, what nobody calls is left out.
  alias: { yaml: join(root, 'node_modules/yaml/browser/dist/index.js') },
  // Shorter is sooner read; our own names stay, for traces of the stack.
  minifyWhitespace: true,
  minifySyntax: true,
  // Packages in CommonJS ask for Node's own modules by this name.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module';\nconst require = __createRequire(import.meta.url);",
  },
  plugins: [withPrecompiled],
  metafile: true,
  logLevel: 'warning',
})
await build({
  absWorkingDir: root,
  stdin: { contents: precompiledOfWords, resolveDir: root },
  outfile: join(compiler, FOR_WORDS),
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: 'node20.19',
  minifyWhitespace: true,
  minifySyntax: true,
  plugins: [withPrecompiled],
  logLevel: 'warning',
})
chmodSync(join(compiler, 'cli.js'), 0o755)

// The runtime for Node: what the package exports under its name, and the threads that it starts. They share what is
// one, so that there is one class of each name. Constants stay constants, which the engine folds: where another bundler had
// made variables of them, a step in scalar code took 6 % longer.
const forNode = Object.values(exports).flatMap(({ node, 'loopless-source': source }) =>
  node ? [source.node ?? source] : [],
)
// The kernels' text need not be short here, and a new process decodes base64 in a fraction of a millisecond, what scripts
// have in four.
const withBase64 = {
  name: 'base64',
  load(id) {
    const [, name] = /[\\/]simd[\\/]embedded[\\/](.*-(?:core|more))\.ts$/.exec(id) ?? []
    if (name) return `export const module = '${readFileSync(id.replace(/ts$/, 'wasm'), 'base64')}'`
    if (/[\\/]simd[\\/]text\.ts$/.test(id))
      return "export const decode = (text) => Buffer.from(text, 'base64')"
    return null
  },
}
const runtime = await rolldown({
  cwd: root,
  input: Object.fromEntries(
    // A thread starts from a file beside the one that asks for it: `workers/node-index.js`, of which it is a part.
    [...forNode, './runtime/workers/node-worker.ts'].map((source) => [
      source.replace(/^\.\/runtime\/|\.ts$/g, ''),
      source,
    ]),
  ),
  platform: 'node',
  external: /^node:/,
  plugins: [withBase64],
})
// What `index.ts` needs, whoever else does, is one file: the fewer are read, the sooner a network predicts.
const graph = await runtime.generate({})
const atOnce = new Set(modulesOf('index.js'))
const written = await runtime.write({
  dir: join(work, 'runtime/node'),
  // Shorter is sooner read; names stay, for traces of the stack. The same with comments lies beside it, file by file.
  minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  entryFileNames: ({ name }) => (name === 'index' ? 'names.js' : '[name].js'),
  chunkFileNames: ({ name }) => (name === 'index' ? 'index.js' : '[name]-[hash].js'),
  minifyInternalExports: false,
  codeSplitting: { groups: [{ name: 'index', test: (id) => atOnce.has(id) }] },
})
await runtime.close()
// That file has every name, and more; one with the names alone is not needed then.
const exportsOf = (file) => written.output.find(({ fileName }) => fileName === file).exports
const there = new Set(exportsOf('index.js'))
const missing = exportsOf('names.js').filter((name) => !there.has(name))
if (missing.length > 0) throw new Error(`the runtime for Node lacks ${missing.join(', ')}`)
rmSync(join(work, 'runtime/node/names.js'))
for (const { kind, name, text } of words) {
  mkdirSync(join(compiler, 'words', kind), { recursive: true })
  writeFileSync(join(compiler, 'words', kind, `${name}.json`), text)
}
cpSync(join(root, 'compiler/diagnostics/explain'), join(compiler, 'explain'), { recursive: true })

// Types that no export leads to are nobody's.
const declared = new Set()
for (const { types } of Object.values(exports))
  if (types) declare(join(work, types.replace(/^\.\/dist\//, '')))
for (const file of readdirSync(work, { recursive: true, encoding: 'utf8' }))
  if (file.endsWith('.d.ts') && !declared.has(join(work, file))) rmSync(join(work, file))
for (const folder of readdirSync(compiler, { recursive: true, encoding: 'utf8' }).sort().reverse())
  if (statSync(join(compiler, folder)).isDirectory() && readdirSync(join(compiler, folder)).length === 0)
    rmdirSync(join(compiler, folder))

function declare(file) {
  if (declared.has(file)) return
  declared.add(file)
  for (const [, path] of readFileSync(file, 'utf8').matchAll(
    /from '(\.[^']*)\.[tj]s'|import\("(\.[^"]*)\.[tj]s"\)/g,
  ))
    declare(join(dirname(file), `${path}.d.ts`))
}

// What is bundled keeps its licence.
const bundled = new Set(
  Object.keys(metafile.inputs).flatMap(
    (input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? [],
  ),
)
const licences = [...bundled].sort().map((name) => {
  const folder = join(root, 'node_modules', name)
  const file = ['LICENSE', 'LICENSE.md', 'license'].map((each) => join(folder, each)).find(existsSync)
  if (!file) throw new Error(`${name} has no licence to copy`)
  return `${name}\n\n${readFileSync(file, 'utf8').trim()}\n`
})
writeFileSync(join(compiler, 'THIRD-PARTY-LICENSES.txt'), licences.join('\n---\n\n'))

rmSync(dist, { recursive: true, force: true })
renameSync(work, dist)

/** With short names too. */
async function shortened(source) {
  const { code } = await transform(source, { minify: true, target: 'node20.19' })
  return code
}

/** Modules of a file of the runtime, and of those that it imports. */
function modulesOf(file) {
  const { modules, imports } = graph.output.find(({ fileName }) => fileName === file)
  return [...Object.keys(modules), ...imports.flatMap((imported) => modulesOf(imported))]
}

function run(script, ...words) {
  const { status } = spawnSync(process.execPath, [join(root, script), ...words], {
    cwd: root,
    stdio: 'inherit',
  })
  if (status !== 0) process.exit(1)
}

/** The compiler's own code does it, bundled in passing. */
async function prepared() {
  const cache = join(root, 'node_modules/.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'precompile-'))
  const outfile = join(folder, 'precompile.mjs')
  const contents = `
    export { precompile } from './2-check/precompile.ts'
    export { schemasOfNetworks, schemasOfWords } from './2-check/schemas/known.ts'
    export { settingsSchema } from './commands/settings.ts'
    export { encodedWords } from './encoded-words.ts'`
  try {
    await build({
      absWorkingDir: root,
      stdin: { contents, resolveDir: join(root, 'compiler') },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20.19',
      packages: 'external',
      logLevel: 'warning',
    })
    const { precompile, schemasOfNetworks, schemasOfWords, settingsSchema, encodedWords } = await import(
      pathToFileURL(outfile).href
    )
    return {
      precompiled: precompile([...schemasOfNetworks, settingsSchema]),
      precompiledOfWords: precompile(schemasOfWords),
      words: encodedWords(join(root, 'specs/library')),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
