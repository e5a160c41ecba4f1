import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { root } from './support/built.ts'
import {
  bash,
  install,
  projectWithPackage,
  runAction,
  type Step,
  SUMMARY,
  withCommand,
} from './support/pipeline.ts'
import { project } from './support/project.ts'
import { repository } from './support/repository.ts'
import { called, ROOT, ROOTED, SMALL, WRONG } from './support/specs.ts'

/** What is ready for others' pipelines, run as they would run it: nothing here asks a service. */

const read = (file: string) => readFileSync(join(root, file), 'utf8')

interface Hook {
  readonly id: string
  readonly entry: string
  readonly language: string
  readonly files: string
  readonly pass_filenames: boolean
}
const hooks = parse(read('.pre-commit-hooks.yaml')) as readonly Hook[]

describe('the action for GitHub', { timeout: 60_000 }, () => {
  const action = read('action.yml')
  /** Steps that others are about. */
  const WITHOUT = { drift: 'false', prove: 'false' }

  it('is content with what is as it should be', async () => {
    const nets = projectWithPackage({ 'specs/small.yaml': SMALL })
    await nets.loopless(['generate'])
    const steps = await runAction(action, {}, nets)
    expect(steps).toEqual([
      { step: 'inputs', code: 0, stdout: '', stderr: '' },
      { step: 'check', code: 0, stdout: '', stderr: 'checked 1 file: no errors\n' },
      { step: 'generate --check', code: 0, stdout: '', stderr: '1 module up to date\n' },
      {
        step: 'prove',
        code: 0,
        stdout: expect.stringMatching(
          /^small {2}gradients 4 parameters.* · no loops · sizes · memory · kernels agree {2}/,
        ),
        stderr: expect.stringMatching(/^proved 1 network in /),
      },
    ])
  })

  it('proves, and annotates what is not proved, unless it is told not to', async () => {
    const nets = projectWithPackage({ 'specs/rooted.yaml': ROOTED, 'layers/root.yaml': ROOT })
    await nets.loopless(['generate'])
    const steps = await runAction(action, {}, nets)
    expect(steps.map(({ step, code }) => [step, code])).toEqual([
      ['inputs', 0],
      ['check', 0],
      ['generate --check', 0],
      ['prove', 1],
    ])
    expect(steps.at(-1)?.stdout).toMatch(/^::error file=specs\/rooted\.yaml,line=8,.*E410/m)
    const unproved = await runAction(action, { prove: 'false' }, nets)
    expect(unproved.map(({ step, code }) => [step, code])).toEqual([
      ['inputs', 0],
      ['check', 0],
      ['generate --check', 0],
    ])
  })

  it('refuses what is neither true nor false', async () => {
    const nets = projectWithPackage({ 'specs/small.yaml': SMALL })
    for (const [input, given] of [
      ['drift', 'yes'],
      ['prove', 'True'],
      ['breaking', ''],
    ] as const) {
      const steps = await runAction(action, { [input]: given }, nets)
      expect(steps).toMatchObject([
        { step: 'inputs', code: 2, stderr: expect.stringMatching(`^${input}: .* true`) },
      ])
    }
  })

  it('annotates what is wrong with a spec, and stops', async () => {
    const nets = projectWithPackage({
      'deep/package.json': '{}',
      'deep/nets/small one.yaml': WRONG,
      'deep/nets/b.yaml': called('b'),
    })
    const inputs = { paths: '  nets/b.yaml \n\n\tnets/small *.yaml\n', 'working-directory': 'deep' }
    const [, step, ...others] = await runAction(action, inputs, nets)
    expect(others).toEqual([])
    expect(step).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^::error file=deep\/nets\/small one\.yaml,line=7,.*\n$/),
      stderr: 'checked 2 files: 1 error\n',
    })
  })

  it('annotates stale modules, unless it is told not to look', async () => {
    const nets = projectWithPackage({ 'specs/small.yaml': SMALL })
    const missing = '::error file=specs/small.yaml,line=1,endLine=1,title=missing module::'
    const [, , drift] = await runAction(action, {}, nets)
    expect(drift).toMatchObject({ code: 1, stdout: expect.stringContaining(missing) })
    const steps = await runAction(action, { drift: 'false' }, nets)
    expect(steps.map(({ step, code }) => [step, code])).toEqual([
      ['inputs', 0],
      ['check', 0],
      ['prove', 0],
    ])
  })

  it('takes a number of warnings and a version, and nothing of them for commands', async () => {
    const nets = projectWithPackage({ 'specs/small.yaml': SMALL })
    const [, fine] = await runAction(action, { ...WITHOUT, 'max-warnings': '0' }, nets)
    expect(fine?.code).toBe(0)
    const [, odd] = await runAction(action, { ...WITHOUT, 'max-warnings': '0; touch odd' }, nets)
    expect(odd).toMatchObject({ code: 2, stderr: expect.stringContaining("'0; touch odd'") })
    const { version } = JSON.parse(read('package.json'))
    const [, own] = await runAction(action, { ...WITHOUT, version }, nets)
    expect(own?.code).toBe(0)
    const [, other] = await runAction(action, { ...WITHOUT, version: '$(touch odd)' }, nets)
    expect(other?.code).not.toBe(0)
    await runAction(action, { ...WITHOUT, paths: '$(touch odd); `touch odd`' }, nets)
    expect(nets.has('odd')).toBe(false)
  })

  describe('where a pull request is compared with its base', () => {
    const step = (steps: readonly { readonly step: string }[]) =>
      steps.find((each) => each.step === 'breaking')
    const FILES = {
      '.gitignore': 'node_modules\nsummary.md\n',
      'specs/small.yaml': SMALL,
      'other.yaml': 'a: 1\n',
    }

    async function changed(file: string, text: string) {
      const nets = install(repository(FILES))
      await nets.loopless(['generate'])
      nets.commit('base')
      nets.write({ [file]: text, 'other.yaml': 'a: 2\n', 'specs/$(touch odd).yaml': called('odd') })
      await nets.loopless(['generate'])
      nets.commit('change')
      return nets
    }

    it('says so in the summary of the job, and fails where something breaks', async () => {
      const nets = await changed('specs/small.yaml', SMALL.replace('[2, m]', '[4, m]'))
      const base = nets.git('rev-parse', 'base').trim()
      const steps = await runAction(action, { ...WITHOUT, breaking: 'true' }, nets, base)
      expect(step(steps)).toMatchObject({ code: 1, stdout: expect.stringContaining('  breaks callers\n') })
      const summary = nets.read(SUMMARY)
      expect(summary).toMatch(/^### Loopless\n\n(?: {4}.*\n)+\n\*\*small · float32\*\*\n\n\| \|/)
      expect(summary).toContain('      breaks callers\n')
      expect(summary).toContain('| `~` | X | input | (2, m) → (4, m) |')
      expect(nets.has('odd')).toBe(false)
      const reported = await runAction(action, { ...WITHOUT, breaking: 'report' }, nets, base)
      expect(step(reported)).toMatchObject({ code: 0, stdout: expect.stringContaining('  breaks callers\n') })
    })

    it('goes well where nothing breaks, of a checkout of one commit too', async () => {
      const origin = await changed('specs/small.yaml', `${SMALL}# new\n`)
      const base = origin.git('rev-parse', 'base').trim()
      const clone = install(project())
      origin.git('clone', '--quiet', '--depth=1', `file://${origin.folder}`, clone.path('app'))
      const app = install({ ...clone, folder: clone.path('app'), path: (file) => clone.path(`app/${file}`) })
      const steps = await runAction(action, { ...WITHOUT, breaking: 'true' }, app, base)
      expect(step(steps)).toMatchObject({ code: 0, stderr: expect.stringContaining(': nothing breaks') })
      expect(clone.read(`app/${SUMMARY}`)).toContain('**small · float32**')
    })

    it('is silent elsewhere, and runs nothing that it is told', async () => {
      const nets = await changed('specs/small.yaml', SMALL)
      const base = nets.git('rev-parse', 'base').trim()
      expect(step(await runAction(action, WITHOUT, nets, base))).toBeUndefined()
      expect(nets.has(SUMMARY)).toBe(false)
      const pushed = step(await runAction(action, { ...WITHOUT, breaking: 'true' }, nets))
      expect(pushed).toMatchObject({ code: 0, stdout: 'no pull request: there is no base to compare with\n' })
      for (const odd of ['$(touch odd)', '; touch odd', '`touch odd`', '"; touch odd; "']) {
        await runAction(action, { ...WITHOUT, breaking: odd }, nets, base)
        await runAction(action, { ...WITHOUT, breaking: 'true', paths: `specs\n${odd}` }, nets, odd)
      }
      expect(nets.has('odd')).toBe(false)
    })
  })

  it('writes nothing that was given into a script', () => {
    for (const { run } of parse(action).runs.steps as readonly Step[]) expect(run).not.toContain('${{')
  })
})

describe('hooks for pre-commit', { timeout: 60_000 }, () => {
  const hook = (id: string) => hooks.find((each) => each.id === id)!

  /** As pre-commit runs it, where one of the files has changed: nothing if none is of its kind. */
  async function ran(id: string, changed: readonly string[], nets: ReturnType<typeof projectWithPackage>) {
    const { entry, files, pass_filenames } = hook(id)
    const own = changed.filter((file) => new RegExp(files).test(file))
    if (own.length === 0) return undefined
    return bash([entry, ...(pass_filenames ? own : [])].join(' '), nets.folder, withCommand(nets))
  }

  it('are commands of the package', () => {
    const { bin } = JSON.parse(read('package.json'))
    for (const { entry, language } of hooks) {
      expect(Object.keys(bin)).toContain(entry.split(' ')[0])
      expect(language).toBe('node')
    }
    expect(hooks.map(({ id }) => id)).toEqual(['loopless-check', 'loopless-generate-check'])
  })

  it('are installed from the repository, where pre-commit takes what `npm pack` prints for a file', async () => {
    const { folder } = project({
      '.npmrc': read('.npmrc'),
      'package.json': '{ "name": "noisy", "version": "1.0.0", "scripts": { "prepare": "echo built" } }',
    })
    expect(await bash('npm pack', folder)).toMatchObject({ code: 0, stdout: 'noisy-1.0.0.tgz\n' })
  })

  it('check all specs when one has changed, or a word', async () => {
    const nets = projectWithPackage({ 'specs/small.yaml': WRONG })
    expect(await ran('loopless-check', ['src/app.ts'], nets)).toBeUndefined()
    expect(await ran('loopless-check', ['words/a.yml'], nets)).toMatchObject({ code: 1 })
    nets.write({ 'specs/small.yaml': SMALL })
    expect(await ran('loopless-check', ['specs/small.yaml'], nets)).toMatchObject({ code: 0 })
  })

  it('compare modules when a spec has changed, or a module', async () => {
    const nets = projectWithPackage({ 'specs/small.yaml': SMALL })
    await nets.loopless(['generate'])
    expect(await ran('loopless-generate-check', ['specs/small.yaml'], nets)).toMatchObject({ code: 0 })
    nets.write({ 'generated/small.ts': `${nets.read('generated/small.ts')}// mine\n` })
    expect(await ran('loopless-generate-check', ['README.md'], nets)).toBeUndefined()
    expect(await ran('loopless-generate-check', ['generated/small.ts'], nets)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('stale: generated/small.ts\n'),
    })
  })
})

describe('the CI file that `init` writes', { timeout: 60_000 }, () => {
  it('runs what is fine in a new project, once its module is there', async () => {
    const nets = projectWithPackage()
    await nets.loopless(['init', 'first'])
    const { jobs } = parse(nets.read('.github/workflows/loopless.yml'))
    const lines = (jobs.loopless.steps as readonly Step[]).flatMap(({ run }) => run ?? [])
    expect(lines[0]).toBe('npm ci')
    const script = lines.slice(1).join('\n')
    expect(await bash(script, nets.folder)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('title=missing module::'),
    })
    await nets.loopless(['generate'])
    expect(await bash(script, nets.folder)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^first {2}gradients 4 parameters.* · as committed {2}[\d.]+ s\n$/),
    })
  })
})

describe('what the README shows', { timeout: 60_000 }, () => {
  const shown = (path: string) => {
    const [, text] = new RegExp(`^\`\`\`yaml\n# ${path}\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(read('README.md'))!
    return parse(text!)
  }

  it('uses the action that is in the package, with inputs that it has', async () => {
    const nets = projectWithPackage({ 'specs/small.yaml': SMALL })
    await nets.loopless(['generate'])
    const steps = shown('.github/workflows/loopless.yml').jobs.loopless.steps as readonly (Step & {
      readonly with?: Readonly<Record<string, unknown>>
    })[]
    const { uses, with: given = {} } = steps.at(-1)!
    const inputs = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]))
    const ran = await runAction(nets.read(`${uses}/action.yml`), inputs, nets)
    expect(ran.length).toBeGreaterThan(1)
    for (const { code } of ran) expect(code).toBe(0)
  })

  it('runs on GitLab, with a report of what is wrong', async () => {
    const nets = projectWithPackage({ 'specs/small.yaml': SMALL })
    await nets.loopless(['generate'])
    const { script, artifacts } = shown('.gitlab-ci.yml').loopless
    expect(script[0]).toBe('npm ci')
    const lines = script.slice(1).join('\n')
    const report = () => JSON.parse(nets.read(artifacts.reports.codequality))
    expect(await bash(lines, nets.folder, { CI_PROJECT_DIR: nets.folder })).toMatchObject({ code: 0 })
    expect(report()).toEqual([])
    nets.write({ 'specs/small.yaml': WRONG })
    expect(await bash(lines, nets.folder, { CI_PROJECT_DIR: nets.folder })).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('--> specs/small.yaml:7:5'),
    })
    expect(report()).toMatchObject([{ check_name: 'E210', location: { path: 'specs/small.yaml' } }])
  })

  it('names hooks that there are, of this version', () => {
    const [{ rev, hooks: named }] = shown('.pre-commit-config.yaml').repos
    expect(rev).toBe(`v${JSON.parse(read('package.json')).version}`)
    expect(named.map(({ id }: Hook) => id)).toEqual(hooks.map(({ id }) => id))
  })
})
