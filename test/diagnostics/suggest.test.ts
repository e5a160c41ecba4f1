import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { didYouMean, editsBetween, suggest } from '../../compiler/diagnostics/suggest.ts'

const WORDS = [
  'dense',
  'dropout',
  'standardize',
  'relu',
  'leaky-relu',
  'sigmoid',
  'softmax',
  'tanh',
  'adam',
  'units',
]

describe('did you mean', () => {
  it.each([
    ['dens', 'dense'],
    ['desne', 'dense'],
    ['Dense', 'dense'],
    ['denses', 'dense'],
    ['standardise', 'standardize'],
    ['leakyRelu', 'leaky-relu'],
    ['leaky_relu', 'leaky-relu'],
    ['rleu', 'relu'],
    ['softmx', 'softmax'],
    ['unit', 'units'],
    ['tahn', 'tanh'],
  ])('%s → %s', (written, meant) => {
    expect(suggest(written, WORDS)).toBe(meant)
  })

  it.each(['', 'x', 'at', 'conv', 'lstm', 'attention', 'rate', 'banana'])('nothing for %j', (written) => {
    expect(suggest(written, WORDS)).toBeUndefined()
  })

  it('prefers the nearest, then the first', () => {
    expect(suggest('betas', ['beta1x', 'beta1', 'beta2'])).toBe('beta1')
  })

  it('is a line of help, or none', () => {
    expect(didYouMean('dens', WORDS)).toBe('did you mean `dense`?')
    expect(didYouMean('banana', WORDS)).toBeUndefined()
  })
})

describe('edits', () => {
  it.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['abc', 'acb', 1],
    ['abc', 'ab', 1],
    ['abc', 'abxc', 1],
    ['abc', 'axc', 1],
    ['ca', 'abc', 3],
    ['kitten', 'sitting', 3],
  ])('from %j to %j: %d', (a, b, edits) => {
    expect(editsBetween(a, b)).toBe(edits)
  })

  it('are as many there as back, and none only between equals', () => {
    const letters = fc.string({ maxLength: 8 })
    fc.assert(
      fc.property(letters, letters, (a, b) => {
        expect(editsBetween(a, b)).toBe(editsBetween(b, a))
        expect(editsBetween(a, b) === 0).toBe(a === b)
        expect(editsBetween(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length))
      }),
    )
  })
})
