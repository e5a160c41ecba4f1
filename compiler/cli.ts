#!/usr/bin/env node
import type { ExitCode } from './commands/failure.ts'

// A reader that has seen enough, `| head` say, is no reason to fail; a full disk is one.
process.stdout.on('error', async (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  const { complain, refusal } = await import('./commands/failure.ts')
  process.exit(complain(refusal('write to standard output', error)))
})
// Where nobody can be told, the exit code still tells.
process.stderr.on('error', () => {})

try {
  process.exitCode = await asked(process.argv.slice(2))
} catch (error) {
  const { complain } = await import('./commands/failure.ts')
  process.exitCode = complain(error)
}

/** What is asked for most, in every run of CI, has no option: to read those takes longer than to check a small network. */
async function asked([name, ...words]: readonly string[]): Promise<ExitCode> {
  if (name === 'check' && !words.some((word) => word.startsWith('-'))) {
    const { check } = await import('./commands/check.ts')
    return check(words, { format: 'text' })
  }
  const { run } = await import('./command-line.ts')
  return run(name === undefined ? words : [name, ...words])
}
