import { describe, expect, it } from 'vitest'
import { render } from '../../compiler/9-emit/render.ts'
import { sourceOf } from '../../compiler/forms/source.ts'
import { compiled } from '../support/compiled.ts'
import { type LoadedFormula, loaded } from '../support/loaded.ts'

/**
 * What a spec says reaches its module as data, or inside comments, and never as code. Each of these texts would set
 * `globalThis.broken`, were it taken for code where it stands.
 */
const HOSTILE: readonly string[] = [
  "'; globalThis.broken = 1; '",
  '"; globalThis.broken = 1; "',
  '`; globalThis.broken = 1; `',
  ['$', '{globalThis.broken = 1}'].join(''),
  '*/ globalThis.broken = 1; /*',
  '// */ globalThis.broken = 1 //',
  '\nglobalThis.broken = 1\n',
  '\r\nglobalThis.broken = 1\r\n',
  '\u2028globalThis.broken = 1\u2028',
  '\u2029globalThis.broken = 1\u2029',
  '\u2028 before',
  '\u0000\u0001\u001b[31m\u007f\u0085',
  '\\\u0000',
  '\\',
  "\\'; globalThis.broken = 1; //",
  '\\u0027; globalThis.broken = 1; //',
  '</script><script>globalThis.broken = 1</script>',
  '<!-- globalThis.broken = 1 -->',
  '__proto__',
  'constructor',
  '\u202e; globalThis.broken = 1',
  '@ts-nocheck',
  '# sourceMappingURL=data:x',
]

const yaml = (text: string) => JSON.stringify(text)

async function runs(text: string, path = 'network.yaml', files: Readonly<Record<string, string>> = {}) {
  const forms = compiled(sourceOf(path, text), files)
  const module = await loaded<Record<string, unknown>>(forms)
  expect('broken' in globalThis).toBe(false)
  const code = await render(forms.emit)
  // To git and to editors it is text, in as many lines as it seems.
  expect(code).not.toMatch(/(?![\t\n])[\p{Cc}\u2028\u2029]/u)
  return { module, code }
}

describe.each(HOSTILE.map((text) => ({ text, name: yaml(text) })))('$name', ({ text }) => {
  it('is a summary, a class, a column and a category', async () => {
    const other = `${text}2`
    const { module } = await runs(`loopless: 1
network: hostile
summary: ${yaml(text)}
data:
  file: ${yaml(`${text}.csv`)}
  inputs: { X: { columns: [${yaml(text)}, { ${yaml(`${text} kind`)}: [${yaml(text)}, ${yaml(other)}] }] } }
  targets: { Y: { columns: [${yaml(other)}] } }
inputs: { X: [3, m] }
targets: { Y: { classes: [${yaml(text)}, ${yaml(other)}] } }
layers:
  - dense: { units: 2, activation: softmax }
loss: cross-entropy
training: { optimizer: gradient-descent }
`)
    const create = module['create'] as (
      options: object,
    ) => Promise<{ classify(X: unknown): readonly string[] }>
    const net = await create({ batch: 1, seed: 1 })
    const X = (module['X'] as (rows: readonly (readonly number[])[]) => unknown)([[1, 0, 1]])
    expect([text, other]).toContain(net.classify(X)[0])
    const encode = module['encode'] as (example: object) => unknown
    const example = Object.fromEntries([
      [text, 1],
      [`${text} kind`, other],
    ])
    expect(encode(example)).toBeDefined()
    expect('broken' in globalThis).toBe(false)
  })

  it('is the summary of a function, and of a word', async () => {
    const { module } = await runs(`loopless: 1
network: hostile
summary: ${yaml(text)}
inputs: { a: [] }
equations: { b: 3 * a }
`)
    expect((module as unknown as LoadedFormula).evaluate!({ a: 2 })).toEqual({ b: 6 })
    await runs(
      'loopless: 1\nnetwork: hostile\nwords: [double.yaml]\ninputs: { X: [3, m] }\nlayers: [double, dense: 2]\n',
      'network.yaml',
      {
        'double.yaml': `loopless: 1
layer: double
summary: ${yaml(text)}
source: ${yaml(text)}
differs: ${yaml(text)}
input: { A: [n, m] }
equations: { out: 2 * A }
output: { out: [n, m] }
`,
      },
    )
  })

  it('is part of the path of a file', async () => {
    // Control characters in paths are refused before anything is read.
    if (/[\p{Cc}\u2028\u2029]/u.test(text)) return
    await runs(
      'loopless: 1\nnetwork: hostile\ninputs: { X: [3, m] }\nlayers: [dense: 2]\n',
      `specs/${text}.yaml`,
    )
  })
})

describe('what stands in a comment as it was written', () => {
  it.each([
    ['lines in quotes', 'dense: { units: "4\n\n        + 3" }'],
    ['lines without quotes', 'dense: { units: 4\n        + 3 }'],
    ['a block', 'dense:\n      units: |\n        4\n        + 3\n'],
    ['a folded block', 'dense:\n      units: >\n        4\n\n        + 3\n'],
    ['an escape', String.raw`dense: { units: "4 \u002b 3\u2028" }`],
    ['a separator of lines', 'dense: { units: "4\u2028+ 3" }'],
  ])('is one line there: %s', async (_, layer) => {
    const { code } = await runs(
      `loopless: 1\nnetwork: hostile\ninputs: { X: [3, m] }\nlayers:\n  - ${layer}\n  - dense: 2\n`,
    )
    expect(code).toMatch(/^ *\/\/ layer 1 · dense 4 (\+|\\u002b) 3 · network\.yaml:\d+$/m)
  })
})
