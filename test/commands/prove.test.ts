import { describe, expect, it } from 'vitest'
import { project } from './support/project.ts'
import { called, ROOT, ROOTED, SMALL, WORD, WRONG } from './support/specs.ts'

const EQUATIONS = `loopless: 1
network: bilinear
sizes: { a: 2, b: 3 }
inputs: { A: [a, b], p: [b, 1], c: [] }
equations:
  v: A @ p
  J: sum(c * v * v, over=a)
differentiate: { J: [A, p, c] }
`

const AIMLESS = called('aimless')
  .replace(/targets.*\n/, '')
  .replace(/loss:[\s\S]*/, '')

const TIME = String.raw` {2}\d+\.\d s`

describe('loopless prove', () => {
  it('says in a line for each network what is proved', async () => {
    const { loopless } = project({
      'specs/aimless.yaml': AIMLESS,
      'specs/bilinear.yaml': EQUATIONS,
      'specs/small.yaml': SMALL,
      'specs/word.yaml': WORD,
    })
    await loopless(['generate'])
    const { code, stdout, stderr } = await loopless(['prove'])
    const rest = `no loops · sizes · memory · kernels agree · as committed${TIME}`
    const [aimless, bilinear, small, ...others] = stdout.trimEnd().split('\n')
    expect(others).toEqual([])
    expect(aimless).toMatch(new RegExp(`^aimless   nothing to differentiate · ${rest}$`))
    expect(bilinear).toMatch(
      new RegExp(`^bilinear  gradients 3 inputs, 12 directions, worst \\d\\.\\de-\\d+ · ${rest}$`),
    )
    expect(small).toMatch(
      new RegExp(`^small     gradients 4 parameters, 15 directions, worst \\d\\.\\de-\\d+ · ${rest}$`),
    )
    expect(code).toBe(0)
    expect(stderr).toMatch(/^proved 3 networks in \d+\.\d s\n$/)
  })

  it('shows what is not proved, and where, and goes on', async () => {
    const { loopless } = project({
      'specs/rooted.yaml': ROOTED,
      'specs/small.yaml': SMALL,
      'layers/root.yaml': ROOT,
    })
    const { code, stdout, stderr } = await loopless(['prove', 'specs', '--skip', 'committed,sizes'])
    expect(code).toBe(1)
    const [rooted, small, blank, ...diagnostic] = stdout.split('\n')
    expect(small).toMatch(/^small {3}gradients .* · kernels agree {2}/)
    expect(rooted).toMatch(/^rooted {2}✗ gradients · no loops · memory · kernels agree {2}/)
    expect(blank).toBe('')
    expect(diagnostic.join('\n').trimEnd().split('\n')).toEqual([
      expect.stringMatching(
        /^error\[E410\]: the gradient by `W1\.at\(\d, \d\)` is NaN, and differences of the loss show -?[\d.]+$/,
      ),
      '  --> specs/rooted.yaml:8:5',
      '   |',
      ' 7 |   - dense: { units: 3, activation: tanh }',
      '   |     ------------------------------------- `W1` is here',
      ' 8 |   - root',
      '   |     ^^^^',
      expect.stringMatching(/= on the way back the first that is no number is `divide`/),
      '   = in layer word `root`, layers/root.yaml:5:14',
      expect.stringContaining('= help: `where` chooses between values'),
    ])
    expect(stderr).toMatch(/^1 not proved of 2 networks in \d/)
  })

  it('wants the module as it is generated', async () => {
    const { loopless, read, write } = project({ 'specs/small.yaml': SMALL })
    const prove = () => loopless(['prove', '--only', 'committed'])
    const missing = await prove()
    expect(missing.code).toBe(1)
    expect(missing.stdout).toMatch(/^small {2}✗ committed {2}/)
    expect(missing.stdout).toContain('error[E416]: there is no module generated/small.ts')
    expect(missing.stdout).toContain('--> specs/small.yaml:2:10')

    await loopless(['generate'])
    expect((await prove()).stdout).toMatch(/^small {2}as committed {2}/)
    write({ 'generated/small.ts': read('generated/small.ts').replaceAll('\n', '\r\n') })
    expect((await prove()).code).toBe(0)

    write({ 'generated/small.ts': read('generated/small.ts').replace('this.backward()', 'this.forwards()') })
    const stale = await prove()
    expect(stale.code).toBe(1)
    expect(stale.stdout).toContain('error[E416]: generated/small.ts is not what this spec makes')
    write({
      'generated/small.ts': read('generated/small.ts')
        .replace('this.forwards()', 'this.backward()')
        .replace('affineTanh(', 'affineTanh(this.X, '),
    })
    // In the method of the first layer.
    expect((await prove()).stdout).toContain('--> specs/small.yaml:6:5')
    expect(stale.stdout).toMatch(/= generated\/small\.ts:\d+: this\.forwards\(\)/)
  })

  it('tells machines the same', async () => {
    const { loopless } = project({ 'specs/rooted.yaml': ROOTED, 'layers/root.yaml': ROOT })
    const { code, stdout } = await loopless(['prove', '--only', 'gradients,loops', '--format', 'json'])
    expect(code).toBe(1)
    const { networks, diagnostics } = JSON.parse(stdout)
    expect(networks).toEqual([
      {
        network: 'rooted',
        file: 'specs/rooted.yaml',
        proofs: [
          { proof: 'gradients', holds: false },
          { proof: 'loops', holds: true, says: 'no loops' },
        ],
        seconds: expect.any(Number),
      },
    ])
    expect(diagnostics).toMatchObject([
      {
        code: 'E410',
        severity: 'error',
        at: {
          file: 'specs/rooted.yaml',
          start: { line: 8, column: 5 },
          end: { line: 8, column: 9 },
        },
        labels: [{ text: '`W1` is here', at: { start: { line: 7 } } }],
      },
    ])
  })

  it('annotates pull requests, and writes what others read', async () => {
    const { loopless } = project({ 'specs/rooted.yaml': ROOTED, 'layers/root.yaml': ROOT })
    const told = (format: string) => loopless(['prove', '--only', 'gradients', '--format', format])
    const github = await told('github')
    expect(github.code).toBe(1)
    expect(github.stdout).toMatch(/^rooted {2}✗ gradients {2}/)
    expect(github.stdout).toMatch(/^::error file=specs\/rooted\.yaml,line=8,.*E410/m)
    const sarif = await told('sarif')
    expect(sarif.code).toBe(1)
    expect(JSON.parse(sarif.stdout).runs[0].results).toMatchObject([{ ruleId: 'E410', level: 'error' }])
    expect(sarif.stderr).toMatch(/^rooted {2}✗ gradients {2}/)
  })

  it('draws other numbers with another seed, and the same with the same', async () => {
    const { loopless } = project({ 'specs/small.yaml': SMALL })
    const worst = async (seed: string) => {
      const { stdout } = await loopless(['prove', '--only', 'gradients', '--seed', seed])
      return /worst \S+/.exec(stdout)![0]
    }
    expect(await worst('1')).toBe(await worst('1'))
    expect(await worst('1')).not.toBe(await worst('2'))
  })

  it.each([
    ['a word alone', ['word.yaml'], 2, 'there are no networks here, only words'],
    ['a spec with a mistake', ['wrong.yaml'], 1, 'error[E210]'],
    ['a proof that is not there', ['small.yaml', '--only', 'gradient'], 2, 'did you mean `gradients`?'],
    ['nothing', ['small.yaml', '--only', 'sizes', '--skip', 'sizes'], 2, 'there is nothing to prove'],
    ['by no seed', ['small.yaml', '--seed', '-1'], 2, 'a whole number'],
  ])('does not prove %s', async (_, words, expected, said) => {
    const { loopless } = project({ 'word.yaml': WORD, 'wrong.yaml': WRONG, 'small.yaml': SMALL })
    const { code, stdout, stderr } = await loopless(['prove', ...words])
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' })
    expect(stderr).toContain(said)
  })
})
