import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { project } from './support/project.ts'
import { TRAINABLE, WORD } from './support/specs.ts'

/** A spec that names a word's file. */
const naming = (path: string) => `loopless: 1
network: small
words: ["${path}"]
inputs: { X: [3, m] }
layers: [double]
`

const reading = (path: string) => TRAINABLE.replace('data.csv', path)

describe('the files that a spec names as words', () => {
  it.each([
    ['../../etc/passwd', 'is outside the project'],
    ['../../../../../../../../etc/passwd', 'is outside the project'],
    ['/etc/passwd', 'is outside the project'],
    ['a/../../../etc/passwd', 'is outside the project'],
    ['C:\\\\Windows\\\\win.ini', 'is outside the project'],
    ['..\\\\..\\\\etc\\\\passwd', 'is outside the project'],
  ])('stay in the project: %s', async (path, reason) => {
    const { loopless } = project({ 'specs/small.yaml': naming(path) })
    const { code, stdout, stderr } = await loopless(['check', 'specs/small.yaml'])
    expect(stdout).toContain('error[E230]')
    expect(stdout).toContain(reason)
    expect(stdout).not.toContain('root:')
    expect(stderr).not.toContain('bug')
    expect(code).toBe(1)
  })

  it('may be beside the folder of the spec, wherever the command runs', async () => {
    const { loopless } = project({
      'specs/small.yaml': naming('../words/double.yaml'),
      'words/double.yaml': WORD,
    })
    for (const [from, path] of [
      ['.', 'specs/small.yaml'],
      ['specs', 'small.yaml'],
      ['words', '../specs/small.yaml'],
    ] as const)
      expect((await loopless(['check', path], { from })).code).toBe(0)
  })

  it('are no links that lead out of it, and links inside it are followed', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'loopless-elsewhere-'))
    onTestFinished(() => rmSync(elsewhere, { recursive: true }))
    writeFileSync(join(elsewhere, 'double.yaml'), WORD)
    const { loopless, path } = project({ 'small.yaml': naming('link.yaml'), 'words/double.yaml': WORD })
    symlinkSync(join(elsewhere, 'double.yaml'), path('link.yaml'))
    expect((await loopless(['check', 'small.yaml'])).stdout).toContain(
      'error[E230]: `link.yaml` is a link that leads out',
    )
    rmSync(path('link.yaml'))
    symlinkSync(path('words/double.yaml'), path('link.yaml'))
    expect((await loopless(['check', 'small.yaml'])).code).toBe(0)
  })

  it.each([
    ['links in a circle', (path: string) => symlinkSync(path, path), 'is a link that leads nowhere'],
    ['a folder', (path: string) => mkdirSync(path), 'is a folder'],
    ['a pipe', (path: string) => execFileSync('mkfifo', [path]), 'is no plain file'],
    [
      'a text without end',
      (path: string) => writeFileSync(path, Buffer.alloc(17 << 20, 0x20)),
      'is larger than',
    ],
  ])('are plain files of text, not %s', async (_, make, reason) => {
    const { loopless, path } = project({ 'small.yaml': naming('mine.yaml') })
    make(path('mine.yaml'))
    const { code, stdout } = await loopless(['check', 'small.yaml'])
    expect(stdout).toMatch(/^error\[E212\]/)
    expect(stdout).toContain(reason)
    expect(stdout).not.toContain('did you mean')
    expect(code).toBe(1)
    // By its own name, and among all that is in the folder.
    expect((await loopless(['check', 'mine.yaml'])).stderr).not.toContain('bug')
    expect((await loopless(['check', '.'])).stderr).not.toContain('bug')
  })
})

describe('the folder that modules are written to', () => {
  const at = (out: string) =>
    project({ 'app/loopless.yaml': `out: ${out}\n`, 'app/specs/small.yaml': TRAINABLE })
  const commands = [['generate'], ['generate', 'specs/small.yaml'], ['generate', '--check'], ['check']]

  it.each(['../outside', 'a/../../outside', '/tmp/loopless-outside', 'C:\\outside', '..\\outside'])(
    'stays in the project: %s',
    async (out) => {
      const { loopless, has } = at(out)
      for (const words of commands) {
        const { code, stdout, stderr } = await loopless(words, { from: 'app' })
        expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
        expect(stderr).toContain(`error[E230]: \`${out}\` is outside the project\n  --> loopless.yaml:1:6\n`)
      }
      expect(has('outside')).toBe(false)
    },
  )

  it.each(['link', 'link/deep/er', 'generated'])('is behind no link that leads out: %s', async (out) => {
    const { loopless, path, has } = at(out)
    mkdirSync(path('outside'))
    symlinkSync(path('outside'), path(`app/${out.split('/')[0]}`))
    for (const words of commands)
      expect((await loopless(words, { from: 'app' })).stderr).toContain(
        `error[E230]: \`${out}\` is a link that leads out of the project\n  --> loopless.yaml:1:6\n`,
      )
    expect(has('outside/deep')).toBe(false)
    expect(has('outside/small.ts')).toBe(false)
    rmSync(path('app/loopless.yaml'))
    writeFileSync(path('app/package.json'), '{}')
    const unsaid = await loopless(['generate'], { from: 'app' })
    if (out === 'generated') expect(unsaid.stderr).toContain('error[E230]')
    else expect(unsaid.code).toBe(0)
    expect(has('outside/small.ts')).toBe(false)
  })

  it('may be the project itself, or behind a link inside it', async () => {
    for (const out of ['.', './src/../nets', 'link']) {
      const { loopless, path } = at(out)
      mkdirSync(path('app/nets'))
      symlinkSync('nets', path('app/link'))
      expect((await loopless(['generate'], { from: 'app' })).code).toBe(0)
    }
  })
})

describe('a file of words that is not there', () => {
  it.each([
    ['specs/words/duoble.yaml', 'words/doubel.yaml', 'did you mean `words/duoble.yaml`?'],
    ['specs/double.yaml', 'words/double.yaml', 'did you mean `double.yaml`?'],
    ['words/double.yml', '../words/double.yaml', 'did you mean `../words/double.yml`?'],
    // Neither the spec itself, nor what is called otherwise.
    ['specs/words/duoble.yaml', 'smal.yaml', 'files are named from the folder of the spec'],
    ['specs/words/other.yaml', 'words/double.yaml', 'files are named from the folder of the spec'],
    ['specs/words/double.txt', 'words/double.yaml', 'files are named from the folder of the spec'],
  ])('leads to one that is nearly called so: of %s, to %s', async (there, named, help) => {
    const { loopless } = project({ 'specs/small.yaml': naming(named), [there]: WORD })
    for (const [from, path] of [
      ['.', 'specs/small.yaml'],
      ['specs', 'small.yaml'],
    ] as const)
      expect((await loopless(['check', path], { from })).stdout).toContain(`= help: ${help}\n`)
  })

  it('leads nowhere through a link that leads out of the project', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'loopless-elsewhere-'))
    onTestFinished(() => rmSync(elsewhere, { recursive: true }))
    writeFileSync(join(elsewhere, 'double.yaml'), WORD)
    const { loopless, path } = project({ 'small.yaml': naming('words/duoble.yaml') })
    symlinkSync(elsewhere, path('words'))
    expect((await loopless(['check', 'small.yaml'])).stdout).not.toContain('did you mean')
  })
})

describe('a file that is no UTF-8 text', () => {
  const LATIN = Buffer.from(TRAINABLE.replace('loopless: 1', 'loopless: 1 # groß'), 'latin1')

  it('is refused as a spec, by whichever command reads it', async () => {
    const { loopless } = project({ 'specs/small.yaml': LATIN })
    for (const command of ['check', 'generate', 'inspect', 'train']) {
      const { code, stdout, stderr } = await loopless([command, 'specs/small.yaml'])
      expect(stdout + stderr).toContain(
        'error[E115]: the byte 0xDF is not UTF-8\n  --> specs/small.yaml:1:18\n',
      )
      expect(code).toBe(1)
    }
  })

  it('is refused by standard input, as settings, and as what was committed', async () => {
    const { loopless, path } = project({ 'specs/small.yaml': TRAINABLE })
    const words = ['check', '-', '--stdin-filename', 'specs/small.yaml']
    const piped = await loopless(words, { meanwhile: ({ stdin }) => stdin!.end(LATIN) })
    expect(piped.stdout).toContain('error[E115]')
    writeFileSync(path('loopless.yaml'), Buffer.from('specs: größer', 'utf16le'))
    expect((await loopless(['check'])).stderr).toContain('error[E115]: the file is UTF-16')
    rmSync(path('loopless.yaml'))
    const git = (...words: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], { cwd: path('.') })
    git('init', '-q')
    writeFileSync(path('specs/small.yaml'), LATIN)
    git('add', '.')
    git('commit', '-qm', 'latin')
    writeFileSync(path('specs/small.yaml'), TRAINABLE)
    const { code, stdout, stderr } = await loopless(['breaking', '--against', 'HEAD'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'compared 1 network with HEAD: nothing breaks\n' })
    expect(stdout).toContain('it had mistakes (HEAD:specs/small.yaml:1:18 E115: the byte 0xDF is not UTF-8)')
  })

  it('is found in a folder, whatever it is encoded in', async () => {
    const { loopless } = project({ 'specs/small.yaml': Buffer.from(TRAINABLE, 'utf16le') })
    expect((await loopless(['check', 'specs'])).stdout).toContain('error[E115]: the file is UTF-16')
  })
})

describe('the files that data are read from', () => {
  it.each([
    ['links in a circle', (path: string) => symlinkSync(path, path), 'there is no file'],
    ['a pipe', (path: string) => execFileSync('mkfifo', [path]), 'is neither a file nor a folder'],
    ['a device', (path: string) => symlinkSync('/dev/zero', path), 'is neither a file nor a folder'],
  ])('never keep training waiting: %s', async (_, make, reason) => {
    const { loopless, path } = project({ 'small.yaml': reading('data.csv') })
    make(path('data.csv'))
    const { code, stderr } = await loopless(['train', 'small.yaml'])
    expect(stderr).toContain('error[E502]')
    expect(stderr).toContain(reason)
    expect(code).toBe(1)
  })

  it('have an ending that says what they are', async () => {
    const { loopless } = project({ 'small.yaml': reading('/dev/zero') })
    expect((await loopless(['train', 'small.yaml'])).stderr).toContain('error[E502]')
  })
})

it('a device is no spec', async () => {
  const { loopless } = project({ 'small.yaml': TRAINABLE })
  expect((await loopless(['check', '/dev/zero'])).stdout).toContain('error[E116]: the file is no plain file')
})
