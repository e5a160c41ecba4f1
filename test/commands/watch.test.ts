import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { renameSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { builtCli } from './support/built.ts'
import { type Project, project } from './support/project.ts'
import { called, SMALL, WORD, WRONG } from './support/specs.ts'

const cli = builtCli()
const WAITS = 'watching for changes; Ctrl-C ends it\n'

/** A command that watches, in a process of its own. */
function watching({ folder }: Project, words: readonly string[]) {
  // What is written first is read first: by one pipe.
  const child = spawn('sh', ['-c', 'exec "$0" "$@" 2>&1', process.execPath, cli, ...words], { cwd: folder })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  const exit = once(child, 'exit')
  let said = ''
  let heard = () => {}
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text
    heard()
  })
  return {
    /** What it says until it waits for changes. */
    round: async (): Promise<string> => {
      while (!said.includes(WAITS))
        await Promise.race([
          new Promise<void>((resolve) => {
            heard = resolve
          }),
          exit.then(([code]) => {
            throw new Error(`it has ended with ${code}: ${said}`)
          }),
        ])
      const end = said.indexOf(WAITS) + WAITS.length
      const round = said.slice(0, end)
      said = said.slice(end)
      return round
    },
    /** What more it says in so many milliseconds. */
    rest: async (milliseconds: number): Promise<string> => {
      await new Promise((resolve) => setTimeout(resolve, milliseconds))
      return said
    },
    /** Ctrl-C; gives its exit code. */
    interrupt: async (): Promise<number> => {
      child.kill('SIGINT')
      return (await exit)[0]
    },
    ended: async () => ({ code: (await exit)[0], said }),
  }
}

describe('loopless check --watch', { timeout: 60_000 }, () => {
  it('checks again when a spec changes, comes or goes, and ends well at Ctrl-C', async () => {
    const nets = project({ 'specs/a.yaml': SMALL })
    const { round, interrupt } = watching(nets, ['check', '--watch'])
    expect(await round()).toBe(`checked 1 file: no errors\n\n${WAITS}`)
    nets.write({ 'specs/a.yaml': WRONG })
    const second = await round()
    expect(second).toMatch(/^specs\/a\.yaml has changed\n/)
    expect(second).toContain('error[E210]: layer word `dens` is not in the library\n')
    nets.write({ 'specs/a.yaml': SMALL })
    expect(await round()).toContain('checked 1 file: no errors\n')
    nets.write({ 'specs/deep/b.yaml': called('b') })
    expect(await round()).toContain('checked 2 files: no errors\n')
    nets.remove('specs/deep')
    expect(await round()).toContain('checked 1 file: no errors\n')
    expect(await interrupt()).toBe(0)
  })

  it('follows the words that specs name, wherever they are, and what is not there yet', async () => {
    const using = SMALL.replace('inputs:', 'words: [../words/double.yaml]\ninputs:').replace(
      '- dense: 1',
      '- double\n  - dense: 1',
    )
    const nets = project({ 'specs/a.yaml': using })
    const { round, interrupt } = watching(nets, ['check', 'specs/*.yaml', '--watch'])
    expect(await round()).toContain('error[E212]: there is no file `../words/double.yaml`')
    nets.write({ 'words/double.yaml': WORD })
    expect(await round()).toContain('checked 1 file: no errors\n')
    nets.write({ 'words/double.yaml': WORD.replace('2 * A', '2 * B') })
    expect(await round()).toContain('--> words/double.yaml:5:')
    // As editors save: another file takes the place of this one.
    nets.write({ 'words/double.yaml~': WORD })
    renameSync(nets.path('words/double.yaml~'), nets.path('words/double.yaml'))
    expect(await round()).toContain('checked 1 file: no errors\n')
    expect(await interrupt()).toBe(0)
  })

  it('survives settings that are wrong and specs that are gone, and passes over other files', async () => {
    const nets = project({ 'specs/a.yaml': SMALL })
    const { round, interrupt } = watching(nets, ['check', '--watch'])
    await round()
    nets.write({ 'loopless.yaml': 'spec: nets\n' })
    expect(await round()).toContain('error[E203]: `spec` is not a key of the settings')
    nets.write({ 'loopless.yaml': 'specs: nets\n', 'specs/notes.txt': 'no spec\n' })
    expect(await round()).toMatch(/^loopless\.yaml has changed\nerror: there is no file or folder `nets`/)
    nets.write({ 'nets/b.yaml': called('b') })
    expect(await round()).toContain('checked 1 file: no errors\n')
    expect(await interrupt()).toBe(0)
  })

  it('does not begin with wrong usage', async () => {
    const { ended } = watching(project(), ['check', 'nets', '--watch'])
    const { code, said } = await ended()
    expect(code).toBe(2)
    expect(said).toContain('there is no file or folder `nets`')
  })
})

describe('loopless generate --watch', { timeout: 60_000 }, () => {
  it('writes modules when their specs change, and leaves them where specs are wrong', async () => {
    const nets = project({ 'specs/a.yaml': SMALL })
    const { round, interrupt } = watching(nets, ['generate', '--watch'])
    expect(await round()).toBe(`wrote generated/small.ts\n\n${WAITS}`)
    const before = nets.read('generated/small.ts')
    nets.write({ 'specs/a.yaml': WRONG })
    expect(await round()).toContain('error[E210]')
    expect(nets.read('generated/small.ts')).toBe(before)
    nets.write({ 'specs/a.yaml': SMALL.replace('tanh', 'relu') })
    expect(await round()).toBe(`specs/a.yaml has changed\nwrote generated/small.ts\n\n${WAITS}`)
    expect(nets.read('generated/small.ts')).toContain('affineRelu')
    expect(await interrupt()).toBe(0)
  })

  it('writes a module again that is deleted or edited, and does not follow itself', async () => {
    const nets = project({ 'specs/a.yaml': SMALL })
    const { round, rest, interrupt } = watching(nets, ['generate', '--watch'])
    expect(await round()).toBe(`wrote generated/small.ts\n\n${WAITS}`)
    // Some systems tell of the folder first.
    const WRITTEN_AGAIN = /^generated(\/small\.ts)? has changed\nwrote generated\/small\.ts\n\nwatching.*\n$/
    const module = nets.read('generated/small.ts')
    nets.remove('generated/small.ts')
    expect(await round()).toMatch(WRITTEN_AGAIN)
    nets.write({ 'generated/small.ts': module.replace('forward', 'backward') })
    expect(await round()).toMatch(WRITTEN_AGAIN)
    expect(nets.read('generated/small.ts')).toBe(module)
    nets.remove('generated')
    expect(await round()).toContain('wrote generated/small.ts\n')
    nets.write({ 'generated/notes.ts': '// mine\n' })
    expect(await rest(500)).toBe('')
    expect(await interrupt()).toBe(0)
  })

  it('compares again with --check when a module is deleted, edited or back', async () => {
    const nets = project({ 'specs/a.yaml': SMALL })
    await nets.loopless(['generate'])
    const module = nets.read('generated/small.ts')
    const { round, interrupt } = watching(nets, ['generate', '--check', '--watch'])
    expect(await round()).toContain('1 module up to date\n')
    nets.write({ 'generated/small.ts': module.replace('forward', 'backward') })
    expect(await round()).toContain('stale: generated/small.ts\n')
    nets.remove('generated/small.ts')
    expect(await round()).toContain('missing: generated/small.ts\n')
    nets.write({ 'generated/small.ts': module })
    expect(await round()).toContain('1 module up to date\n')
    expect(await interrupt()).toBe(0)
  })

  it('compares again with --check', async () => {
    const nets = project({ 'specs/a.yaml': SMALL })
    await nets.loopless(['generate'])
    const { round, interrupt } = watching(nets, ['generate', '--check', '--watch'])
    expect(await round()).toContain('1 module up to date\n')
    nets.write({ 'specs/a.yaml': SMALL.replace('tanh', 'relu') })
    expect(await round()).toContain('stale: generated/small.ts\n')
    expect(await interrupt()).toBe(0)
  })
})
