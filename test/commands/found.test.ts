import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, symlinkSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { builtCli } from './support/built.ts'
import { type Project, project, type Ran } from './support/project.ts'
import { called, SMALL, WORD, WRONG } from './support/specs.ts'

const withoutVersion = (text: string) => text.replace('loopless: 1\n', '')

/** UTF-16 with its mark, as other systems save a text. */
const wide = (text: string, order: 'le' | 'be'): Buffer => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}

describe('a file of a folder is checked whatever is wrong with', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['the key of its version', SMALL.replace('loopless', 'looples'), 'E203'],
    ['that key in capitals', SMALL.replace('loopless', 'Loop-less'), 'E203'],
    ['that key, which is missing', withoutVersion(SMALL), 'E204'],
    ['that of a word, which is missing', withoutVersion(WORD), 'E204'],
    ['both keys', SMALL.replace('loopless: 1\nnetwork: small', 'looples: 1\nnetwrk: small'), 'E203'],
    ['both keys, which are missing', SMALL.replace('loopless: 1\nnetwork: small\n', ''), 'E204'],
    ['the indentation of its first line', `  ${SMALL}`, 'E101'],
    ['what a flow mapping holds', '{ network: small, loopless: 1, inputs: { X: [3, m] } }', 'E204'],
    ['a flow mapping of many lines', '{\n  network: small,\n  "looples": 1\n}\n', 'E203'],
    ['the list that it stands in', `- ${SMALL.replaceAll('\n', '\n  ')}`, 'E201'],
    ['its encoding, UTF-16', wide(SMALL, 'le'), 'E115'],
    ['its encoding, UTF-16 the other way round', wide(SMALL, 'be'), 'E115'],
    ['its encoding, UTF-16 without a mark', Buffer.from(SMALL, 'utf16le'), 'E115'],
    ['its encoding, of one byte', Buffer.from(`${SMALL}# größer\n`, 'latin1'), 'E115'],
  ])('%s', async (_, content, code) => {
    const { loopless } = project({ 'specs/good.yaml': called('good'), 'specs/odd.yaml': content })
    for (const paths of [[], ['specs'], ['specs/*.yaml']]) {
      const ran = await loopless(['check', ...paths])
      expect(ran.stdout).toMatch(new RegExp(`^error\\[${code}\\]`, 'm'))
      expect(ran.stdout).toContain('--> specs/odd.yaml:')
      expect(ran.stderr).toMatch(/^checked 2 files: /)
      expect(ran.code).toBe(1)
    }
    for (const command of [['generate'], ['generate', '--check'], ['prove']])
      expect((await loopless(command)).stderr).toContain(`error[${code}]`)
  })

  it('nothing: indented as a whole, in a flow mapping, behind a mark', async () => {
    const flow = '{ inputs: { X: [3, m] }, layers: [{ dense: 2 }], network: flow, loopless: 1 }'
    const { loopless } = project({
      'specs/indented.yaml': called('indented').replaceAll(/^/gm, '  '),
      'specs/flow.yaml': flow,
      'specs/marked.yaml': `# a comment\n---\n${called('marked')}`,
    })
    expect(await loopless(['check'])).toEqual({ code: 0, stdout: '', stderr: 'checked 3 files: no errors\n' })
  })
})

describe('a file of another tool', () => {
  const others = {
    'compose.yaml': 'services:\n  web: { image: nginx }\nnetworks: { inner: {} }\n',
    'pnpm-workspace.yaml': 'packages:\n  - "apps/*"\n',
    'ci.yml': 'name: ci\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n',
    'action.yml': 'name: mine\ninputs:\n  file: {}\noutputs: {}\nruns: {}\n',
    'config.yaml': 'model: big\nloss: mse\noptimizer: adam\n',
    'text.yaml': 'note: |\n  loopless: 1\n  network: small\n',
    'broken.yaml': 'a: [\n',
    'empty.yaml': '',
  }
  const below = (folder: string, files: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]))

  it('is passed over, and that is said where specs are looked for', async () => {
    const { loopless } = project({ 'specs/small.yaml': SMALL, ...below('specs', others) })
    const said = Object.keys(others)
      .sort()
      .map((name) => `passed over: specs/${name}, which has no \`loopless: 1\`\n`)
    const ran = { code: 0, stdout: '', stderr: `${said.join('')}checked 1 file: no errors\n` }
    for (const paths of [[], ['specs'], ['specs/*.{yaml,yml}']])
      expect(await loopless(['check', ...paths])).toEqual(ran)
  })

  it('is passed over in silence elsewhere, but beside a spec', async () => {
    const { loopless } = project({
      'specs/small.yaml': SMALL,
      'specs/deep/other.yaml': called('other'),
      'specs/deep/compose.yaml': others['compose.yaml'],
      ...below('specs/data', others),
    })
    expect((await loopless(['check'])).stderr).toBe(
      'passed over: specs/deep/compose.yaml, which has no `loopless: 1`\nchecked 2 files: no errors\n',
    )
  })

  it('is counted where there are many', async () => {
    const many = Array.from({ length: 17 }, (_, i) => [`specs/other-${i}.yaml`, 'a: 1\n'])
    const { loopless } = project({ 'specs/small.yaml': SMALL, ...Object.fromEntries(many) })
    const lines = (await loopless(['check'])).stderr.split('\n')
    expect(lines).toHaveLength(13)
    expect(lines[10]).toBe('passed over: 7 files more')
  })

  it('is checked where it is named', async () => {
    const { loopless } = project(others)
    expect((await loopless(['check', 'compose.yaml'])).stdout).toMatch(/^error\[E201\]/)
  })
})

/** In a process of its own of a user whom permissions hold back, which they do not root. */
function asPlainUser({ folder, path }: Project, words: readonly string[]): Ran {
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  chmodSync(path('.'), 0o755)
  const { status, stdout, stderr } = spawnSync(process.execPath, [builtCli(), ...words], {
    cwd: folder,
    encoding: 'utf8',
    ...nobody,
  })
  return { code: status, stdout, stderr }
}

function locked(own: Project, ...files: readonly string[]): Project {
  for (const file of files) {
    chmodSync(own.path(file), 0)
    onTestFinished(() => chmodSync(own.path(file), 0o755))
  }
  return own
}

describe('a file that cannot be read hides no other', () => {
  it('where permissions forbid it, in every format', () => {
    const own = locked(
      project({ 'specs/a.yaml': SMALL, 'specs/b.yaml': WRONG, 'specs/c.yaml': called('c') }),
      'specs/a.yaml',
    )
    for (const paths of [[], ['specs/a.yaml', 'specs/b.yaml', 'specs/c.yaml']]) {
      const { code, stdout, stderr } = asPlainUser(own, ['check', ...paths])
      expect(stdout).toMatch(
        /^error\[E116\]: the file cannot be read: permission denied\n +--> specs\/a\.yaml:1:1\n/,
      )
      expect(stdout).toContain('error[E210]')
      expect({ code, stderr }).toEqual({ code: 1, stderr: 'checked 3 files: 2 errors\n' })
    }
    for (const format of ['json', 'sarif', 'github', 'gitlab']) {
      const { code, stdout } = asPlainUser(own, ['check', '--format', format])
      expect(code).toBe(1)
      for (const each of ['E116', 'specs/a.yaml', 'E210', 'specs/b.yaml']) expect(stdout).toContain(each)
    }
    expect(asPlainUser(own, ['generate']).stderr).toMatch(/error\[E116\][\s\S]*error\[E210\]/)
  })

  it('where it is a word that a network names', () => {
    const using = SMALL.replace('inputs:', 'words: [double.yaml]\ninputs:')
    const own = locked(project({ 'specs/small.yaml': using, 'specs/double.yaml': WORD }), 'specs/double.yaml')
    const { code, stdout } = asPlainUser(own, ['check', 'specs/small.yaml'])
    expect(stdout).toMatch(
      /^error\[E212\]: `double\.yaml` cannot be read: permission denied\n +--> specs\/small\.yaml:3:9/,
    )
    expect(code).toBe(1)
  })

  it('nor does a folder', () => {
    const own = locked(
      project({ 'specs/small.yaml': WRONG, 'specs/deep/other.yaml': called('other') }),
      'specs/deep',
    )
    const { code, stdout } = asPlainUser(own, ['check'])
    expect(stdout).toContain(
      'error[E116]: the folder cannot be read: permission denied\n  --> specs/deep:1:1\n',
    )
    expect(stdout).toContain('error[E210]')
    expect(code).toBe(1)
    expect(asPlainUser(own, ['check', 'specs/deep/other.yaml']).stdout).toContain('permission denied')
    expect(asPlainUser(own, ['check', 'specs/deep']).stdout).toContain('the folder cannot be read')
  })

  it.each<[string, string, (path: string) => void, string]>([
    ['a link to nothing', 'odd.yaml', (path) => symlinkSync('nowhere.yaml', path), 'is a link to nothing'],
    [
      'a link to itself',
      'odd.yaml',
      (path) => symlinkSync('odd.yaml', path),
      'its links go round in a circle',
    ],
  ])('where it is %s', async (_, name, make, reason) => {
    const { loopless, path } = project({ 'specs/small.yaml': WRONG })
    make(path(`specs/${name}`))
    for (const paths of [[], ['specs/*.yaml'], ['specs/odd.yaml', 'specs/small.yaml']]) {
      const { code, stdout, stderr } = await loopless(['check', ...paths])
      expect(stdout).toContain('error[E116]')
      expect(stdout).toContain(reason)
      expect(stdout).toContain('error[E210]')
      expect(stderr).toBe('checked 2 files: 2 errors\n')
      expect(code).toBe(1)
    }
  })

  it('where its name would break a line', async () => {
    const { loopless } = project({ 'specs/new\nline.yaml': SMALL, 'specs/small.yaml': WRONG })
    const { code, stdout, stderr } = await loopless(['check'])
    expect(stdout).toContain(
      'error[E116]: the file has a control character in its path\n  --> specs/new\\nline.yaml:1:1\n',
    )
    expect(stdout).toContain('error[E210]')
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'checked 2 files: 2 errors\n' })
  })

  it('where it is a pipe', async () => {
    const { loopless, path } = project({ 'small.yaml': WRONG })
    execFileSync('mkfifo', [path('pipe.yaml')])
    const { code, stdout } = await loopless(['check', 'pipe.yaml', 'small.yaml'])
    expect(stdout).toContain('error[E116]: the file is no plain file')
    expect(stdout).toContain('error[E210]')
    expect(stdout).not.toContain('did you mean `pipe')
    expect(code).toBe(1)
  })
})

describe('wrong usage', () => {
  it.each([
    ['an empty path', ['check', ''], 'a path is empty'],
    ['a folder for standard input', ['check', '--stdin-filename', 'specs'], '`specs` is a folder'],
    ['no name for standard input', ['check', '--stdin-filename', ''], 'is empty'],
  ])('is %s', async (_, words, said) => {
    const { loopless } = project({ 'specs/small.yaml': SMALL })
    const { code, stdout, stderr } = await loopless(words)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(said)
  })
})
