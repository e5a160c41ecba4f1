import { describe, expect, it } from 'vitest'
import { networksIn } from '../../compiler/commands/breaking/earlier.ts'
import { savedOf } from '../../compiler/commands/breaking/saved.ts'
import { writeSafetensors } from '../../runtime/safetensors.ts'
import { save } from '../../runtime/weights.ts'
import { project } from './support/project.ts'
import { repository } from './support/repository.ts'
import { CSV, called, SMALL, TRAINABLE, WORD } from './support/specs.ts'

type Files = Readonly<Record<string, string>>

interface Told {
  readonly network: string
  readonly breaking: boolean
  readonly loads?: { readonly weights: boolean; readonly state: boolean }
  readonly findings: readonly {
    readonly severity: string
    readonly subject: string
    readonly message: string
    readonly help?: string
    readonly at: { readonly file: string; readonly line: number; readonly column: number }
  }[]
}

async function compared(before: string, after: string) {
  const { loopless } = project({ 'old/net.yaml': before, 'new/net.yaml': after })
  const words = ['breaking', 'new/net.yaml', '--against', 'old/net.yaml']
  const { code, stdout } = await loopless([...words, '--format', 'json'])
  const [told] = (JSON.parse(stdout) as { networks: readonly Told[] }).networks
  return { code, ...told! }
}

function networkOf(text: string) {
  return networksIn([
    {
      file: '/small.yaml',
      source: { path: 'small.yaml', text },
      project: { root: '/', specs: [], out: '/' },
    },
  ])[0]!
}

const NAMED = SMALL.replace(
  '  - dense: { units: 3, activation: tanh }\n',
  '  - standardize\n  - dense: { units: 3, activation: tanh }\n    as: encoder\n',
)
const RENAMED = NAMED.replace('as: encoder', 'as: features')

describe('loopless breaking', () => {
  it('finds nothing where nothing changed', async () => {
    expect(await compared(SMALL, SMALL)).toEqual({
      code: 0,
      network: 'small',
      breaking: false,
      loads: { weights: true, state: true },
      findings: [],
    })
  })

  it.each<[string, string, string, readonly string[]]>([
    [
      'an input of another size',
      '[2, m]',
      '[4, m]',
      ['callers interface input `X` is (4, m), and was (2, m)'],
    ],
    [
      'an input of another name',
      'X: [2, m]',
      'U: [2, m]',
      ['callers interface input `X` is gone', 'callers interface input `U` is new'],
    ],
    [
      'classes',
      'Y: [1, m]',
      'Y: { shape: [1, m], classes: [a, b] }',
      ['nobody interface what `Y` is one of is new'],
    ],
    [
      'the precision',
      'inputs:',
      'precision: float64\ninputs:',
      ['callers interface the precision is float64, and was float32'],
    ],
    ['a fixed batch', '[2, m]', '[2, 7]', ['callers interface the batch of training is new']],
    [
      'the name',
      'network: small',
      'network: other',
      ['callers interface the name of the network is `other`, and was `small`'],
    ],
    [
      'a metric that is new',
      'loss:',
      'metrics: [r-squared]\nloss:',
      ['nobody interface the metric `rSquared` is new'],
    ],
  ])('says that %s breaks callers, or not', async (_, from, to, expected) => {
    const told = await compared(SMALL, SMALL.replace(from, to))
    const found = told.findings.map(({ severity, subject, message }) => `${severity} ${subject} ${message}`)
    expect(found).toEqual(expect.arrayContaining([...expected]))
    expect(told.code).toBe(expected.some((line) => !line.startsWith('nobody')) ? 1 : 0)
  })

  it('says which parameters are of other sizes, new or gone, where that is read', async () => {
    const { code, findings, loads } = await compared(
      SMALL,
      SMALL.replace('units: 3, activation: tanh', 'units: 5, activation: tanh').replace(
        '  - dense: 1\n',
        '  - dense: { units: 1, bias: false }\n',
      ),
    )
    expect({ code, loads }).toEqual({ code: 1, loads: { weights: false, state: false } })
    expect(
      findings.map(({ severity, message, at }) => `${severity} ${at.file}:${at.line} ${message}`),
    ).toEqual([
      'weights new/net.yaml:6 `W1` (5, 2) was (3, 2)',
      'weights new/net.yaml:6 `b1` (5, 1) was (3, 1)',
      'weights new/net.yaml:7 `W2` (1, 5) was (1, 3)',
      'weights old/net.yaml:7 `b2` (1, 1) is gone',
    ])
  })

  it('sees that another function of the same parameters is none for saved weights', async () => {
    const { code, findings } = await compared(SMALL, SMALL.replace('tanh', 'sigmoid'))
    expect(code).toBe(1)
    expect(findings).toMatchObject([{ severity: 'weights', subject: 'computation', at: { line: 6 } }])
  })

  it.each([
    ['another activation', 'tanh', 'sigmoid', 6],
    ['an activation that is gone', ', activation: tanh', '', 6],
    ['a layer in between', '  - dense: 1\n', '  - clip: { low: -1, high: 2 }\n  - dense: 1\n', 7],
    ['a layer at the end', '  - dense: 1\n', '  - dense: 1\n  - clip: { low: -1, high: 2 }\n', 8],
    ['another number in a layer', 'activation: tanh', 'activation: { elu: { alpha: 2 } }', 6],
  ])('points at what is computed otherwise: %s', async (_, from, to, line) => {
    const { findings } = await compared(SMALL, SMALL.replace(from, to))
    expect(findings).toMatchObject([
      { subject: 'computation', at: { file: 'new/net.yaml', line, column: 5 } },
    ])
  })

  it('sees that inputs have changed places', async () => {
    const minus = WORD.replace('layer: double', 'layer: minus')
      .replace('{ A: [n, m] }', '{ A: [n, m], B: [n, m] }')
      .replace('2 * A', 'A - 2 * B')
      .replace('example: double', 'example: { minus: {} }')
    const of = (from: string) =>
      SMALL.replace('X: [2, m]', 'U: [2, m], V: [2, m]').replace(
        'layers:',
        `words: [../minus.yaml]\nlayers:\n  - minus: {}\n    from: ${from}`,
      )
    const { loopless } = project({
      'minus.yaml': minus,
      'old/net.yaml': of('[U, V]'),
      'new/net.yaml': of('[V, U]'),
    })
    const { code, stdout } = await loopless(['breaking', 'new/net.yaml', '--against', 'old/net.yaml'])
    expect(code).toBe(1)
    expect(stdout).toContain('new/net.yaml:7:5  something else is computed of the same parameters')
  })

  it('points at the precision', async () => {
    const { findings } = await compared(SMALL, SMALL.replace('inputs:', 'precision: float64\ninputs:'))
    expect(findings[0]).toMatchObject({
      message: 'the precision is float64, and was float32',
      at: { line: 3, column: 12 },
    })
  })

  it.each([
    ['gradient-descent', '{ gradient-descent: { rate: 0.5 } }', 'settings'],
    ['gradient-descent', 'adam', 'optimizer state'],
  ])('lets weights load when the optimizer changes from %s to %s', async (from, to, subject) => {
    const by = (optimizer: string) => SMALL.replace('gradient-descent', optimizer)
    const { code, findings, loads } = await compared(by(from), by(to))
    expect({ code, loads }).toEqual({ code: 0, loads: { weights: true, state: true } })
    expect(findings.map((each) => each.subject)).toContain(subject)
  })

  it('says that files with a state are refused whole when the optimizer has another, as such a file is', async () => {
    const by = (optimizer: string) => SMALL.replace('gradient-descent', optimizer)
    const { code, findings, loads } = await compared(by('adam'), by('momentum'))
    expect({ code, loads }).toEqual({ code: 1, loads: { weights: true, state: false } })
    const state = { severity: 'weights', subject: 'optimizer state', at: { line: 10, column: 14 } }
    expect(findings).toMatchObject([
      {
        ...state,
        message:
          'what the optimizer remembers is v, and was v, s; files that were saved with it are refused whole',
      },
      { severity: 'nobody', subject: 'settings' },
    ])

    const { forms } = networkOf(by('adam'))
    const { loopless } = project({
      'small.yaml': by('momentum'),
      'with.safetensors': save(savedOf(forms), { optimizer: true }),
      'without.safetensors': save(savedOf(forms), { optimizer: false }),
    })
    const against = async (file: string) => {
      const ran = await loopless(['breaking', '--against', file, 'small.yaml', '--format', 'json'])
      return { code: ran.code, ...(JSON.parse(ran.stdout).networks as readonly Told[])[0]! }
    }
    expect(await against('without.safetensors')).toMatchObject({ code: 0, findings: [] })
    expect(await against('with.safetensors')).toMatchObject({
      code: 1,
      findings: [{ ...state, message: '`optimizer.s` [13] is unexpected' }],
    })
  })

  describe('of equations', () => {
    const CHAIN = `loopless: 1
network: chain
inputs: { a: [], b: [] }
equations:
  v: a - b
  J: 3 * v
differentiate: { J: [a, b] }
`
    it('speaks of no saved weights, where nothing is learned', async () => {
      expect(await compared(CHAIN, CHAIN)).toEqual({
        code: 0,
        network: 'chain',
        breaking: false,
        findings: [],
      })
    })

    it.each([
      ['J: 3 * v', 'J: 4 * v', 6],
      ['v: a - b', 'v: b - a', 5],
    ])('says where %s has become %s, which callers see', async (from, to, line) => {
      const told = await compared(CHAIN, CHAIN.replace(from, to))
      expect(told).not.toHaveProperty('loads')
      expect(told).toMatchObject({
        code: 1,
        findings: [
          {
            severity: 'callers',
            subject: 'computation',
            message: 'something else is computed of the same inputs',
            at: { line, column: 3 },
          },
        ],
      })
    })

    it('minds no other way to write the same', async () => {
      expect(await compared(CHAIN, CHAIN.replace('3 * v', 'v * 3'))).toMatchObject({ code: 0, findings: [] })
    })
  })

  it.each([
    ['epochs: 10', 'epochs: 20', '`epochs` is 20, and was 10'],
    ['loss: squared-error', 'loss: mean-squared-error', 'the loss is'],
    ['loss:', 'regularization: { l2: 0.1 }\nloss:', 'the regularization is new, l2'],
    ['epochs: 10', 'epochs: 10\n  stopping: { patience: 3 }', '`stopping` is new, { patience: 3 }'],
    ['tanh }', 'tanh, weights: he-normal }', 'layer 1 of the list is'],
  ])('says of %s to %s that nobody minds', async (from, to, said) => {
    const { code, findings } = await compared(SMALL, SMALL.replace(from, to))
    expect(code).toBe(0)
    expect(findings.map(({ severity, subject }) => [severity, subject])).toEqual([['nobody', 'settings']])
    expect(findings[0]!.message).toContain(said)
  })

  it('tells of long sections that they changed, in whatever place', async () => {
    const long = TRAINABLE.replace(
      'targets: { Y: { columns: [y] } }',
      `targets: { Y: { columns: [y] } } # ${'…'.repeat(120)}`,
    )
    const { findings } = await compared(long, long.replace('data.csv', 'more.csv'))
    expect(findings.map(({ message }) => message)).toEqual(['the data section says something else'])
  })

  it('recognises names that changed, and says what to write', async () => {
    const { code, findings } = await compared(NAMED, RENAMED)
    expect(code).toBe(1)
    expect(findings).toMatchObject([
      {
        severity: 'weights',
        message: '`features_W` (3, 2) was called `encoder_W`',
        help: '`renamed: { encoder: features }` lets saved weights load',
      },
      { message: '`features_b` (3, 1) was called `encoder_b`' },
    ])
    const declared = await compared(NAMED, `${RENAMED}renamed: { encoder: features }\n`)
    expect(declared).toMatchObject({ code: 0, loads: { weights: true, state: true } })
    expect(declared.findings.map(({ severity }) => severity)).toEqual(['nobody', 'nobody'])
  })

  it('recognises a layer that has got its first name', async () => {
    const first = await compared(SMALL, SMALL.replace('tanh }\n', 'tanh }\n    as: features\n'))
    expect(first.findings[0]!.help).toBe('`renamed: { 1: features }` lets saved weights load')
    const text = SMALL.replace('tanh }\n', 'tanh }\n    as: features\n').concat('renamed: { 1: features }\n')
    expect(await compared(SMALL, text)).toMatchObject({ code: 0, loads: { weights: true, state: true } })
  })

  it('does not take a renaming for an excuse', async () => {
    const wider = `${RENAMED.replace('units: 3', 'units: 4')}renamed: { encoder: features }\n`
    const { code, findings } = await compared(NAMED, wider)
    expect(code).toBe(1)
    expect(findings[0]!.message).toBe('`features_W` (4, 2) was called `encoder_W` (3, 2)')
  })

  it('reads a revision, its words and what is gone since', async () => {
    const own = SMALL.replace('layers:', 'words: [double.yaml]\nlayers:\n  - double')
    const { loopless, write, remove } = repository({
      'specs/own.yaml': own.replace('network: small', 'network: own'),
      'specs/double.yaml': WORD,
      'specs/gone.yaml': called('gone'),
      'specs/moved.yaml': called('moved'),
    })
    expect(await loopless(['breaking', '--against', 'main'])).toMatchObject({ code: 0 })
    remove('specs/gone.yaml')
    remove('specs/moved.yaml')
    write({
      'specs/deeper/moved.yaml': called('moved'),
      'specs/double.yaml': WORD.replace('2 * A', '3 * A'),
      'specs/young.yaml': called('young'),
    })
    const { code, stdout, stderr } = await loopless(['breaking', '--against', 'first'])
    expect(code).toBe(1)
    expect(stdout).toMatchInlineSnapshot(`
      "moved
        nothing changed
        saved weights load, also with the optimizer's state

      own
        breaks saved weights
          specs/own.yaml:7:5  something else is computed of the same parameters, and what was learned is not for that
        saved weights do not load

      young
        breaks nothing
          specs/young.yaml:2:10  network \`young\` is new

      gone
        breaks callers
          first:specs/gone.yaml:2:10  network \`gone\` is gone
      "
    `)
    expect(stderr).toMatchInlineSnapshot(`
      "compared 4 networks with first: 2 breaking changes
      "
    `)
  })

  it('says what a file of weights does not fit', async () => {
    const { loopless, write } = project({ 'small.yaml': TRAINABLE, 'data.csv': CSV })
    await loopless(['train', 'small.yaml'])
    const against = ['breaking', 'small.yaml', '--against', 'weights/small.safetensors']
    expect(await loopless(against)).toMatchObject({
      code: 0,
      stdout: 'small\n  nothing changed\n  saved weights load\n',
    })
    write({ 'small.yaml': TRAINABLE.replace('units: 3', 'units: 5') })
    const { code, stdout } = await loopless(against)
    expect(code).toBe(1)
    expect(stdout).toMatchInlineSnapshot(`
      "small
        breaks saved weights
          small.yaml:10:5  \`W1\` has shape [3, 2], not [5, 2]
          small.yaml:10:5  \`b1\` has shape [3, 1], not [5, 1]
          small.yaml:11:5  \`W2\` has shape [1, 3], not [1, 5]
        saved weights do not load
      "
    `)
    write({ 'small.yaml': TRAINABLE.replace('tanh', 'sigmoid') })
    expect((await loopless(against)).stdout).toMatch(
      /small\.yaml:2:10 {2}the file is of another architecture/,
    )
    write({
      'other.safetensors': writeSafetensors([{ name: 'W1', shape: [1, 1], data: Float32Array.of(1) }], {
        'loopless.network': 'other',
      }),
      'two.yaml': called('two'),
    })
    expect(
      await loopless(['breaking', 'small.yaml', 'two.yaml', '--against', 'other.safetensors']),
    ).toMatchObject({
      code: 2,
    })
  })

  describe('since a commit', () => {
    const wider = SMALL.replace('units: 3', 'units: 5')
    const saidOf = async (before: Files, after: Files, paths: readonly string[] = [], from = '.') => {
      const { loopless, write, remove } = repository(before)
      for (const file of Object.keys(before)) remove(file)
      write(after)
      const words = ['breaking', ...paths, '--against', 'HEAD', '--format', 'json']
      const { code, stdout } = await loopless(words, { from })
      const { networks } = JSON.parse(stdout) as { networks: readonly Told[] }
      const said = networks.map(({ network, findings }) => [network, findings.map(({ message }) => message)])
      return { code, said: Object.fromEntries(said) }
    }
    const widened = ['`W1` (5, 2) was (3, 2)', '`b1` (5, 1) was (3, 1)', '`W2` (1, 5) was (1, 3)']

    it('looks where the settings of that commit say that specs are', async () => {
      const before = { 'nets/a.yaml': SMALL, 'nets/b.yaml': called('gone'), 'loopless.yaml': 'specs: nets' }
      expect(await saidOf(before, { 'specs/a.yaml': wider })).toEqual({
        code: 1,
        said: { small: widened, gone: ['network `gone` is gone'] },
      })
      expect(
        await saidOf({ 'specs/a.yaml': SMALL }, { 'nets/a.yaml': wider, 'loopless.yaml': 'specs: nets' }),
      ).toEqual({
        code: 1,
        said: { small: widened },
      })
    })

    it('takes of a folder what globs take of it', async () => {
      const settings = { 'loopless.yaml': 'specs: [nets/s*.yaml]' }
      const before = { ...settings, 'nets/small.yaml': SMALL, 'nets/draft.yaml': called('draft') }
      const after = { ...settings, 'nets/small.yaml': wider }
      expect((await saidOf(before, after)).said).toEqual({ small: widened })
      expect((await saidOf(before, after, ['nets/s*.yaml'])).said).toEqual({ small: widened })
      expect((await saidOf(before, after, ['nets'])).said).toHaveProperty('draft')
    })

    it.each([
      ['in a file of another name', 'specs/renamed.yaml', ['specs/renamed.yaml']],
      [
        'in a file of another name, where the old one is named too',
        'specs/renamed.yaml',
        ['specs/renamed.yaml', 'specs/net.yaml'],
      ],
      ['in another folder', 'nets/net.yaml', ['nets']],
    ])('knows a network again %s', async (_, file, paths) => {
      const before = { 'specs/net.yaml': SMALL, 'specs/other.yaml': called('other') }
      expect(await saidOf(before, { [file]: wider, 'specs/other.yaml': called('other') }, paths)).toEqual({
        code: 1,
        said: { small: widened },
      })
    })

    it('knows it again when the whole project has moved', async () => {
      expect(
        await saidOf(
          { 'specs/a.yaml': SMALL },
          { 'app/specs/a.yaml': wider, 'app/package.json': '{}' },
          [],
          'app',
        ),
      ).toEqual({ code: 1, said: { small: widened } })
    })

    it('does not take another project for it, whose network has the same name', async () => {
      const theirs = { 'theirs/specs/a.yaml': SMALL }
      expect((await saidOf(theirs, { ...theirs, 'specs/a.yaml': wider })).said).toEqual({
        small: ['network `small` is new'],
      })
    })

    it('says that the last network is gone', async () => {
      const gone = { code: 1, said: { small: ['network `small` is gone'] } }
      expect(await saidOf({ 'specs/a.yaml': SMALL }, {})).toEqual(gone)
      expect(await saidOf({ 'specs/a.yaml': SMALL }, {}, ['specs/a.yaml'])).toEqual(gone)
      const settings = { 'loopless.yaml': 'specs: nets' }
      expect(await saidOf({ ...settings, 'nets/a.yaml': SMALL }, settings)).toEqual(gone)
    })

    it('counts as new what had mistakes, which nobody can have used', async () => {
      const wrong = SMALL.replace('tanh', 'tan')
      const mistake = 'E210: activation word `tan` is not in the library'
      expect(await saidOf({ 'specs/a.yaml': wrong }, { 'specs/a.yaml': SMALL })).toEqual({
        code: 0,
        said: {
          small: [`network \`small\` is new: before, it had mistakes (HEAD:specs/a.yaml:6:36 ${mistake})`],
        },
      })
      expect(await saidOf({ 'specs/a.yaml': wrong }, {})).toEqual({
        code: 0,
        said: { small: [`network \`small\` is gone, and it had mistakes (${mistake})`] },
      })
    })

    it('says what git says', async () => {
      const { loopless, folder, git, commit, path } = repository({ 'specs/a.yaml': SMALL })
      const env = { GIT_TEST_ASSUME_DIFFERENT_OWNER: '1', GIT_CONFIG_GLOBAL: '/dev/null' }
      for (const words of [
        ['breaking', '--against', 'HEAD'],
        ['diff', 'HEAD:specs/a.yaml', 'specs/a.yaml'],
      ]) {
        const { code, stderr } = await loopless(words, { env })
        expect(code).toBe(2)
        expect(stderr).toContain(`git says: detected dubious ownership in repository at '${folder}'`)
        expect(stderr).toContain('git config --global --add safe.directory')
      }
      commit('second')
      git('clone', '--quiet', '--depth', '1', `file://${folder}`, path('clone'))
      for (const [against, help] of [
        ['HEAD~1', '`git fetch --unshallow`'],
        ['origin/next', '`git fetch origin next:refs/remotes/origin/next`'],
      ] as const) {
        const { code, stderr } = await loopless(['breaking', '--against', against], { from: 'clone' })
        expect(code).toBe(2)
        expect(stderr).toContain(`no file, folder or revision \`${against}\`; this clone is shallow`)
        expect(stderr).toContain('`fetch-depth: 0` for actions/checkout')
        expect(stderr).toContain(help)
      }
      const outside = await project({ 'specs/a.yaml': SMALL }).loopless(['breaking', '--against', 'HEAD'])
      expect(outside).toMatchObject({
        code: 2,
        stderr: expect.stringContaining('git says: not a git repository'),
      })
    })
  })

  it.each([
    ['nothing', ['breaking'], 'required option'],
    ['an empty name', ['breaking', '--against', ''], '`--against` names nothing'],
    ['a name that is nothing', ['breaking', '--against', 'nothing'], 'no file, folder or revision `nothing`'],
    ['an option of git', ['breaking', '--against=--all'], 'no file, folder or revision `--all`'],
  ])('refuses %s', async (_, words, said) => {
    const { code, stderr } = await repository({ 'specs/small.yaml': SMALL }).loopless(words)
    expect(code).toBe(2)
    expect(stderr).toContain(said)
  })
})
