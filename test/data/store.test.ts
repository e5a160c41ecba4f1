import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { ExampleStore, type StoredPort } from '../../compiler/commands/data/store.ts'
import { Matrix } from '../../runtime/tensor.ts'

const PORTS: readonly StoredPort[] = [
  { name: 'P', size: 3, isClass: false, kind: 'byte' },
  { name: 'X', size: 5, isClass: false, kind: 'float32' },
  { name: 'Y', size: 1, isClass: true, kind: 'byte' },
  { name: 'S', size: 2, isClass: false, kind: 'float64' },
]
/** Rows of the ports' matrices; the classes of Y are four. */
const ROWS = [3, 5, 4, 2]

const example = (i: number) => [
  ...[i % 256, (7 * i) % 256, 255],
  ...[0, 1, 2, 3, 4].map((row) => i / 3 + row),
  (i * i) % 4,
  ...[Math.PI * i, -i],
]

function filled(count: number, most: number): ExampleStore {
  const store = new ExampleStore(PORTS, most)
  for (let i = 0; i < count; i++) store.append(Float64Array.from(example(i)))
  return store
}

// A record has 40 bytes and a page a MiB: 26,214 examples.
describe.each([
  ['in memory', 2 ** 30],
  ['in a file', 2 ** 20],
])('examples %s', (_, most) => {
  it.each([1, 26_214, 26_215, 80_001])('are what was put there, %i of them, in any order', (count) => {
    const store = filled(count, most)
    const examples = Uint32Array.from({ length: Math.min(count, 400) }, (__, i) => (i * 7919) % count)
    const order = Uint32Array.from(examples.keys()).reverse()
    const [start, columns] = [Math.floor(examples.length / 3), Math.ceil(examples.length / 2)]
    // Columns beyond the batch at hand are nobody's business.
    const wide = ROWS.map(
      (rows) => new Matrix(rows, columns, columns + 2, new Float64Array(rows * (columns + 2)).fill(9)),
    )
    store.part(examples).gather(wide, order, start)
    for (let column = 0; column < columns; column++) {
      const i = examples[order[start + column]!]!
      const [p, x, y, s] = wide.map((matrix) =>
        Array.from({ length: matrix.rows }, (__, row) => matrix.at(row, column)),
      )
      const wanted = example(i)
      expect(p).toEqual(wanted.slice(0, 3))
      expect(x).toEqual(wanted.slice(3, 8).map(Math.fround))
      expect(y).toEqual([0, 1, 2, 3].map((row) => (row === wanted[8] ? 1 : 0)))
      expect(s).toEqual(wanted.slice(9))
      expect(store.classOf(i, 2)).toBe(wanted[8])
    }
    for (const matrix of wide) expect(matrix.data[columns]).toBe(9)
    store.close()
  })
})

it.skipIf(process.platform === 'win32')(
  'a file of examples has no name, so that no end of the program leaves it behind',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'loopless-test-'))
    vi.stubEnv('TMPDIR', folder)
    onTestFinished(() => {
      vi.unstubAllEnvs()
      rmSync(folder, { recursive: true })
    })
    const store = filled(60_000, 0)
    expect(readdirSync(folder)).toEqual([])
    expect(store.classOf(59_999, 2)).toBe(1)
    store.close()
  },
)
