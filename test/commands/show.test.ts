import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { STAGES, textAfter } from '../../compiler/commands/show.ts'
import { Report } from '../../compiler/index.ts'
import { project } from './support/project.ts'
import { SMALL, WORD, WRONG } from './support/specs.ts'

/** What `emit` prints is what `generated/` holds. */
const printed = STAGES.filter((stage) => stage !== 'emit')

/** `vitest -u` renews them: the difference is what a change of a stage means. */
describe.each(['chain-rule', 'planar'])('loopless show %s', (network) => {
  const path = `specs/models/${network}.yaml`
  const source = { path, text: readFileSync(path, 'utf8') }

  it.each(printed.map((stage, index) => [stage, index + 1] as const))('--after %s', async (stage, number) => {
    const text = await textAfter(stage, source, new Report())
    await expect(text).toMatchFileSnapshot(`golden/${network}/${number}-${stage}.txt`)
  })

  it('--after emit', async () => {
    expect(await textAfter('emit', source, new Report())).toBe(
      readFileSync(`generated/${network}.ts`, 'utf8'),
    )
  })
})

describe('loopless show', () => {
  it('prints a form to stdout', async () => {
    const { loopless } = project({ 'small.yaml': SMALL })
    const { code, stdout, stderr } = await loopless(['show', 'small.yaml', '--after', 'simplify'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^program small · float32 · small\.yaml\n/)
    expect(stdout).toMatch(/^ {2}%\d+ A1 \(3, m\) = tanh %\d+:Z1 +· forward, layer 1 · small\.yaml:6$/m)
  })

  it('prints what was read of a spec with mistakes', async () => {
    const { loopless } = project({ 'wrong.yaml': WRONG })
    const { code, stdout } = await loopless(['show', 'wrong.yaml', '--after', 'read'])
    expect(code).toBe(0)
    expect(stdout).toContain('7:11          dens: number 1\n')
  })

  it.each([
    ['a later stage of a spec with mistakes', ['wrong.yaml', '--after', 'plan'], 1, 'error[E210]'],
    ['a later stage of a word', ['word.yaml', '--after', 'plan'], 2, 'a word has no form after `plan`'],
    ['a stage that is none', ['wrong.yaml', '--after', 'plam'], 2, 'did you mean `plan`?'],
    ['no stage', ['wrong.yaml'], 2, "required option '--after <stage>'"],
  ])('does not print %s', async (_, words, expected, said) => {
    const { loopless } = project({ 'wrong.yaml': WRONG, 'word.yaml': WORD })
    const { code, stdout, stderr } = await loopless(['show', ...words])
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' })
    expect(stderr).toContain(said)
  })

  it('prints words', async () => {
    const { loopless } = project({ 'word.yaml': WORD })
    expect((await loopless(['show', 'word.yaml', '--after', 'check'])).stdout).toBe(
      [
        'layer double',
        'Twice what it gets.',
        '',
        'inputs',
        '  A [n, m]',
        '',
        'equations',
        '  out = 2 * A',
        '',
        'outputs',
        '  out [n, m]',
        '',
      ].join('\n'),
    )
  })
})
