import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtPackage, root } from './support/built.ts'
import { project, run } from './support/project.ts'
import { CSV, SMALL, TRAINABLE } from './support/specs.ts'

const npm = (words: readonly string[], cwd: string) =>
  execFileSync('npm', [...words, '--silent'], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

interface Packed {
  readonly filename: string
  readonly unpackedSize: number
  readonly files: readonly { readonly path: string }[]
}

/** The package was built where it lies, so its own scripts have nothing to do. */
function pack(into: string): Packed {
  const words = ['pack', '--json', '--ignore-scripts', '--pack-destination', into]
  const result: unknown = JSON.parse(npm(words, builtPackage()))
  // npm 12 gives an object by name, npm 10 and 11 a list.
  const [packed] = Object.values(result as Readonly<Record<string, Packed>>)
  return packed!
}

describe('the package', () => {
  it('has what a user needs, and nothing else', () => {
    const { folder } = project()
    const { files, unpackedSize } = pack(folder)
    const paths = files.map(({ path }) => path)
    const needed = [
      /^(LICENSE|README\.md|CHANGELOG\.md|action\.yml|package\.json)$/,
      /^dist\/(compiler|runtime)\/([\w-]+\/)*[\w.-]+\.d\.ts$/,
      /^dist\/runtime\/([\w-]+\/)*[\w-]+\.(js|wasm)$/,
      /^dist\/compiler\/[\w-]+\.c?js$/,
      /^dist\/compiler\/words\/\w+\/[\w-]+\.json$/,
      /^dist\/compiler\/explain\/[EW]\d{3}\.md$/,
      /^dist\/compiler\/THIRD-PARTY-LICENSES\.txt$/,
      /^specs\/library\/(\w+\/[\w-]+\.(yaml|md)|README\.md)$/,
      /^specs\/\w+\.schema\.json$/,
    ]
    expect(paths.filter((path) => !needed.some((pattern) => pattern.test(path)))).toEqual([])
    for (const path of [
      'LICENSE',
      'README.md',
      'CHANGELOG.md',
      'action.yml',
      'dist/compiler/cli.js',
      'dist/compiler/index.js',
      'dist/compiler/index.d.ts',
      'dist/compiler/explain/E301.md',
      'dist/runtime/index.js',
      'dist/runtime/index.d.ts',
      'dist/runtime/float64.js',
      'specs/library/layers/dense.yaml',
      'specs/network.schema.json',
      'specs/layer.schema.json',
      'specs/word.schema.json',
    ])
      expect(paths).toContain(path)
    expect(unpackedSize).toBeLessThan(3_000_000)
  })

  it('names the licences of what it contains', () => {
    const licences = readFileSync(join(builtPackage(), 'dist/compiler/THIRD-PARTY-LICENSES.txt'), 'utf8')
    for (const name of ['commander', 'picocolors', 'yaml'])
      expect(licences).toMatch(new RegExp(`^${name}$`, 'm'))
  })

  it('works where it is installed', { timeout: 240_000 }, async () => {
    const { folder, path, write, read } = project({
      'specs/small.yaml': TRAINABLE,
      'specs/data.csv': CSV,
      'app.ts': `
        import { small } from './generated/small.js'
        import { fit } from 'loopless/runtime'

        const net = await small.create({ batch: 4, seed: 1 })
        const X = small.X([[1, 2], [2, 1], [0, 1]])
        const Y = small.Y([[3], [3], [1]])
        const { steps } = await fit(net, { X, Y }, { epochs: 3 })
        console.log(steps, net.predict(X).columns)
      `,
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          strict: true,
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
          target: 'es2022',
          module: 'nodenext',
          types: [],
          lib: ['es2022', 'dom'],
          outDir: 'out',
          rootDir: '.',
        },
        include: ['app.ts', 'generated', 'library.ts'],
      }),
      'library.ts': `
        import { compile, fileLibrary, Report, readSource, renderAll } from 'loopless'

        const report = new Report()
        const forms = compile(readSource('specs/small.yaml'), fileLibrary(), report)
        console.log(forms?.emit.fileName, renderAll(report.diagnostics) === '')
      `,
    })
    const { filename } = pack(folder)
    npm(
      ['install', `./${filename}`, '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'],
      folder,
    )
    const loopless = (...words: readonly string[]) =>
      run('npx', ['--no-install', 'loopless', ...words], folder)
    const tsc = (...words: readonly string[]) =>
      run(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...words], folder)

    expect(await loopless('check')).toMatchObject({ code: 0, stderr: expect.stringContaining('no errors') })
    expect(await loopless('generate')).toMatchObject({ code: 0 })
    expect(read('generated/small.ts')).toContain("from 'loopless/runtime'")
    expect(await tsc()).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(await run(process.execPath, [path('out/app.js')], folder)).toEqual({
      code: 0,
      stdout: '3 3\n',
      stderr: '',
    })
    expect(await run(process.execPath, [path('out/library.js')], folder)).toMatchObject({
      code: 0,
      stdout: 'small.ts true\n',
    })
    expect(await loopless('train', 'specs/small.yaml')).toMatchObject({ code: 0 })
    expect(await loopless('explain', 'E301')).toMatchObject({ code: 0 })
    write({ 'specs/small.yaml': SMALL.replace('tanh', 'relu') })
    expect(await loopless('generate', '--check')).toMatchObject({ code: 1 })
  })
})
