import { describe, expect, it } from 'vitest'
import { project } from './support/project.ts'

const TWICE = `loopless: 1
network: twice
data: { file: data.csv, inputs: { X: { columns: [a, b] } }, targets: { Y: { column: y } } }
inputs: { X: [2, m] }
targets: { Y: [1, m] }
layers:
  - dense: 3
  - dense: 1
loss: squared-error
training: { optimizer: { momentum: 0.1 }, batch: all, iterations: 2 }
`
const FILES = { 'specs/twice.yaml': TWICE, 'specs/data.csv': 'a,b,y\n1,2,3\n2,0,1\n4,5,6\n' }
const ALLOWED = { ...FILES, 'specs/twice.yaml': `${TWICE}allow: { W404: it is small enough }\n` }

const WARNING = [
  'warning[W404]: with nothing but affine steps between them, `W1` and `W2` are one (1, 2) matrix',
  '  --> specs/twice.yaml:7:5',
  '   |',
  ' 7 |   - dense: 3',
  '   |     ^^^^^^^^',
  ' 8 |   - dense: 1',
  '   |     -------- multiplies by `W2`',
  '   = help: say a non-linear `activation` here, or leave the layer out',
  '',
].join('\n')

describe('a warning', () => {
  it('is what `check` prints, and no failure', async () => {
    const { loopless } = project(FILES)
    expect(await loopless(['check'])).toEqual({
      code: 0,
      stdout: WARNING,
      stderr: 'checked 1 file: 1 warning\n',
    })
  })

  it('has its severity in JSON', async () => {
    const { loopless } = project(FILES)
    const { code, stdout } = await loopless(['check', '--format', 'json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ diagnostics: [{ code: 'W404', severity: 'warning' }] })
  })

  it.each([
    [['generate'], 'wrote generated/twice.ts'],
    [['train', 'specs/twice.yaml'], 'saved weights/twice.safetensors'],
    [['inspect', 'specs/twice.yaml'], ''],
  ])('is said once by %j, which goes on', async (words, done) => {
    const { loopless } = project(FILES)
    const { code, stderr } = await loopless(words)
    expect(code).toBe(0)
    expect(stderr.startsWith(`${WARNING}`)).toBe(true)
    expect(stderr.split('W404')).toHaveLength(2)
    expect(stderr).toContain(done)
  })

  it('stands beside the errors of other files', async () => {
    const { loopless } = project({ ...FILES, 'specs/wrong.yaml': TWICE.replace('dense: 3', 'dens: 3') })
    const { code, stderr } = await loopless(['check'])
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'checked 2 files: 1 error, 1 warning\n' })
  })

  it('is not there where it is allowed', async () => {
    const { loopless } = project(ALLOWED)
    expect(await loopless(['check'])).toEqual({ code: 0, stdout: '', stderr: 'checked 1 file: no errors\n' })
    expect((await loopless(['generate'])).stderr).toBe('wrote generated/twice.ts\n')
  })

  it('has a page', async () => {
    const { stdout } = await project().loopless(['explain', 'w404'])
    expect(stdout).toMatch(/^# W404: two products that are one\n/)
  })
})
