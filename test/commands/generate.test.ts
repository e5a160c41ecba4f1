import { spawnSync } from 'node:child_process'
import { chmodSync, lstatSync, readdirSync, statSync, symlinkSync } from 'node:fs'
import { transformSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { project } from './support/project.ts'
import { called, SMALL, WORD, WRONG } from './support/specs.ts'

/** A module as it was. */
const OLD = '// old.ts · loopless 1, from specs/old.yaml: edit that file, not this one\n'

describe('loopless generate', () => {
  it('writes a module for each network beside package.json', async () => {
    const { loopless, read, has } = project({
      'specs/small.yaml': SMALL,
      'specs/deep/other.yaml': called('other'),
      'specs/double.yaml': WORD,
    })
    expect(await loopless(['generate'])).toEqual({
      code: 0,
      stdout: '',
      stderr: 'wrote generated/other.ts\nwrote generated/small.ts\n',
    })
    expect(read('generated/small.ts')).toMatch(/^\/\/ small\.ts · loopless 1, from specs\/small\.yaml:/)
    expect(read('generated/other.ts')).toContain('export class Other')
    expect(has('generated/double.ts')).toBe(false)
  })

  it('leaves alone what is as it should be', async () => {
    const { loopless, path } = project({ 'specs/small.yaml': SMALL })
    await loopless(['generate'])
    const before = statSync(path('generated/small.ts'), { bigint: true })
    expect((await loopless(['generate'])).stderr).toBe('1 module unchanged\n')
    const after = statSync(path('generated/small.ts'), { bigint: true })
    expect([after.mtimeNs, after.ino]).toEqual([before.mtimeNs, before.ino])
  })

  it('gives the same bytes from any folder', async () => {
    const { loopless, read, write, path } = project({ 'specs/small.yaml': SMALL, 'src/app.ts': '' })
    await loopless(['generate'])
    const text = read('generated/small.ts')
    for (const [from, spec] of [
      ['specs', 'small.yaml'],
      ['src', '../specs/small.yaml'],
      ['/', path('specs/small.yaml')],
    ] as const) {
      write({ 'generated/small.ts': '' })
      const { code } = await loopless(['generate', spec], { from })
      expect({ from, code }).toEqual({ from, code: 0 })
      expect(read('generated/small.ts')).toBe(text)
    }
  })

  it('writes a module for a network that computes nothing when it predicts', async () => {
    const { loopless, read } = project({
      'specs/idle.yaml': 'loopless: 1\nnetwork: idle\ninputs: { X: [3, m] }\nlayers: [{ dropout: 0.2 }]\n',
    })
    expect((await loopless(['generate'])).code).toBe(0)
    expect(read('generated/idle.ts')).toContain('return this.X\n')
  })

  it('lets no words of a spec out of their comments and strings', async () => {
    const words = `"*/ throw 1 /* \\n */ // \${x} ' \\r \\\\"`
    const { loopless, read } = project({
      'specs/small.yaml': SMALL.replace('inputs:', `summary: ${words}\ninputs:`).replace(
        'Y: [1, m]',
        `Y: { shape: [1, m], classes: [${words}, other] }`,
      ),
      'specs/twice.yaml': `loopless: 1\nnetwork: twice\nsummary: ${words}\ninputs: { a: [] }\nequations: { J: 2 * a }\n`,
    })
    expect(await loopless(['generate'])).toMatchObject({ code: 0, stdout: '' })
    for (const module of ['small', 'twice']) {
      const { code } = transformSync(read(`generated/${module}.ts`), { loader: 'ts' })
      expect(code).not.toMatch(/^\s*throw 1/m)
    }
  })

  it('writes where loopless.yaml says', async () => {
    const { loopless, has } = project({
      'loopless.yaml': 'specs: nets\nout: src/nets\n',
      'nets/small.yaml': SMALL,
    })
    expect((await loopless(['generate'])).stderr).toBe('wrote src/nets/small.ts\n')
    expect(has('src/nets/small.ts')).toBe(true)
  })

  it('writes nothing when one of several specs is wrong', async () => {
    const { loopless, has, read } = project({
      'specs/a.yaml': called('a'),
      'specs/b.yaml': WRONG,
      'generated/z.ts': 'mine',
    })
    const { code, stdout, stderr } = await loopless(['generate'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('error[E210]')
    expect(has('generated/a.ts')).toBe(false)
    expect(read('generated/z.ts')).toBe('mine')
  })

  it('overwrites no file that it has not written', async () => {
    const app = 'export const app = () => 1\n'
    const { loopless, has, read, write } = project({
      'loopless.yaml': 'out: src\n',
      'specs/app.yaml': called('app'),
      'specs/other.yaml': called('other'),
      'src/app.ts': app,
    })
    for (const words of [['generate'], ['generate', '--check'], ['generate', 'specs/app.yaml']]) {
      const { code, stdout, stderr } = await loopless(words)
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      expect(stderr).toMatch(
        /^error\[E417\]: `app` would be src\/app\.ts, which is there and is no generated module\n +--> specs\/app\.yaml:2:10\n/,
      )
    }
    const annotated = await loopless(['generate', '--check', '--format', 'github'])
    expect(annotated.stdout).toMatch(/^::error file=specs\/app\.yaml,line=2,/)
    expect(read('src/app.ts')).toBe(app)
    expect(has('src/other.ts')).toBe(false)
    // Nobody misses what is empty, and modules may have been formatted, or written by another version.
    write({ 'src/app.ts': '\n' })
    expect((await loopless(['generate'])).code).toBe(0)
    write({ 'src/app.ts': `\uFEFF${read('src/app.ts').split('\n')[0]}\r\nexport {}\r\n` })
    expect(await loopless(['generate'])).toMatchObject({
      code: 0,
      stderr: 'wrote src/app.ts\n1 module unchanged\n',
    })
  })

  it('refuses two networks of one name, and shows both', async () => {
    const { loopless, has } = project({ 'specs/one.yaml': SMALL, 'specs/two.yaml': SMALL })
    const { code, stderr } = await loopless(['generate'])
    expect(code).toBe(1)
    expect(stderr).toContain('error[E207]: two networks are called `small`')
    expect(stderr).toContain('--> specs/two.yaml:2:10')
    expect(stderr).toContain('the other one is here, specs/one.yaml:2:10')
    expect(has('generated')).toBe(false)
  })

  it('puts back what it wrote when it cannot write the rest', async () => {
    const { loopless, read, has } = project({
      'specs/a.yaml': called('a'),
      'specs/b.yaml': called('b'),
      'specs/c.yaml': called('c'),
      'generated/a.ts': OLD,
      'generated/c.ts/in-the-way': '',
    })
    const { code, stdout, stderr } = await loopless(['generate'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^error: cannot (read|write) generated\/c\.ts: it is a folder\n$/)
    expect(read('generated/a.ts')).toBe(OLD)
    expect(has('generated/b.ts')).toBe(false)
  })

  it('says that it cannot write', async () => {
    const { loopless } = project({ 'specs/small.yaml': SMALL, generated: 'a file' })
    const { code, stderr } = await loopless(['generate'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^error: cannot (read|write) generated\/small\.ts: .*file/)
  })

  // The superuser may write everywhere.
  it.skipIf(process.getuid?.() === 0)('leaves a read-only folder as it is', async () => {
    const { loopless, path, read } = project({ 'specs/small.yaml': SMALL, 'generated/small.ts': OLD })
    chmodSync(path('generated'), 0o555)
    const { code, stderr } = await loopless(['generate'])
    chmodSync(path('generated'), 0o755)
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'error: cannot write generated/small.ts: permission denied\n',
    })
    expect(read('generated/small.ts')).toBe(OLD)
  })

  it.each([
    ['only words', { 'specs/double.yaml': WORD }, ['generate']],
    ['no specs', {}, ['generate']],
    ['a path that is not there', { 'specs/small.yaml': SMALL }, ['generate', 'spec']],
  ])('takes %s for wrong usage', async (_, files, words) => {
    const { loopless, has } = project(files)
    expect((await loopless(words)).code).toBe(2)
    expect(has('generated')).toBe(false)
  })

  it('says which modules nobody makes any more, and leaves them', async () => {
    const { loopless, write, read } = project({ 'specs/small.yaml': SMALL })
    await loopless(['generate'])
    const text = read('generated/small.ts')
    write({ 'specs/small.yaml': called('tiny') })
    const { code, stderr } = await loopless(['generate'])
    expect(code).toBe(0)
    expect(stderr).toBe(
      'wrote generated/tiny.ts\norphaned: generated/small.ts, which specs/small.yaml no longer makes\n',
    )
    expect(read('generated/small.ts')).toBe(text)
  })
})

describe('loopless generate --check', () => {
  it('is content with what is as it should be', async () => {
    const { loopless } = project({ 'specs/small.yaml': SMALL })
    await loopless(['generate'])
    expect(await loopless(['generate', '--check'])).toEqual({
      code: 0,
      stdout: '',
      stderr: '1 module up to date\n',
    })
  })

  it('shows how a stale module differs, and writes nothing', async () => {
    const { loopless, write, read } = project({ 'specs/small.yaml': SMALL })
    await loopless(['generate'])
    const before = read('generated/small.ts')
    write({ 'specs/small.yaml': SMALL.replace('tanh', 'relu') })
    const { code, stdout, stderr } = await loopless(['generate', '--check'])
    expect(code).toBe(1)
    expect(stdout).toContain('--- generated/small.ts\tcommitted\n+++ generated/small.ts\tgenerated\n@@ ')
    expect(stdout).toContain('\n-    this.kernels.affineTanh(this.A1, this.W1, this.X, this.b1)\n')
    expect(stdout).toContain('\n+    this.kernels.affineRelu(this.A1, this.W1, this.X, this.b1)\n')
    expect(stdout).toContain('\nstale: generated/small.ts\n')
    expect(stderr).toContain('loopless generate')
    expect(read('generated/small.ts')).toBe(before)
  })

  it('does not mind what version control and editors do to line ends and beginnings', async () => {
    const { loopless, write, read } = project({ 'specs/small.yaml': SMALL })
    await loopless(['generate'])
    write({ 'generated/small.ts': `\uFEFF${read('generated/small.ts').replaceAll('\n', '\r\n')}` })
    expect((await loopless(['generate', '--check'])).code).toBe(0)
  })

  it('minds a single blank, and says that only the format differs', async () => {
    const { loopless, write, read } = project({ 'specs/a.yaml': called('a'), 'specs/b.yaml': called('b') })
    await loopless(['generate'])
    write({
      'generated/a.ts': read('generated/a.ts').replace('this.affine', ' this.affine').replace('  #', '    #'),
      'generated/b.ts': `${read('generated/b.ts')}// mine\n`,
    })
    const { code, stdout, stderr } = await loopless(['generate', '--check'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/^generated\/a\.ts: only its format differs\n--- generated\/a\.ts\tcommitted\n/)
    expect(stdout).toContain('stale: generated/a.ts, only its format differs\nstale: generated/b.ts\n')
    expect(stdout).not.toContain('generated/b.ts: only')
    expect(stderr).toContain('  help: the header of a module asks formatters to look away; ')
  })

  it('annotates for GitHub what is not as it should be, where it begins to differ', async () => {
    const { loopless, write, read, remove } = project({
      'specs/a.yaml': called('a'),
      'specs/b.yaml': called('b'),
      'specs/c.yaml': called('c'),
      'specs/d.yaml': called('d'),
    })
    const check = ['generate', '--check', '--format', 'github']
    await loopless(['generate'])
    expect(await loopless(check)).toEqual({ code: 0, stdout: '', stderr: '4 modules up to date\n' })
    const lines = read('generated/a.ts').split('\n')
    const line = lines.findIndex((text) => text.includes('affineTanh')) + 1
    lines[line - 1] = '    this.mine()'
    write({ 'generated/a.ts': lines.join('\n'), 'generated/b.ts': `${read('generated/b.ts')}\n` })
    remove('generated/c.ts')
    remove('specs/d.yaml')
    const { code, stdout } = await loopless(check)
    expect(code).toBe(1)
    const end = read('generated/b.ts').split('\n').length
    expect(stdout.split('\n').filter((text) => text.startsWith('::'))).toEqual([
      `::error file=generated/a.ts,line=${line},endLine=${line},title=stale module::from here on it is not what specs/a.yaml says%0Ahelp: run \`loopless generate\` and commit what it writes`,
      `::error file=generated/b.ts,line=${end},endLine=${end},title=stale module::only its format differs from what its spec says%0Ahelp: exclude its folder from your formatter, and run \`loopless generate\``,
      '::error file=specs/c.yaml,line=1,endLine=1,title=missing module::generated/c.ts is missing%0Ahelp: run `loopless generate` and commit what it writes',
      '::error file=generated/d.ts,line=1,endLine=1,title=orphaned module::a module whose spec specs/d.yaml is gone%0Ahelp: delete it, or write its spec',
    ])
    expect(stdout).toContain('\n-    this.mine()\n')
    write({ 'specs/a.yaml': WRONG })
    expect((await loopless(check)).stdout).toMatch(/^::error file=specs\/a\.yaml,line=7,.*\n$/)
  })

  it('lists what is missing and what is orphaned', async () => {
    const { loopless, write, remove, has } = project({
      'specs/a.yaml': called('a'),
      'specs/b.yaml': called('b'),
      'generated/mine.ts': 'export const mine = 1\n',
    })
    await loopless(['generate'])
    remove('specs/a.yaml')
    write({ 'specs/b.yaml': called('c') })
    const { code, stdout } = await loopless(['generate', '--check'])
    expect(code).toBe(1)
    expect(stdout).toBe(
      [
        'missing: generated/c.ts',
        'orphaned: generated/a.ts, whose spec specs/a.yaml is gone',
        'orphaned: generated/b.ts, which specs/b.yaml no longer makes',
        '',
      ].join('\n'),
    )
    expect(has('generated/c.ts')).toBe(false)
  })

  it('sweeps up what a run that was killed has left, and nothing else', async () => {
    const { loopless, path, write } = project({ 'specs/a.yaml': called('a') })
    await loopless(['generate'])
    // Two numbers of processes: one that has ended, and one that is there.
    const { pid: gone } = spawnSync(process.execPath, ['-e', '0'])
    const others = [
      `.a.ts.${process.pid}.loopless`,
      `.a.ts.loopless`,
      `a.ts.${gone}`,
      `a.ts.${gone}.loopless`,
      `.a.ts.${gone}`,
    ]
    write(
      Object.fromEntries([...others, `.a.ts.${gone}.loopless`].map((name) => [`generated/${name}`, 'ha'])),
    )
    expect((await loopless(['generate', '--check'])).code).toBe(0)
    expect(readdirSync(path('generated'))).toContain(`.a.ts.${gone}.loopless`)
    expect(await loopless(['generate'])).toMatchObject({ code: 0, stderr: '1 module unchanged\n' })
    expect(readdirSync(path('generated')).sort()).toEqual([...others, 'a.ts'].sort())
  })

  it('writes where a link leads, and keeps who may read', async () => {
    const { loopless, path, read, write } = project({ 'specs/a.yaml': called('a'), 'elsewhere/a.ts': '' })
    write({ 'generated/b.txt': '' })
    symlinkSync('../elsewhere/a.ts', path('generated/a.ts'))
    chmodSync(path('elsewhere/a.ts'), 0o660)
    expect((await loopless(['generate'])).code).toBe(0)
    expect(lstatSync(path('generated/a.ts')).isSymbolicLink()).toBe(true)
    expect(read('elsewhere/a.ts')).toContain('export class A')
    expect(statSync(path('elsewhere/a.ts')).mode & 0o777).toBe(0o660)
  })

  it('passes over links to nothing beside modules', async () => {
    const { loopless, path } = project({ 'specs/a.yaml': called('a') })
    await loopless(['generate'])
    symlinkSync('nowhere.ts', path('generated/b.ts'))
    expect(await loopless(['generate', '--check'])).toEqual({
      code: 0,
      stdout: '',
      stderr: '1 module up to date\n',
    })
  })

  it('lists what is orphaned where no spec is left, or only words', async () => {
    const { loopless, write, remove } = project({ 'specs/a.yaml': called('a') })
    await loopless(['generate'])
    remove('specs/a.yaml')
    const orphaned = 'orphaned: generated/a.ts, whose spec specs/a.yaml is gone\n'
    const told = {
      code: 1,
      stdout: orphaned,
      stderr: '1 module of 1 not up to date\n  help: delete orphaned modules, or write their specs\n',
    }
    expect(await loopless(['generate', '--check'])).toEqual(told)
    expect(await loopless(['generate', '--check', 'specs'])).toEqual(told)
    expect(await loopless(['generate'])).toEqual({ code: 0, stdout: '', stderr: orphaned })
    write({ 'specs/double.yaml': WORD })
    expect(await loopless(['generate', '--check'])).toEqual(told)
    remove('specs')
    expect(await loopless(['generate', '--check'])).toEqual(told)
    // Of what was not looked at, nobody knows that.
    write({ 'specs/a.yaml': called('b'), 'empty/text.txt': '' })
    expect(await loopless(['generate', '--check', 'empty'])).toMatchObject({ code: 2, stdout: '' })
    remove('specs')
    remove('generated')
    expect(await loopless(['generate', '--check'])).toMatchObject({ code: 2, stdout: '' })
  })
})
