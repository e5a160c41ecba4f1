import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { missing, nodeOf } from './contestant.ts'
import { participants, taking } from './participants.ts'
import { peer as loopless } from './peers/loopless.ts'
import { peer as loops } from './peers/loops.ts'
import { onnxOf } from './peers/onnx-file.ts'
import { prepare } from './prepare.ts'
import { deviation, TOLERANCE } from './statistics.ts'
import { readTask, type Task } from './task.ts'
import { chosen, workloads } from './workloads.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'loopless-bench-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const named = (id: string) => chosen([id])[0]!

describe.each(['W1', 'W2', 'W2P1'])('%s', (id) => {
  let task: Task
  beforeAll(async () => {
    task = readTask(await prepare(named(id), folder))
  })

  it('is what its title says', () => {
    const { sizes } = task.network
    const size = task.mode === 'train' ? `batch ${task.batch}` : `predicting ${task.batch}`
    expect(named(id).title).toBe(`${sizes.join('-')}, ${size}`)
    expect(task.network.rate).toBeGreaterThan(0)
  })

  it('has data and parameters of its sizes, by rows and by columns', () => {
    const [W, T] = [task.matrix('W1'), task.transposed('W1')]
    const { inputs, units } = task.layers[0]!
    expect(W).toHaveLength(units * inputs)
    expect(T[1 * units + 2]).toBe(W[2 * inputs + 1])
    expect(task.matrix('X')).toHaveLength(inputs * task.batch)
    expect(task.matrix('Y')).toHaveLength(task.network.sizes.at(-1)! * task.batch)
  })

  it('is the same work for loops by hand and for generated code', async () => {
    const [ours, theirs] = [await loopless(task), await loops(task)]
    if (typeof ours === 'string' || typeof theirs === 'string') throw new Error('both can do it')
    const found: number[][] = [[], []]
    for (let step = 0; step < 3; step++) {
      for (const [i, contestant] of [ours, theirs].entries()) {
        await contestant.run(1)
        found[i]!.push(...Array.from(contestant.result()))
      }
    }
    expect(deviation(found[1]!, found[0]!)).toBeLessThan(TOLERANCE)
    // A step that moves nothing would be the same work too.
    if (task.mode === 'train') expect(found[0]![2]!).toBeLessThan(0.999 * found[0]![0]!)
  })

  it('is an ONNX model, as long as its parameters and little more', () => {
    const parameters = task.layers.reduce((sum, { inputs, units }) => sum + units * (inputs + 1), 0)
    const extra = onnxOf(task).length - 4 * parameters
    expect(extra).toBeGreaterThan(0)
    expect(extra).toBeLessThan(600)
  })
})

describe('the newest Node', () => {
  const relaxed = participants.find(({ name }) => name === 'loopless-relaxed')!

  it('is another than the one that runs the others, or said to be missing', () => {
    expect(nodeOf(relaxed)).not.toBe(nodeOf(participants[0]))
    expect(missing(participants[0])).toBeUndefined()
    expect(missing(relaxed)).toBe(
      existsSync(nodeOf(relaxed)) ? undefined : 'not installed: npm ci --prefix test/platforms',
    )
  })
})

describe('names', () => {
  it('choose workloads in the order they are given, and all where there are none', () => {
    expect(chosen(['w3', 'W1']).map(({ id }) => id)).toEqual(['W3', 'W1'])
    expect(chosen([])).toBe(workloads)
    expect(() => chosen(['W99'])).toThrow('no workload `W99`; there are W1, W2')
  })

  it('choose peers, beside the first', () => {
    expect(taking(['numpy', 'loops']).map(({ name }) => name)).toEqual(['loopless', 'loops', 'numpy'])
    expect(taking(undefined)).toBe(participants)
    expect(() => taking(['keras'])).toThrow(
      'no peer `keras`; there are loopless-relaxed, loopless-reference, loops',
    )
  })
})
