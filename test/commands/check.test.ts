import { describe, expect, it } from 'vitest'
import { project } from './support/project.ts'
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
    expect((await loopless(['check', '.'])).stderr).toBe('checked 1 file: no errors\n')
    const { code, stdout } = await loopless(['check', 'specs/compose.yaml'])
    expect(code).toBe(1)
    expect(stdout).toContain('specs/compose.yaml:1:1')
  })

  it('takes files, folders and globs, each file once', async () => {
    const { loopless } = project({
      'a/x.yaml': called('x'),
      'a/y.yaml': called('y'),
      'b/z.yaml': called('z'),
    })
    const { code, stderr } = await loopless(['check', 'a/x.yaml', 'a', '*/{x,z}.yaml'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'checked 3 files: no errors\n' })
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
            start: { line: 7, column: 5 },
            end: { line: 7, column: 9 },
          },
          labels: [],
          notes: [],
          help: 'did you mean `dense`?',
        },
      ],
    })
  })

  it.each([
    ['a file that is not there', ['check', 'specs/smal.yaml'], 'did you mean `specs/small.yaml`?'],
    ['a glob that matches nothing', ['check', 'specs/*.txt'], 'no file matches `specs/*.txt`'],
    ['a format of later', ['check', '--format', 'sarif'], 'not supported yet'],
    ['a format that is none', ['check', '--format', 'xml'], 'text or json'],
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
