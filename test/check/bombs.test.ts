import { describe, expect, it } from 'vitest'
import { compile } from '../../compiler/compile.ts'
import { renderAll } from '../../compiler/diagnostics/render.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import { sourceOf } from '../../compiler/forms/source.ts'
import { library } from '../support/compiled.ts'
import { stopwatch } from '../support/stopwatch.ts'

/** Texts that ask for more than there is, or for what no name may be: each is refused at its place, and soon. */

const HEAD = 'loopless: 1\nnetwork: bomb\ninputs: { X: [3, m] }\ntargets: { Y: [2, m] }\n'
const withLayers = (layers: string) =>
  `${HEAD}layers:\n${layers}\n  - dense: 2\nloss: squared-error\ntraining: { optimizer: gradient-descent }\n`
const ofEquations = (equation: string) =>
  `loopless: 1\nnetwork: f\ninputs: { a: [2, 3] }\nequations:\n  b: ${equation}\n`
const nested = (times: number, inner: string) => `{ repeat: { times: ${times}, layers: [${inner}] } }`
const eight = Array.from({ length: 8 }, (_, i) => `s${i}`)

function complaintsOf(text: string): readonly string[] {
  const report = new Report()
  const time = stopwatch()
  compile(sourceOf('bomb.yaml', text), library, report)
  renderAll(report.diagnostics)
  expect(time()).toBeLessThan(1000)
  return report.diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message, at }) => {
      expect(at.source.path).toBe('bomb.yaml')
      return `${code} ${message.slice(0, 70)}`
    })
}

describe('a bomb is refused', () => {
  it.each([
    [
      'lines below lines',
      Array.from({ length: 6000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      'E101 nested more',
    ],
    [
      'lists below lists',
      Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}-`).join('\n'),
      'E101 nested more',
    ],
    ['lists on one line', '- '.repeat(5000), 'E101 nested more'],
    ['brackets', '['.repeat(100_000), 'E101 nested more'],
    ['braces', '{a: '.repeat(100_000), 'E101 nested more'],
    ['parentheses', ofEquations(`${'('.repeat(50_000)}a`), 'E408 an equation of more than'],
    ['signs', ofEquations(`${'-'.repeat(50_000)}a`), 'E408 an equation of more than'],
    ['powers of powers', ofEquations(`a${'^2'.repeat(900)}`), 'E408 nested more than'],
    ['a size of 1e300', withLayers('  - dense: 1e300'), 'E308 `1e300` is'],
    ['a size beyond whole numbers', withLayers('  - dense: 9007199254740993'), 'E308 '],
    ['a size without end', withLayers('  - dense: .inf'), 'E205 `units` is a size'],
    ['a size that is none', withLayers('  - dense: .nan'), 'E205 `units` is a size'],
    ['an input of 1e300', `${HEAD.replace('[3', '[1e300')}layers: [dense: 2]\n`, 'E308 '],
    ['a product past 2^53', withLayers('  - dense: 2000000000\n  - dense: 2000000000'), 'E511 `W1`'],
    ['a computed size', withLayers('  - dense: "(2000000000 * 2000000000)^8"'), 'E308 '],
    ['a repeat of 1e9', withLayers('  - repeat: { times: 1e9, layers: [dense: 3] }'), 'E209 `times` is'],
    [
      'repeats in repeats',
      withLayers(`  - ${nested(1000, nested(1000, nested(1000, '{ dense: 3 }')))}`),
      'E209 1000 times 1000',
    ],
    ['repeats in a repeat', withLayers(`  - ${nested(50, nested(50, '{ dense: 3 }'))}`), 'E209 50 times 50'],
    [
      'a size of a million terms',
      `${ofEquations('a').replace('[2', `["((${eight.join('+')})^8)^8"`)}sizes: { ${eight.map((name) => `${name}: 2`).join(', ')} }\n`,
      'E403 multiplied out',
    ],
    [
      'a power that is too high',
      `${ofEquations('a').replace('[2', '["n^9"')}sizes: { n: 2 }\n`,
      'E403 a dimension',
    ],
  ])('%s', (_, text, expected) => {
    const complaints = complaintsOf(text)
    expect(complaints[0]).toContain(expected)
    // One of its parts may be wrong in the same way, and that is all.
    expect(complaints.length).toBeLessThanOrEqual(4)
  })

  it('aliases that would be a thousand million words are told, and never followed', () => {
    const lines = [...'bcdefghij'].map(
      (name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(', ')}]`,
    )
    const complaints = complaintsOf(
      `a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n${lines.join('\n')}\n`,
    )
    expect(complaints.filter((each) => each.startsWith('E107')).length).toBe(10)
  })

  it('and a batch of a million million examples compiles in no more time than a small one', () => {
    const text = withLayers('  - dense: 3')
    const fixed = (columns: string) =>
      text.replace('[3, m]', `[3, ${columns}]`).replace('[2, m]', `[2, ${columns}]`)
    expect(complaintsOf(fixed('1e12'))).toEqual([])
  })

  const many = (count: number, line: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => line(i)).join('')
  const small = withLayers('  - dense: 3')

  it.each([
    ['anchors', many(4000, (i) => `k${i}: &a${i} x\n`), 8000],
    [
      'anchors and their aliases',
      many(4000, (i) => `k${i}: &a${i} x\n`) + many(4000, (i) => `j${i}: *a${i}\n`),
      12_000,
    ],
    ['aliases of one anchor', `k: &a x\n${many(8000, (i) => `j${i}: *a\n`)}`, 8002],
    ['aliases of nothing, of unknown keys', many(10_000, (i) => `j${i}: *a${i}\n`), 20_000],
    ['aliases of nothing', `keep: [${many(20_000, (i) => `*a${i} , `)}]\n`, 20_000],
    ['unknown keys', many(20_000, (i) => `key${i}: 3\n`), 20_000],
    ['tags', `keep: [${many(20_000, (i) => `!t${i} x, `)}]\n`, 20_000],
    ['unknown metrics', `metrics: [${many(20_000, (i) => `met${i}x, `)}]\n`, 20_000],
    ['files that are missing', `words:\n${many(20_000, (i) => `  - f${i}.yaml\n`)}`, 20_000],
    [
      'sizes, each made of the one above',
      `sizes:\n  s0: 3\n${many(4000, (i) => `  s${i + 1}: s${i} + 1\n`)}`,
      0,
    ],
    ['parentheses that stay open', `sizes: { ${many(5000, (i) => `s${i}: (3, `)} }\n`, 5000],
    ['sizes of what is no size', `sizes:\n${many(4000, (i) => `  s${i}: t${i}\n`)}`, 4000],
    ['files that are one', `words:\n${many(45_000, () => '  - mine.yaml\n')}`, 2],
    ['files that are one, otherwise written', `words: [mine.yaml, ./mine.yaml, a/../mine.yaml]\n`, 2],
    ['lines of nothing', '\n'.repeat(5_000_000), 1],
    ['items', `keep: [${'a, '.repeat(1_000_000)}]\n`, 1],
    ['quotes', `summary: ${'"'.repeat(1_000_000)}\n`, 1],
    ['fewer quotes', `summary: ${'"'.repeat(80_000)}\n`, 1],
  ])('and many %s are told in time', (_, lines, complaints) => {
    expect(complaintsOf(small + lines).length).toBe(complaints)
  })

  it('and three thousand unknown words are told in time', () => {
    const layers = Array.from({ length: 3000 }, (_, i) => `  - dens${i}x: 3`).join('\n')
    expect(complaintsOf(withLayers(layers)).length).toBe(3000)
  })

  it('and of more unknown names than anybody reads, the first are advised, and the end of that is told', () => {
    const report = new Report()
    const names = `metrics: [${many(1500, () => 'x').replaceAll('x', 'acuracy, ')}]\n`
    compile(sourceOf('bomb.yaml', small + many(1500, (i) => `traning${i}: 3\n`) + names), library, report)
    for (const code of ['E203', 'E210']) {
      const told = report.diagnostics.filter((each) => each.code === code)
      expect(told.map(({ help }) => help !== undefined)).toEqual(told.map((_, at) => at < 1000))
      expect(told.flatMap(({ notes }, at) => notes.map((note) => `${at}: ${note}`))).toEqual([
        '1000: what was meant is looked for with the first 1000 only',
      ])
    }
  })

  it('and an equation that is an input, or becomes one, is what it is', () => {
    expect(complaintsOf(ofEquations('a'))).toEqual([])
    expect(complaintsOf(ofEquations(`a${'.T'.repeat(800)}`))).toEqual([])
  })
})

describe('names', () => {
  const NAMES = [
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'prototype',
    'valueOf',
    'class',
    'function',
    'await',
    'eval',
    'arguments',
    'this',
    'undefined',
    'null',
    'true',
    'NaN',
    'Infinity',
    'm',
    'Object',
    'globalThis',
  ]
  const places: Readonly<Record<string, (name: string) => string>> = {
    'a network': (name) => `loopless: 1\nnetwork: ${name}\ninputs: { X: [3, m] }\nlayers: [dense: 2]\n`,
    'a key': (name) => `${withLayers('  - dense: 3')}${name}: 3\n`,
    'an input': (name) => withLayers('  - dense: 3').replace('X:', `${name}:`),
    'a target': (name) => withLayers('  - dense: 3').replace('Y:', `${name}:`),
    'a size': (name) => `${withLayers(`  - dense: ${name}`)}sizes: { ${name}: 3 }\n`,
    'a layer': (name) => withLayers(`  - dense: 3\n    as: ${name}`),
    'a source': (name) => withLayers(`  - dense: 3\n    from: ${name}`),
    'a word': (name) => withLayers(`  - ${name}`),
    'a word with a value': (name) => withLayers(`  - ${name}: 3`),
    'an activation': (name) => withLayers(`  - dense: { units: 3, activation: ${name} }`),
    'an attribute': (name) => withLayers(`  - dense: { units: 3, ${name}: 3 }`),
    'a class': (name) => withLayers('  - dense: 3').replace('[2, m]', `{ classes: [${name}, other] }`),
    'a kept value': (name) => `${withLayers('  - dense: 3')}keep: [${name}]\n`,
    'an allowance': (name) => `${withLayers('  - dense: 3')}allow: { ${name}: never mind }\n`,
    'a column': (name) =>
      `${withLayers('  - dense: 3').replace('[3, m]', '[1, m]')}data: { file: a.csv, inputs: { X: { columns: [${name}] } }, targets: { Y: { columns: [${name}x, y] } } }\n`,
    'an equation': (name) => `loopless: 1\nnetwork: f\ninputs: { a: [] }\nequations:\n  ${name}: a + 1\n`,
    'an input of equations': (name) =>
      `loopless: 1\nnetwork: f\ninputs: { ${name}: [] }\nequations:\n  b: ${name} + 1\n`,
    'a name in an equation': (name) =>
      `loopless: 1\nnetwork: f\ninputs: { a: [] }\nequations:\n  b: a + ${name}\n`,
    'a function': (name) => `loopless: 1\nnetwork: f\ninputs: { a: [] }\nequations:\n  b: ${name}(a)\n`,
    'what is differentiated': (name) =>
      `loopless: 1\nnetwork: f\ninputs: { a: [] }\nequations:\n  b: a + 1\ndifferentiate: { ${name}: a }\n`,
  }

  it.each(Object.keys(places))(
    'of objects and of TypeScript are refused or are names like others: %s',
    (place) => {
      for (const name of NAMES) {
        const report = new Report()
        const forms = compile(sourceOf('bomb.yaml', places[place]!(name)), library, report)
        expect(forms !== undefined || report.hasErrors, name).toBe(true)
        for (const { message, at } of report.diagnostics) {
          expect(message, name).not.toMatch(/\[object|native code|function \w+\(/)
          expect(at.source.path).toBe('bomb.yaml')
        }
      }
    },
  )
})
