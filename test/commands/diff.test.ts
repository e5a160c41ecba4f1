import { describe, expect, it } from 'vitest'
import { project } from './support/project.ts'
import { repository } from './support/repository.ts'
import { SMALL, WORD } from './support/specs.ts'

const LARGER = SMALL.replace(
  '  - dense: { units: 3, activation: tanh }\n',
  '  - standardize\n  - dense: { units: 5, activation: relu }\n  - dense: { units: 4, activation: tanh }\n',
)
  .replace('Y: [1, m]', 'Y: { shape: [1, m], classes: [no, yes] }')
  .replace('- dense: 1', '- dense: { units: 1, activation: sigmoid }')
  .replace('squared-error', 'binary-cross-entropy')

describe('loopless diff', () => {
  it('shows what changed, from and to', async () => {
    const { loopless } = project({ 'a.yaml': SMALL, 'b.yaml': LARGER })
    const { code, stdout, stderr } = await loopless(['diff', 'a.yaml', 'b.yaml'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatchInlineSnapshot(`
      "small · float32

         layer        word                                  shape               parameters  multiply-adds
         X            input                                 (2, m)
      ~  Y            target → target: no, yes              (1, m)
      +  standardize  standardize                           (2, m)                       0              0
      ~  1            dense 3, tanh → dense 5, relu         (3, m) → (5, m)         9 → 15         6 → 10
      ~  2            dense 1 → dense 4, tanh               (1, m) → (4, m)         4 → 24         3 → 20
      +  3            dense 1, sigmoid                      (1, m)                       5              4
      ~  loss         squared-error → binary-cross-entropy
         update       gradient-descent
         total                                                               13 → 44 (+31)   9 → 34 (+25)
      "
    `)
  })

  it('removes the layer that is gone, and not the last', async () => {
    const three = SMALL.replace('  - dense: 1\n', '  - dense: { units: 4, activation: relu }\n  - dense: 1\n')
    const { loopless } = project({ 'a.yaml': three, 'b.yaml': SMALL })
    expect((await loopless(['diff', 'a.yaml', 'b.yaml'])).stdout).toMatchInlineSnapshot(`
      "small · float32

         layer   word              shape      parameters  multiply-adds
         X       input             (2, m)
         Y       target            (1, m)
         1       dense 3, tanh     (3, m)              9              6
      -  2       dense 4, relu     (4, m)             16             12
      ~  3 → 2   dense 1           (1, m)          5 → 4          4 → 3
         loss    squared-error
         update  gradient-descent
         total                             30 → 13 (−17)   22 → 9 (−13)
      "
    `)
    expect((await loopless(['diff', 'b.yaml', 'a.yaml'])).stdout).toMatch(/^\+ {2}2 +dense 4, relu/m)
  })

  it.each([
    ['a name', '    as: one\n', '{ one: uno }', 'one'],
    ['a number', '', '{ 1: uno }', '1'],
  ])('shows a layer by what it was called too, where that was %s', async (_, as, renamed, before) => {
    const named = (text: string) => SMALL.replace('tanh }\n', `tanh }\n${text}`)
    const { loopless } = project({
      'a.yaml': named(as),
      'b.yaml': `${named('    as: uno\n')}renamed: ${renamed}\n`,
    })
    const { stdout } = await loopless(['diff', 'a.yaml', 'b.yaml'])
    expect(stdout).toContain(`~  ${before} → uno`)
    expect(stdout).not.toMatch(/^[+-]/m)
  })

  it('is a table in Markdown too', async () => {
    const { loopless } = project({ 'a.yaml': SMALL, 'b.yaml': LARGER })
    expect(
      (await loopless(['diff', 'b.yaml', 'a.yaml', '--format', 'markdown'])).stdout,
    ).toMatchInlineSnapshot(`
      "**small · float32**

      | | layer | word | shape | parameters | multiply-adds |
      |---|---|---|---|--:|--:|
      | | X | input | (2, m) | | |
      | \`~\` | Y | target: no, yes → target | (1, m) | | |
      | \`-\` | standardize | standardize | (2, m) | 0 | 0 |
      | \`~\` | 1 | dense 5, relu → dense 3, tanh | (5, m) → (3, m) | 15 → 9 | 10 → 6 |
      | \`~\` | 2 | dense 4, tanh → dense 1 | (4, m) → (1, m) | 24 → 4 | 20 → 3 |
      | \`-\` | 3 | dense 1, sigmoid | (1, m) | 5 | 4 |
      | \`~\` | loss | binary-cross-entropy → squared-error | | | |
      | | update | gradient-descent | | | |
      | | **total** | | | **44 → 13 (−31)** | **34 → 9 (−25)** |
      "
    `)
  })

  it('is text in one line and no Markdown, whatever classes are called', async () => {
    const names = [
      'new\nline',
      '<img src=x>',
      '@everyone',
      '[x](http://e)',
      'www.e.org',
      'a@e.org',
      '`b`',
      '**c**',
      '_d_',
      'snake_case',
      'e|f',
      String.raw`g\|h`,
      '&amp;',
      '#1',
      '$i$',
      '~j~',
      ':+1:',
    ]
    const classes = (some: readonly string[]) =>
      SMALL.replace('Y: [1, m]', `Y: { classes: ${JSON.stringify(some)} }`)
        .replace('- dense: 1', `- dense: { units: ${names.length}, activation: softmax }`)
        .replace('squared-error', 'cross-entropy')
    const { loopless } = project({ 'a.yaml': classes(names), 'b.yaml': classes(names.toReversed()) })
    const { stdout } = await loopless(['diff', 'a.yaml', 'a.yaml', '--format', 'markdown'])
    const [, cell] = /target: (.*) \| \(\d+, m\) \| \| \|$/m.exec(stdout) ?? []
    expect(cell?.split(', ')).toEqual([
      'new␊line',
      String.raw`\<img src=x>`,
      '@&#8203;everyone',
      String.raw`\[x\](http:&#8203;//e)`,
      'www&#8203;.e.org',
      'a@&#8203;e.org',
      String.raw`\`b\``,
      String.raw`\*\*c\*\*`,
      String.raw`\_d\_`,
      'snake_case',
      String.raw`e\|f`,
      String.raw`g\\\|h`,
      String.raw`\&amp;`,
      '#&#8203;1',
      String.raw`\$i\$`,
      String.raw`\~j\~`,
      ':&#8203;+1:',
    ])
    const text = (await loopless(['diff', 'a.yaml', 'b.yaml'])).stdout.split('\n')
    expect(text.filter((line) => line.includes('target: '))).toEqual([
      expect.stringMatching(/^~ {2}Y .*new␊line.* → target: .*new␊line/),
    ])
    const { stdout: broken } = await loopless(['breaking', 'b.yaml', '--against', 'a.yaml'])
    expect(broken).toContain('what `Y` is one of is :+1:, ')
    expect(broken).not.toContain('new\nline')
  })

  it.each([
    ['diff', 'a.yaml', 'wrong.yaml'],
    ['breaking', 'wrong.yaml', '--against', 'a.yaml'],
  ])('tells programs of mistakes as check does: %s', async (...words) => {
    const { loopless } = project({ 'a.yaml': SMALL, 'wrong.yaml': SMALL.replace('tanh', 'tan') })
    const { code, stdout } = await loopless([...words, '--format', 'json'])
    const check = await loopless(['check', 'wrong.yaml', '--format', 'json'])
    expect({ code, told: JSON.parse(stdout) }).toEqual({ code: 1, told: JSON.parse(check.stdout) })
    const { code: same, stdout: none, stderr } = await loopless(words)
    expect({ same, none }).toEqual({ same: 1, none: '' })
    expect(stderr).toContain('error[E210]')
  })

  it('is data, whose totals are those of inspect', async () => {
    const { loopless } = project({ 'a.yaml': SMALL, 'b.yaml': LARGER })
    const { before, after, rows } = JSON.parse(
      (await loopless(['diff', 'a.yaml', 'b.yaml', '--format', 'json'])).stdout,
    )
    for (const { spec, parameters, multiplyAdds } of [before, after])
      expect(JSON.parse((await loopless(['inspect', spec, '--format', 'json'])).stdout)).toMatchObject({
        parameters,
        multiplyAdds,
      })
    expect(rows.map(({ change }: { change: string }) => change)).toContain('added')
  })

  it('changes nothing between a network and itself', async () => {
    const { loopless } = project({ 'a.yaml': SMALL })
    const { rows } = JSON.parse((await loopless(['diff', 'a.yaml', 'a.yaml', '--format', 'json'])).stdout)
    expect(new Set(rows.map(({ change }: { change: string }) => change))).toEqual(new Set(['same']))
  })

  it('reads what was committed, with the words of that time', async () => {
    const spec = SMALL.replace('layers:', 'words: [../words/double.yaml]\nlayers:\n  - double')
    const { loopless, write, remove, commit } = repository({
      'specs/small.yaml': spec,
      'words/double.yaml': WORD,
    })
    write({ 'specs/small.yaml': spec.replace('units: 3', 'units: 7') })
    remove('words')
    write({ 'words/double.yaml': WORD.replace('2 * A', '3 * A + 1') })
    commit('second')
    write({ 'specs/small.yaml': SMALL })
    remove('words')
    const units = async (before: string, after: string, from = '.') => {
      const { stdout } = await loopless(['diff', before, after, '--format', 'json'], { from })
      const { rows } = JSON.parse(stdout)
      return rows.flatMap((row: { before?: { word: string }; after?: { word: string } }) =>
        [row.before?.word, row.after?.word].filter((word) => /^dense \d+, tanh$/.test(word ?? '')),
      )
    }
    expect(await units('first:specs/small.yaml', 'second:specs/small.yaml')).toEqual([
      'dense 3, tanh',
      'dense 7, tanh',
    ])
    expect(await units('second:small.yaml', 'small.yaml', 'specs')).toEqual([
      'dense 7, tanh',
      'dense 3, tanh',
    ])
    expect(await units('HEAD~1:../specs/small.yaml', 'HEAD:../specs/small.yaml', 'specs')).toHaveLength(2)
  })

  it('shows mistakes of what was committed where they are', async () => {
    const { loopless } = repository({ 'small.yaml': SMALL.replace('tanh', 'tan') })
    const { code, stderr } = await loopless(['diff', 'first:small.yaml', 'first:small.yaml'])
    expect(code).toBe(1)
    expect(stderr).toContain('error[E210]')
    expect(stderr).toContain('--> first:small.yaml:6:')
  })

  it.each([
    ['no such file', 'smal.yaml', 'did you mean `small.yaml`?'],
    ['no such revision', 'second:small.yaml', 'there is no file `second:small.yaml`'],
    ['no such file then', 'first:large.yaml', 'there is no file `large.yaml` in `first`'],
    ['an option of git', '--output=x:small.yaml', "unknown option '--output=x:small.yaml'"],
    ['a word', 'double.yaml', 'compares networks'],
  ])('refuses %s', async (_, name, said) => {
    const { loopless } = repository({ 'small.yaml': SMALL, 'double.yaml': WORD })
    const { code, stderr, stdout } = await loopless(['diff', name, 'small.yaml'])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(said)
  })

  it('never hands git an option in the place of a revision', async () => {
    const { loopless, has } = repository({ 'small.yaml': SMALL })
    expect((await loopless(['diff', '--', '--output=x:small.yaml', 'small.yaml'])).code).toBe(2)
    expect(has('x')).toBe(false)
  })
})
