import { describe, expect, it } from 'vitest'
import { project } from './support/project.ts'

describe('loopless init', () => {
  it('writes a network that is right, scripts and a CI file, and says what comes next', async () => {
    const { loopless, read } = project()
    const { code, stdout, stderr } = await loopless(['init', 'first'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
    expect(stderr).toContain('wrote specs/first.yaml\n')
    expect(stderr).toContain('wrote .github/workflows/loopless.yml\n')
    expect(stderr).toContain('npx loopless check')
    expect(read('specs/first.yaml')).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/node_modules\/loopless\/specs\/network\.schema\.json\n/,
    )
    expect(read('.github/workflows/loopless.yml')).toContain('npx loopless generate --check --format github')
    expect(JSON.parse(read('package.json'))).toEqual({
      name: 'app',
      type: 'module',
      scripts: {
        check: 'loopless check',
        generate: 'loopless generate',
        'generate:check': 'loopless generate --check',
      },
    })
    expect((await loopless(['check'])).stderr).toBe('checked 1 file: no errors\n')
  })

  it('writes a network that learns', async () => {
    const { loopless } = project()
    await loopless(['init'])
    const { code, stdout } = await loopless(['train', 'specs/xor.yaml'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/binaryAccuracy {2}1\n/)
  })

  it('overwrites nothing', async () => {
    const files = {
      'specs/xor.yaml': '# mine\n',
      '.github/workflows/loopless.yml': '# mine\n',
      'package.json': '{\r\n\t"scripts": {\r\n\t\t"check": "mine"\r\n\t}\r\n}',
    }
    const { loopless, read } = project(files)
    const { code, stderr } = await loopless(['init'])
    expect(code).toBe(0)
    expect(read('specs/xor.yaml')).toBe('# mine\n')
    expect(read('.github/workflows/loopless.yml')).toBe('# mine\n')
    expect(read('package.json')).toBe(
      '{\r\n\t"scripts": {\r\n\t\t"check": "mine",\r\n\t\t"generate": "loopless generate",\r\n\t\t"generate:check": "loopless generate --check"\r\n\t}\r\n}',
    )
    expect(stderr).toContain('kept specs/xor.yaml')
    expect(stderr).toContain('kept the script `check`')
    const before = read('package.json')
    await loopless(['init'])
    expect(read('package.json')).toBe(before)
  })

  it('does without a package.json', async () => {
    const { loopless, remove, has } = project()
    remove('package.json')
    const { code, stderr } = await loopless(['init'])
    expect(code).toBe(0)
    expect(stderr).toContain('no package.json here')
    expect(has('package.json')).toBe(false)
  })

  it('writes nothing where package.json is broken', async () => {
    const { loopless, has } = project({ 'package.json': '{ "name": ' })
    const { code, stderr } = await loopless(['init'])
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'error: cannot add scripts to package.json: it is no JSON object\n',
    })
    expect(has('specs')).toBe(false)
  })

  it.each(['My Net', '../up', 'a/b', 'x.yaml', ''])('does not call a network `%s`', async (name) => {
    const { loopless, has } = project()
    const { code, stderr } = await loopless(['init', name])
    expect(code).toBe(2)
    expect(stderr).toContain('cannot name a network')
    expect(has('specs')).toBe(false)
  })
})
