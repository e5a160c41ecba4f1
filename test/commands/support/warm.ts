import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { root } from './built.ts'

/** What a program says and how it ends. */
export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs a built command line again and again in one process of the test file: to start one costs most of what a small
 * command does. `command-line.test.ts` holds it against processes of their own.
 */
export class WarmCommandLine {
  readonly #cli: string
  readonly #env: NodeJS.ProcessEnv
  #process: ChildProcess | undefined
  /** The run before, since there is one working folder. */
  #before: Promise<unknown> = Promise.resolve()

  constructor(cli: string, env: NodeJS.ProcessEnv = {}) {
    this.#cli = cli
    this.#env = env
    afterAll(async () => {
      if (this.#process === undefined) return
      const gone = once(this.#process, 'exit')
      this.#process.disconnect()
      await gone
    })
  }

  run(words: readonly string[], cwd: string): Promise<Ran> {
    const ran = this.#before.then(() => this.#run(words, cwd))
    this.#before = ran.catch(() => {})
    return ran
  }

  async #run(words: readonly string[], cwd: string): Promise<Ran> {
    this.#process ??= fork(join(root, 'test/commands/support/warm.mjs'), [this.#cli], {
      execArgv: [],
      // Whoever runs the tests may want colours in theirs.
      env: { ...process.env, FORCE_COLOR: undefined, ...this.#env },
    })
    const ended = new AbortController()
    const failed = once(this.#process, 'exit', { signal: ended.signal }).then(([code]) => {
      throw new Error(`the command line that stays has ended with ${code}`)
    })
    this.#process.send({ words, cwd })
    try {
      const [ran] = await Promise.race([once(this.#process, 'message'), failed])
      return ran as Ran
    } finally {
      failed.catch(() => {})
      ended.abort()
    }
  }
}
