import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/** Who may import whom. The compiler's page says the same in words. */
const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

const files = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => join(folder, file).replaceAll('\\', '/'))
    .sort()

const sources = [...files('compiler'), ...files('runtime'), ...files('generated')]

/** What a file imports, types too, lazily or not: files by their path from the root, packages by their name. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8')
  const found = [
    ...text.matchAll(/^(?:import|export)\b[^'"`;]*?\bfrom '([^']+)'/gm),
    ...text.matchAll(/\bimport\('([^']+)'\)/g),
  ]
  return found.map(([, path]) =>
    path!.startsWith('.') ? relative(root, resolve(root, dirname(file), path!)).replaceAll('\\', '/') : path!,
  )
}

const STAGE = /^compiler\/\d-\w+\//
const SHARED = [/^compiler\/forms\//, /^compiler\/operations\//, /^compiler\/diagnostics\//]
const NODE = /^node:/

/** For each part of the project, what its files may import beside their own folder. The first that fits counts. */
const RULES: readonly { readonly of: RegExp; readonly may: readonly RegExp[] }[] = [
  { of: /^runtime\//, may: [/^runtime\//] },
  { of: /^generated\//, may: [/^loopless\/runtime(\/float64)?$/] },
  { of: /^compiler\/forms\//, may: [] },
  { of: /^compiler\/diagnostics\//, may: [/^compiler\/forms\//, NODE] },
  { of: /^compiler\/operations\//, may: [/^compiler\/forms\//] },
  { of: /^compiler\/1-read\//, may: [...SHARED, /^yaml$/] },
  { of: /^compiler\/2-check\//, may: [...SHARED, /^ajv(\/|$)/, NODE] },
  { of: /^compiler\/9-emit\//, may: [...SHARED, /^ts-morph$/, NODE] },
  { of: STAGE, may: SHARED },
  { of: /^compiler\/print\//, may: [...SHARED, /^compiler\/index\.ts$/] },
]

describe('imports', () => {
  const ruled = sources.filter((file) => RULES.some(({ of }) => of.test(file)))

  it('finds what there is to judge', () => {
    expect(ruled.length).toBeGreaterThan(100)
    expect(importsOf('compiler/7-select/select.ts')).toContain('compiler/forms/program.ts')
  })

  it.each(ruled)('%s keeps to its neighbours', (file) => {
    const { may } = RULES.find(({ of }) => of.test(file))!
    const own = `${STAGE.exec(file)?.[0] ?? file.slice(0, file.indexOf('/', 'compiler/'.length) + 1)}`
    const strangers = importsOf(file).filter(
      (path) =>
        !(own !== '' && path.startsWith(own)) &&
        !may.some((allowed) => allowed.test(path)) &&
        path !== file.replace(/\.ts$/, '.js'),
    )
    expect(strangers).toEqual([])
  })

  it('only the signatures cross from the runtime into the compiler, and the shuffle into splits of data', () => {
    const crossing = files('compiler').flatMap((file) =>
      importsOf(file).flatMap((path) => (path.startsWith('runtime/') ? [`${file} ← ${path}`] : [])),
    )
    expect(crossing).toEqual([
      'compiler/commands/data/split.ts ← runtime/shuffle.ts',
      'compiler/machine.ts ← runtime/kernels/signatures.ts',
    ])
  })
})

describe('words', () => {
  const words = readdirSync(join(root, 'specs/library'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.replace(/^.*[\\/]/, '').replace(/\.yaml$/, ''))
  // What words share with operations and functions of the language, with kinds of words, and with how a state begins.
  const ALSO = new Set(['tanh', 'sigmoid', 'activation', 'normal', 'zeros'])
  // Kernels are called by what they compute.
  const kernels = 'runtime/kernels/signatures.ts'

  it.each([...files('compiler'), ...files('runtime')].filter((file) => file !== kernels))(
    '%s names no word of the library',
    (file) => {
      const text = readFileSync(join(root, file), 'utf8').replace(/^\s*(\/\*\*?|\*|\/\/).*$/gm, '')
      const named = words.filter((word) => !ALSO.has(word) && new RegExp(`['"\`]${word}['"\`]`).test(text))
      expect(named).toEqual([])
    },
  )
})
