import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { transformSync } from 'esbuild'
import { describe, expect, it } from 'vitest'
import * as xor from '../runtime/support/xor.ts'
import { project } from './support/project.ts'

const trained = async () => {
  const net = await xor.create({ batch: 1, seed: 7 })
  const bytes = net.save()
  return { bytes, made: project({ 'weights/xor.safetensors': bytes }) }
}

describe('loopless embed', () => {
  it.each(['mjs', 'ts'])('writes a module of the very bytes, as .%s', async (extension) => {
    const { bytes, made } = await trained()
    const out = `src/xor.weights.${extension}`
    const { code, stderr } = await made.loopless(['embed', 'weights/xor.safetensors', '--out', out])
    expect({ code, stderr }).toEqual({ code: 0, stderr: `wrote ${out}, 17 numbers of \`xor\`\n` })
    const text = made.read(out)
    expect(text).not.toMatch(/node:|Buffer\b(?!>)|require/)
    made.write({ 'run.mjs': extension === 'ts' ? transformSync(text, { loader: 'ts' }).code : text })
    const { default: weights } = (await import(pathToFileURL(made.path('run.mjs')).href)) as {
      default: Uint8Array<ArrayBuffer>
    }
    expect(weights).toEqual(bytes)
    const [embedded, own] = await Promise.all([xor.predictor(weights), xor.predictor(bytes)])
    expect(embedded.predictOne([0, 1])).toEqual(own.predictOne([0, 1]))
    await made.loopless(['embed', 'weights/xor.safetensors', '--out', out])
    expect(made.read(out)).toBe(text)
  })

  it('stands beside the weights unless told otherwise', async () => {
    const { made } = await trained()
    expect((await made.loopless(['embed', 'weights/xor.safetensors'])).code).toBe(0)
    expect(readFileSync(made.path('weights/xor.weights.ts'), 'utf8')).toContain(': Uint8Array<ArrayBuffer>')
  })

  it.each([
    ['what is not there', ['nothing'], 2, 'there is no file `nothing`'],
    [
      'what is no file of weights',
      ['package.json'],
      1,
      'package.json is no file of weights: not a safetensors file',
    ],
    [
      'to write what is no module',
      ['weights/xor.safetensors', '--out', 'a.json'],
      2,
      '`a.json` is no module',
    ],
  ])('refuses %s', async (_, words, expected, said) => {
    const { code, stderr } = await (await trained()).made.loopless(['embed', ...words])
    expect(code).toBe(expected)
    expect(stderr).toContain(said)
  })
})
