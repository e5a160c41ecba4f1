import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it, vi } from 'vitest'
import { complain, onDisk } from '../../compiler/commands/failure.ts'
import { CODES } from '../../compiler/index.ts'
import { builtCli } from './support/built.ts'
import { project, type RunOptions, run } from './support/project.ts'
import { CSV, TRAINABLE, WRONG } from './support/specs.ts'

/** In a process of its own, as a script would. */
const fresh = (words: readonly string[]) => project().loopless(words, { fresh: true })

describe('loopless', () => {
  it('tells its version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    for (const option of ['--version', '-V'])
      expect(await fresh([option])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  it('helps, with examples', async () => {
    const { code, stdout, stderr } = await fresh(['--help'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    for (const command of [
      'init',
      'check',
      'generate',
      'inspect',
      'breaking',
      'diff',
      'bench',
      'show',
      'explain',
      'train',
      'evaluate',
    ])
      expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'))
    expect(stdout).toContain('$ loopless generate --check')
  })

  it('takes no command for wrong usage', async () => {
    const { code, stdout, stderr } = await fresh([])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('Usage: loopless')
  })

  it.each([
    [['chek'], 'Did you mean check?'],
    [['generate', '--chek'], 'Did you mean --check?'],
    [['show', 'a.yaml', 'b.yaml', '--after', 'read'], 'too many arguments'],
    [['train', 'a.yaml', '--epochs', '-1'], 'a whole number, 1 or more'],
    [['train', 'a.yaml', '--iterations', '0'], 'a whole number, 1 or more'],
    [['train', 'a.yaml', '--iterations', '5', '--epochs', '1'], "cannot be used with option '--epochs <n>'"],
    [['train', 'a.yaml', '--seed', '4294967296'], 'at most 4294967295'],
  ])('takes %j for wrong usage', async (words, said) => {
    const { code, stdout, stderr } = await fresh(words)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(said)
  })

  it('checks without options, where no parser is loaded, as it does with those it has by default', async () => {
    const { loopless } = project({ 'specs/wrong.yaml': WRONG })
    for (const paths of [[], ['specs'], ['specs/wrong.yaml', 'specs/*.yaml'], ['nothing.yaml'], ['']])
      expect(await loopless(['check', ...paths])).toEqual(
        await loopless(['check', '--format', 'text', ...paths]),
      )
  })

  it('paints nothing where nobody looks, unless it is forced to', async () => {
    const { loopless } = project({ 'specs/wrong.yaml': WRONG })
    const isPainted = async (env: NodeJS.ProcessEnv) => {
      const { stdout, stderr } = await loopless(['check'], { env })
      return (stdout + stderr).includes('\u001b')
    }
    expect(await isPainted({ CI: '' })).toBe(false)
    expect(await isPainted({ CI: 'true' })).toBe(false)
    for (const FORCE_COLOR of ['', '1', '2', '3', 'true']) expect(await isPainted({ FORCE_COLOR })).toBe(true)
    expect(await isPainted({ FORCE_COLOR: '1', NO_COLOR: '1', CI: 'true', TERM: 'dumb' })).toBe(true)
    for (const FORCE_COLOR of ['0', 'false']) expect(await isPainted({ FORCE_COLOR })).toBe(false)
  })

  it('does not mind a reader who has seen enough', async () => {
    const { folder } = project({ 'specs/wrong.yaml': WRONG })
    const { loopless } = project()
    const all = await loopless(['explain'])
    expect(all.stdout.length).toBeGreaterThan(100)
    const cli = (await import('./support/built.ts')).builtCli()
    const words = ['-c', `"${process.execPath}" "${cli}" explain | head -n 1`]
    const { code, stdout, stderr } = await run('sh', words, folder)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout.split('\n')).toHaveLength(2)
  })
})

describe('an output that takes nothing', () => {
  const files = { 'specs/small.yaml': TRAINABLE, 'specs/wrong.yaml': WRONG }
  const cli = (line: string) => {
    const { folder } = project(files)
    return run('bash', ['-c', line.replaceAll('loopless', `"${process.execPath}" "${builtCli()}"`)], folder)
  }

  // Only Linux has a disk that is always full.
  it
    .runIf(existsSync('/dev/full'))
    .each([
      'loopless check specs/wrong.yaml',
      'loopless explain',
      'loopless --version',
      'loopless show specs/small.yaml --after check',
    ])('is told of where the disk is full: %s', async (line) => {
    const { code, stderr } = await cli(`${line} > /dev/full`)
    expect(stderr).toMatch(
      /^(checked 1 file: 1 error\n)?error: cannot write to standard output: the disk is full\n$/,
    )
    expect(code).toBe(1)
  })

  it('changes no exit code where it is that of what else there is to say', async () => {
    // The reader has gone before anything is said.
    for (const [spec, code] of [
      ['small', 0],
      ['wrong', 1],
    ] as const) {
      const line = `{ sleep 0.2; loopless check specs/${spec}.yaml 2>&1 >/dev/null; } | true; exit "\${PIPESTATUS[0]}"`
      expect((await cli(line)).code).toBe(code)
    }
  })
})

describe('the command line that stays, which other tests run', () => {
  const files = { 'specs/wrong.yaml': WRONG, 'small.yaml': TRAINABLE, 'data.csv': CSV }

  it('says and does what processes of their own do, one after the other', async () => {
    const told = async (options: RunOptions) => {
      const { loopless, read } = project(files)
      const runs: unknown[] = []
      for (const words of [
        ['check'],
        ['generate', 'small.yaml'],
        ['generate', 'small.yaml', '--check'],
        ['train', 'small.yaml', '--epochs', '-1'],
        ['train', 'small.yaml', '--epochs', '2'],
        ['evaluate', 'small.yaml'],
        ['train', 'small.yaml', '--init', 'weights/small.safetensors'],
        ['explain', 'E3'],
        [],
      ])
        runs.push({ words, ...(await loopless(words, options)) })
      const made = ['generated/small.ts', 'weights/small.safetensors', 'weights/small.svg']
      return { runs, made: made.map(read) }
    }
    expect(await told({})).toEqual(await told({ fresh: true }))
  })
})

describe('loopless explain', () => {
  it('prints the page of a code', async () => {
    const { code, stdout } = await project().loopless(['explain', 'e301'])
    expect(code).toBe(0)
    expect(stdout).toBe(readFileSync('compiler/diagnostics/explain/E301.md', 'utf8'))
  })

  it('lists all codes', async () => {
    const { code, stdout } = await project().loopless(['explain'])
    expect(code).toBe(0)
    expect(stdout.trimEnd().split('\n')).toEqual(
      Object.entries(CODES).map(([name, title]) => `${name}  ${title}`),
    )
  })

  it('prints the page of a word, of each kind that has one', async () => {
    const huber = await project().loopless(['explain', 'huber'])
    expect(huber.code).toBe(0)
    expect(huber.stdout).toBe(`${readFileSync('specs/library/losses/huber.md', 'utf8')}`)
    const { stdout } = await project().loopless(['explain', 'cosine'])
    expect(stdout.match(/^\*\w+\.\*/gm)).toEqual(['*Loss.*', '*Schedule.*'])
  })

  it('asks what was meant', async () => {
    const { code, stderr } = await project().loopless(['explain', 'E31'])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(
        /^error: there is no code and no word `E31`\n {2}help: did you mean `E\d+`\?\n$/,
      ),
    })
  })
})

describe('what nobody expected', () => {
  const heard = (error: unknown): { readonly code: number; readonly text: string } => {
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const code = complain(error)
    const text = write.mock.calls.map(([chunk]) => String(chunk)).join('')
    write.mockRestore()
    return { code, text }
  }

  it('is one short line that says it is our mistake', () => {
    const { code, text } = heard(new TypeError('x is undefined\n    at somewhere'))
    expect(code).toBe(70)
    expect(text).toBe(
      'bug: x is undefined (a mistake of loopless, not yours; LOOPLESS_DEBUG=1 shows where)\n',
    )
  })

  it('has its stack under LOOPLESS_DEBUG', () => {
    vi.stubEnv('LOOPLESS_DEBUG', '1')
    const { text } = heard(new TypeError('x'))
    vi.unstubAllEnvs()
    expect(text).toContain('command-line.test.ts')
  })

  it('is nobody’s mistake when the disk refuses', async () => {
    const refused = Object.assign(new Error('EROFS: read-only file system'), { code: 'EROFS' })
    const error = await onDisk('write x', () => {
      throw refused
    }).catch((reason: unknown) => reason)
    expect(heard(error)).toEqual({ code: 1, text: 'error: cannot write x: the disk is read-only\n' })
  })
})
