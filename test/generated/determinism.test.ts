import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Matrix } from 'loopless/runtime'
import { describe, expect, it } from 'vitest'
import * as digits from '../../generated/digits.ts'
import { bundled } from '../support/bundle.ts'
import { inFolder } from '../support/folder.ts'

const root = resolve(import.meta.dirname, '../..')

/** What a compiler makes of a project when it runs in some folder, in some place of the world. */
function generateAll(
  script: string,
  project: string,
  folder: string,
  env: NodeJS.ProcessEnv = {},
): Record<string, string> {
  const { stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', script, project], {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  })
  if (stderr !== '') throw new Error(stderr)
  return JSON.parse(stdout)
}

describe('generating', () => {
  it('gives the same bytes from wherever it is done, and those that are committed', {
    timeout: 60_000,
  }, async () => {
    const script = await bundled('test/support/generate-all.ts')
    await inFolder(
      { 'script.mjs': script },
      (folder) => {
        const there = join(folder, 'another/place')
        for (const part of ['specs/library', 'specs/models'])
          cpSync(join(root, part), join(there, part), { recursive: true })
        const one = generateAll(join(folder, 'script.mjs'), '.', root)
        const two = generateAll(join(folder, 'script.mjs'), there, folder, {
          TZ: 'Asia/Tokyo',
          LC_ALL: 'tr_TR.UTF-8',
        })
        expect(two).toEqual(one)
        const committed = readdirSync('generated').map((name) => [
          name,
          readFileSync(`generated/${name}`, 'utf8'),
        ])
        expect(one).toEqual(Object.fromEntries(committed))
      },
      join(root, 'node_modules/.cache'),
    )
  })
})

describe('training', () => {
  const rows = Array.from({ length: 9 }, (_, i) => Array.from({ length: 64 }, (_, j) => (7 * i + 3 * j) % 17))
  const labels = [3, 1, 4, 1, 5, 9, 2, 6, 5]

  /** Parameters, state and losses after some steps; digits draws parameters and, in every step, dropout. */
  async function history(
    seed: number,
  ): Promise<{ readonly bytes: string; readonly losses: readonly number[] }> {
    const net = await digits.create({ batch: 9, seed })
    const [X, Y] = [digits.X(rows), digits.Y(labels)]
    net.prepare(X)
    const losses = Array.from({ length: 20 }, () => net.step(X, Y))
    return { bytes: Buffer.from(net.save({ optimizer: true })).toString('base64'), losses }
  }

  it('gives the same bits from the same seed', async () => {
    expect(await history(7)).toEqual(await history(7))
  })

  it('gives others from another seed, in every parameter that is drawn', async () => {
    const [one, two] = [
      await digits.create({ batch: 9, seed: 7 }),
      await digits.create({ batch: 9, seed: 8 }),
    ]
    for (const name of ['W1', 'W2', 'W3'] as const) {
      const equal = one[name].data.filter((value, i) => value === two[name].data[i])
      expect(equal.length).toBeLessThan(one[name].data.length / 100)
    }
    expect((await history(7)).losses).not.toEqual((await history(8)).losses)
  })

  it('drops other units in every step, and the same in the same step', async () => {
    const net = await digits.create({ batch: 9, seed: 7 })
    const [X, Y] = [digits.X(rows), digits.Y(labels)]
    net.prepare(X)
    const kept = (): string => String((net as { readonly dropout_kept: Matrix }).dropout_kept.toArray())
    net.forward(X, Y)
    const first = kept()
    net.forward(X, Y)
    expect(kept()).toBe(first)
    net.backward()
    net.update()
    net.forward(X, Y)
    expect(kept()).not.toBe(first)
  })
})
