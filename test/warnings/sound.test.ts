import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { libraryWords } from '../support/words.ts'
import { warned } from './warned.ts'

/** Networks that learn what they should, or say with `allow` what they are for. */
const networks = ['specs/models', 'test/bench/specs', 'test/mnist'].flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => `${folder}/${name}`),
)

describe('no network of the project is warned of', () => {
  it.each(networks)('%s', (path) => {
    expect(warned(readFileSync(path, 'utf8'))).toEqual([])
  })
})

describe('an example of a word is warned of for what stands around it only', () => {
  // Between two layers that are linear, so that gradients of the word itself are seen.
  it.each(libraryWords)('$kind $name', ({ kind, network }) => {
    const around = kind === 'layer' || kind === 'activation' ? ['W404 at dense: 4'] : []
    expect(['', ...around]).toContain(warned(network).join())
  })
})

/** What a network of so many layers takes, in milliseconds. */
function timeOf(times: number, layers: string): number {
  const text = `
loopless: 1
network: deep
inputs: { X: [3, m] }
targets: { Y: [3, m] }
layers:
  - repeat:
      times: ${times}
      layers: ${layers}
loss: squared-error
`
  warned(text)
  const start = performance.now()
  expect(warned(text).length).toBeGreaterThan(0)
  return performance.now() - start
}

describe('a deep network', () => {
  it.each([
    ['products that are one', '[{ dense: 3 }]'],
    ['equal units', '[{ dense: { units: 3, activation: tanh, weights: zeros } }]'],
    [
      'a flat end of many steps',
      '[{ scale: { by: 2, offset: 1 } }, { dense: { units: 3, activation: relu } }, { scale: 3 }]',
    ],
  ])('of %s takes time in proportion to its layers', { retry: 2 }, (_, layers) => {
    expect(timeOf(640, layers) / timeOf(160, layers)).toBeLessThan(12)
  })
})
