import { symlinkSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { tell } from '../../compiler/commands/check.ts'
import { formatted } from '../../compiler/commands/formats/formats.ts'
import type { Code } from '../../compiler/diagnostics/codes.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import { sourceOf } from '../../compiler/forms/source.ts'
import { project, type RunOptions } from './support/project.ts'
import { complaintsAboutSarif } from './support/sarif.ts'
import { called, SMALL, WORD, WRONG } from './support/specs.ts'

describe('loopless check', () => {
  it('says nothing on stdout where nothing is wrong', async () => {
    const { loopless } = project({ 'specs/small.yaml': SMALL })
    expect(await loopless(['check'])).toEqual({
      code: 0,
      stdout: '',
      stderr: 'checked 1 file: no errors\n',
    })
  })

  it('says what is wrong on stdout, and how much on stderr', async () => {
    const { loopless } = project({ 'specs/small.yaml': WRONG })
    const { code, stdout, stderr } = await loopless(['check'])
    expect(code).toBe(1)
    expect(stdout).toBe(
      [
        'error[E210]: layer word `dens` is not in the library',
        '  --> specs/small.yaml:7:5',
        '   |',
        ' 7 |   - dens: 1',
        '   |     ^^^^',
        '   = help: did you mean `dense`?',
        '',
      ].join('\n'),
    )
    expect(stderr).toBe('checked 1 file: 1 error\n')
  })

  it('checks words, and all files of a project', async () => {
    const { loopless } = project({
      'specs/a.yaml': called('a'),
      'specs/deep/b.yml': WRONG,
      'specs/words/double.yaml': WORD,
      'specs/words/broken.yaml': WORD.replace('2 * A', '2 * B').replaceAll(': double', ': broken'),
    })
    const { code, stdout, stderr } = await loopless(['check'])
    expect(code).toBe(1)
    expect(stdout).toContain('specs/deep/b.yml:7:5')
    expect(stdout).toContain('specs/words/broken.yaml:5')
    expect(stderr).toBe('checked 4 files: 2 errors\n')
  })

  it('passes over other YAML that it finds, and not over what is named', async () => {
    const { loopless } = project({
      'specs/small.yaml': SMALL,
      'specs/compose.yaml': 'services: { web: { image: nginx } }\n',
      'node_modules/other/specs/bad.yaml': WRONG,
    })
    expect((await loopless(['check', '.'])).stderr).toBe(
      'passed over: specs/compose.yaml, which has no `loopless: 1`\nchecked 1 file: no errors\n',
    )
    const { code, stdout } = await loopless(['check', 'specs/compose.yaml'])
    expect(code).toBe(1)
    expect(stdout).toContain('specs/compose.yaml:1:1')
  })

  it('takes files, folders and globs, each file once', async () => {
    const { loopless } = project({
      'a/x.yaml': called('first'),
      'a/y.yaml': called('second'),
      'b/z.yaml': called('third'),
    })
    const { code, stderr } = await loopless(['check', 'a/x.yaml', 'a', '*/{x,z}.yaml'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'checked 3 files: no errors\n' })
  })

  it('refuses two networks of one name in one project, and shows both', async () => {
    const { loopless } = project({
      'specs/one.yaml': SMALL,
      'specs/two.yaml': SMALL,
      'other/package.json': '{}',
      'other/specs/three.yaml': SMALL,
    })
    const { code, stdout, stderr } = await loopless(['check'])
    expect(stdout).toMatch(
      /^error\[E207\]: two networks are called `small`, and each would be generated\/small\.ts\n/,
    )
    expect(stdout).toContain('--> specs/two.yaml:2:10')
    expect(stdout).toContain('the other one is here, specs/one.yaml:2:10')
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'checked 2 files: 1 error\n' })
    expect((await loopless(['check', 'specs/one.yaml', 'other'])).code).toBe(0)
  })

  it('shows paths from the folder it runs in', async () => {
    const { loopless } = project({ 'specs/small.yaml': WRONG, 'src/app.ts': '' })
    const { stdout } = await loopless(['check'], { from: 'src' })
    expect(stdout).toContain('--> ../specs/small.yaml:7:5')
  })

  it('gives diagnostics as JSON', async () => {
    const { loopless } = project({ 'specs/small.yaml': WRONG })
    const { code, stdout } = await loopless(['check', '--format', 'json'])
    expect(code).toBe(1)
    expect(JSON.parse(stdout)).toEqual({
      diagnostics: [
        {
          code: 'E210',
          severity: 'error',
          message: 'layer word `dens` is not in the library',
          at: {
            file: 'specs/small.yaml',
            start: { line: 7, column: 5, offset: WRONG.indexOf('dens:') },
            end: { line: 7, column: 9, offset: WRONG.indexOf(': 1', WRONG.indexOf('dens:')) },
          },
          labels: [],
          notes: [],
          help: 'did you mean `dense`?',
        },
      ],
    })
  })

  it('gives diagnostics as SARIF', async () => {
    const { loopless } = project({ 'specs/small.yaml': WRONG })
    const { code, stdout } = await loopless(['check', '--format', 'sarif'])
    expect(code).toBe(1)
    const log = JSON.parse(stdout)
    expect(complaintsAboutSarif(log)).toEqual([])
    expect(log.runs[0].results.map(({ ruleId }: { readonly ruleId: string }) => ruleId)).toEqual(['E210'])
    expect(log.runs[0].tool.driver.semanticVersion).toBe((await loopless(['--version'])).stdout.trim())
  })

  it('gives diagnostics as annotations for GitHub, by paths from the root of the repository', async () => {
    const { loopless, folder } = project({ 'nets/package.json': '{}', 'nets/specs/small.yaml': WRONG })
    const annotation = (file: string) =>
      `::error file=${file},line=7,endLine=7,col=5,endColumn=9,title=E210%3A an unknown word::layer word \`dens\` is not in the library%0Ahelp: did you mean \`dense\`?\n`
    const env = { GITHUB_WORKSPACE: folder }
    expect(await loopless(['check', '--format', 'github'], { from: 'nets', env })).toEqual({
      code: 1,
      stdout: annotation('nets/specs/small.yaml'),
      stderr: 'checked 1 file: 1 error\n',
    })
    const { stdout } = await loopless(['check', '--format', 'github', 'nets'])
    expect(stdout).toBe(annotation('nets/specs/small.yaml'))
  })

  it.each(['GITHUB_WORKSPACE', 'CI_PROJECT_DIR'])('follows %s where that is a link', async (variable) => {
    const { loopless, path, folder } = project({ 'nets/specs/small.yaml': WRONG, 'nets/package.json': '{}' })
    symlinkSync(folder, path('link'))
    const options = { from: 'nets', env: { GITHUB_WORKSPACE: '', [variable]: path('link') } }
    const { stdout } = await loopless(['check', '--format', 'github'], options)
    expect(stdout).toContain('::error file=nets/specs/small.yaml,line=7,')
    const quality = await loopless(['check', '--format', 'gitlab'], options)
    expect(JSON.parse(quality.stdout)[0].location.path).toBe('nets/specs/small.yaml')
  })

  it.each([
    ['json', '{\n  "diagnostics": []\n}\n'],
    ['github', ''],
    ['gitlab', '[]\n'],
  ])('gives %s where nothing is wrong', async (format, stdout) => {
    const { loopless } = project({ 'specs/small.yaml': SMALL })
    expect(await loopless(['check', '--format', format])).toMatchObject({ code: 0, stdout })
  })

  it.each(['json', 'sarif', 'github', 'gitlab'])(
    'gives as %s what is wrong with the settings',
    async (format) => {
      const { loopless } = project({ 'loopless.yaml': 'spec: nets\n', 'specs/small.yaml': SMALL })
      const { code, stdout, stderr } = await loopless(['check', '--format', format])
      expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
      expect(stdout).toContain('E203')
      expect(stdout).toContain('loopless.yaml')
    },
  )

  it.each([
    ['a file that is not there', ['check', 'specs/smal.yaml'], 'did you mean `specs/small.yaml`?'],
    ['a glob that matches nothing', ['check', 'specs/*.txt'], 'no file matches `specs/*.txt`'],
    ['a format that is none', ['check', '--format', 'xml'], 'text, json, sarif, github or gitlab'],
    ['a number of warnings that is none', ['check', '--max-warnings', '-1'], 'a whole number, 0 or more'],
    ['a name for what is not read', ['check', 'specs', '--stdin-filename', 'a.yaml'], 'write `-` for it'],
    ['standard input to be watched', ['check', '-', '--watch'], 'standard input cannot be watched'],
    ['an option that is none', ['check', '--formt', 'json'], 'Did you mean --format?'],
  ])('takes %s for wrong usage', async (_, words, said) => {
    const { loopless } = project({ 'specs/small.yaml': SMALL })
    const { code, stdout, stderr } = await loopless(words)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(said)
  })

  it('says that a project has no specs', async () => {
    const { code, stderr } = await project().loopless(['check'])
    expect(code).toBe(2)
    expect(stderr).toContain('loopless init')
  })

  it.each([
    ['nothing', ''],
    ['blanks', '  \n\n'],
    ['a beginning', 'loopless: 1\n'],
    ['binary', Buffer.from([0, 255, 254, 1, 10, 7])],
    ['a list', '- 1\n- 2\n'],
    ['huge numbers', SMALL.replace('units: 3', 'units: 1.0e+308')],
    ['larger numbers than there are', SMALL.replace('units: 3', 'units: 1.0e+999')],
    ['sizes beyond exactness', SMALL.replace('units: 3', 'units: 9007199254740993')],
    ['deep nesting', `loopless: ${'['.repeat(100_000)}`],
  ])('survives %s', async (_, text) => {
    const { loopless } = project({ 'odd.yaml': text })
    const { code, stderr } = await loopless(['check', 'odd.yaml'])
    expect([0, 1]).toContain(code)
    expect(stderr).toMatch(/^checked 1 file: /)
  })

  it('reads what other systems write', async () => {
    const { loopless } = project({ 'specs/small.yaml': `\uFEFF${SMALL.replaceAll('\n', '\r\n')}` })
    expect((await loopless(['check'])).stderr).toBe('checked 1 file: no errors\n')
  })

  it('counts no byte-order mark in a column', async () => {
    const { loopless } = project({ 'specs/small.yaml': `\uFEFFlooples: 1\n${SMALL}` })
    expect((await loopless(['check', 'specs/small.yaml'])).stdout).toContain('--> specs/small.yaml:1:1\n')
  })
})

describe('loopless check of standard input', () => {
  const piping = (text: string): RunOptions => ({ meanwhile: ({ stdin }) => stdin!.end(text) })

  it('has the name of a file, in whose folder words are looked for', async () => {
    const using = SMALL.replace('inputs:', 'words: [./words/double.yaml]\ninputs:')
    const { loopless } = project({ 'nets/words/double.yaml': WORD })
    const words = ['check', '--stdin-filename', 'nets/new.yaml']
    expect(await loopless(words, piping(using.replace('- dense: 1', '- double\n  - dense: 1')))).toEqual({
      code: 0,
      stdout: '',
      stderr: 'checked 1 file: no errors\n',
    })
    const { code, stdout } = await loopless(words, piping(using.replace('- dense: 1', '- doubl')))
    expect(code).toBe(1)
    expect(stdout).toContain(' --> nets/new.yaml:8:5')
  })

  it('may do without a name, as a path among others', async () => {
    const { loopless } = project({ 'specs/a.yaml': WRONG })
    const { code, stdout, stderr } = await loopless(['check', '-', 'specs'], piping(`\uFEFF${WRONG}`))
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'checked 2 files: 2 errors\n' })
    expect(stdout).toContain('--> <stdin>:7:5')
    const annotated = await loopless(['check', '-', '--format', 'github'], piping(WRONG))
    expect(annotated.stdout).toMatch(/^::error line=7,endLine=7,col=5,/)
    expect(stdout).toContain('--> specs/a.yaml:7:5')
  })

  it('is no longer than a file may be', async () => {
    const { loopless } = project({})
    const { code, stderr } = await loopless(['check', '-'], {
      meanwhile: ({ stdin }) => {
        // It is left alone before its end.
        stdin!.on('error', () => undefined).end(Buffer.alloc(17 << 20, 0x20))
      },
    })
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('standard input is larger than 16777216 bytes'),
    })
  })

  it('stands for the file of its name, also where a network names that', async () => {
    const { loopless } = project({
      'specs/small.yaml': SMALL.replace('inputs:', 'words: [double.yaml]\ninputs:'),
      'specs/double.yaml': WORD,
    })
    const words = ['check', 'specs', '-', '--stdin-filename', 'specs/double.yaml']
    const { code, stdout, stderr } = await loopless(words, piping(WORD.replace('2 * A', '2 * B')))
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'checked 2 files: 1 error\n' })
    expect(stdout).toContain('--> specs/double.yaml:5:')
  })

  it('is no file that nobody named', async () => {
    const { code, stdout } = await project().loopless(['check', '-'], piping('services: {}\n'))
    expect(code).toBe(1)
    expect(stdout).toContain('--> <stdin>:1:1')
  })
})

describe('warnings', () => {
  const warned = new Report()
  for (const start of [0, 3, 5])
    warned.add({
      // The first of its kind: what is said of it is not what is tested.
      code: 'W201' as Code,
      at: { source: sourceOf('specs/a.yaml', 'loopless: 1\n'), start, end: start + 1 },
      message: 'surely wrong',
    })

  it.each([
    [undefined, 0],
    [4, 0],
    [3, 0],
    [2, 1],
    [0, 1],
  ] as const)('of which at most %s are allowed end with %i where there are three', async (most, code) => {
    const said: string[] = []
    vi.spyOn(process.stdout, 'write').mockReturnValue(true)
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0)
    const options = { format: 'text', ...(most !== undefined && { maxWarnings: most }) } as const
    expect(await tell(warned, 1, options)).toBe(code)
    vi.restoreAllMocks()
    expect(said.join('')).toBe(
      `checked 1 file: 3 warnings\n${code === 1 ? `too many warnings: \`--max-warnings\` allows ${most}\n` : ''}`,
    )
  })

  it.each(['json', 'github', 'gitlab'] as const)('are warnings as %s', async (format) => {
    expect(await formatted(warned.diagnostics, format)).toMatch(/"warning"|^::warning |"minor"/)
  })
})

describe('loopless.yaml', () => {
  it('says where specs are, from its own folder', async () => {
    const { loopless } = project({
      'loopless.yaml': 'specs: [nets, more/*.yaml]\n',
      'nets/a.yaml': called('a'),
      'more/b.yaml': called('b'),
      'specs/c.yaml': WRONG,
    })
    expect((await loopless(['check'], { from: 'nets' })).stderr).toBe('checked 2 files: no errors\n')
  })

  it('may be empty', async () => {
    const { loopless } = project({ 'loopless.yaml': '# later\n', 'specs/a.yaml': SMALL })
    expect((await loopless(['check'])).code).toBe(0)
  })

  it.each([
    ['an unknown key', 'spec: nets\n', 'E203'],
    ['a value of the wrong kind', 'specs: { a: 1 }\n', 'E205'],
    ['what is no choice', 'emit: wasm\n', 'E206'],
    ['JavaScript, which comes later', 'emit: js\n', 'E299'],
    ['a copy of the runtime, which comes later', 'runtime: copy\n', 'E299'],
  ])('is refused with %s', async (_, settings, expected) => {
    const { loopless } = project({ 'loopless.yaml': settings, 'specs/a.yaml': SMALL })
    const { code, stdout, stderr } = await loopless(['check'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(`error[${expected}]`)
    expect(stderr).toContain('--> loopless.yaml:1:')
  })

  it('is no spec itself', async () => {
    const { loopless } = project({ 'loopless.yaml': 'out: gen\n', 'a.yaml': SMALL })
    expect((await loopless(['check', '.'])).stderr).toBe('checked 1 file: no errors\n')
  })
})
