import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { sameButForFormat } from '../../compiler/9-emit/same-but-for-format.ts'
import { root } from './support/built.ts'

/** A formatter of other habits than ours, which is not told to look away. */
const HABITS = {
  formatter: { indentStyle: 'tab', lineWidth: 60 },
  javascript: {
    formatter: {
      quoteStyle: 'double',
      semicolons: 'always',
      trailingCommas: 'none',
      arrowParentheses: 'asNeeded',
      quoteProperties: 'preserve',
    },
  },
}
const folder = mkdtempSync(join(tmpdir(), 'loopless-format-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(join(folder, 'biome.json'), JSON.stringify(HABITS))

const DIRECTIVE = '// biome-ignore-all format: generated\n'

function reformatted(text: string): string {
  const words = ['format', `--config-path=${folder}`, '--stdin-file-path=module.ts']
  const { stdout, status } = spawnSync(join(root, 'node_modules/.bin/biome'), words, {
    input: text.replace(DIRECTIVE, ''),
    encoding: 'utf8',
  })
  expect(status).toBe(0)
  return stdout.replace('// @generated\n', `$&${DIRECTIVE}`)
}

describe('a module that a formatter wrote anew', () => {
  it.each(readdirSync(join(root, 'generated')).filter((name) => name.endsWith('.ts')))(
    'is the same but for its format: %s',
    (name) => {
      const text = readFileSync(join(root, 'generated', name), 'utf8')
      const other = reformatted(text)
      expect(other).not.toBe(text)
      expect(sameButForFormat(other, text)).toBe(true)
    },
  )

  it.each([
    ['blanks and line ends', 'f( a,b )', 'f(a,\r\n\tb)'],
    ['semicolons', 'a()\nb();', 'a();\nb()'],
    ['quotes', `f('a"b', "c")`, `f("a\\"b", 'c')`],
    ['quotes around names', `({ 'a': 1, b: 2 })`, '({ a: 1, "b": 2 })'],
    ['a comma at the end', 'f(a, b); [1, 2]', 'f(a, b,); [1, 2,]'],
    ['parentheses that change nothing', 'a + (b * c); (x) => x', 'a + b * c; x => x'],
    ['a bar before the first', 'type A = | B | C', 'type A = B | C'],
    ['how a number is written', 'f(0.50, 1e3)', 'f(.5, 1000)'],
    ['where comments stand', 'a() // one\n// two\nb()', 'a()\n// one\n  // two\nb()'],
  ])('may differ in %s', (_, one, other) => {
    expect(sameButForFormat(one, other)).toBe(true)
  })

  it.each([
    ['parentheses that change what is computed', '(a + b) * c', 'a + b * c'],
    ['a number', 'f(0.5)', 'f(0.25)'],
    ['an operator', 'a + b', 'a - b'],
    ['a string', "f('a')", "f('b')"],
    ['a name in quotes that is a string', "f('a')", 'f(a)'],
    ['a comment', 'a() // planar.yaml:9', 'a() // planar.yaml:10'],
    ['a comment less', 'a() // one', 'a()'],
    ['an order', 'a()\nb()', 'b()\na()'],
    ['a keyword', 'const a = 1', 'let a = 1'],
    ['a type', 'let a: B<2>', 'let a: B<3>'],
    ['an element that is left out', 'f([a, b])', 'f([a, , b])'],
    ['what is no TypeScript', 'class A { b() {} }', 'class A { b() {}'],
  ])('does not differ in %s', (_, one, other) => {
    expect(sameButForFormat(one, other)).toBe(false)
  })
})
