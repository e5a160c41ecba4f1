import { describe, expect, it } from 'vitest'
import { sourceOf } from '../../compiler/forms/source.ts'
import { printSpec } from '../../compiler/print/spec.ts'
import { checked, complaints } from '../check/checked.ts'
import { networkOf, warned } from './warned.ts'

/** Two warnings of one kind, and one of another. */
const LAYERS: readonly string[] = ['dense: 8', 'dense: 7', 'dense: { units: 2, activation: relu }']

describe('`allow`', () => {
  it('silences a warning in the whole network', () => {
    expect(warned(networkOf(LAYERS))).toEqual(['W404 at dense: 8', 'W404 at dense: 7', 'W402 at relu'])
    expect(warned(networkOf(LAYERS, ['allow: { W404: a study of deep linear networks }']))).toEqual([
      'W402 at relu',
    ])
    expect(
      warned(networkOf(LAYERS, ['allow: { W404: a study of deep linear networks, W402: a rate }'])),
    ).toEqual([])
  })

  it('beside a layer’s word silences it there', () => {
    const allowed = 'dense: 7\nallow: { W404: it is cut in two when it is served }'
    expect(warned(networkOf(LAYERS.with(1, allowed)))).toEqual(['W404 at dense: 8', 'W402 at relu'])
  })

  it('beside a repeat silences it in all its layers', () => {
    const repeat = 'repeat:\n  times: 3\n  layers:\n    - dense: 5\n    - scale: 2'
    expect(warned(networkOf([repeat, 'dense: 2']))).toEqual(['W404 at dense: 5'])
    expect(warned(networkOf([`${repeat}\nallow: { W404: on purpose }`, 'dense: 2']))).toEqual([])
  })

  it('is itself a warning where nothing needs it', () => {
    const allow = ['allow:', '  W404: of old', '  W403: of old', '  W402: a rate']
    expect(warned(networkOf(['dense: { units: 2, activation: relu }'], allow))).toEqual([
      'W202 at W404',
      'W202 at W403',
    ])
    const beside = 'dense: 2\nallow: { W402: of old }'
    expect(warned(networkOf([beside]))).toEqual(['W202 at W402'])
  })

  it('needs nothing at the top that every layer allows by itself', () => {
    const beside = 'dense: { units: 2, activation: relu }\nallow: { W402: a rate }'
    expect(warned(networkOf([beside], ['allow: { W402: a rate }']))).toEqual(['W202 at W402'])
  })

  it('may keep what nothing needs yet, and says so', () => {
    const allow = ['allow: { W403: weights come later, W202: this is a template }']
    expect(warned(networkOf(['dense: 2'], allow))).toEqual([])
    expect(warned(networkOf(['dense: 2'], ['allow: { W202: this is a template }']))).toEqual(['W202 at W202'])
  })

  it('silences a word that nothing uses', () => {
    const files = {
      'mine.yaml':
        '\nloopless: 1\nlayer: mine\ninput: { A: [n, m] }\nequations: { out: 2 * A }\noutput: { out: [n, m] }\n',
    }
    const words = ['words: [mine.yaml]']
    expect(warned(networkOf(['dense: 2'], words), files)).toEqual(['W201 at mine.yaml'])
    expect(warned(networkOf(['dense: 2'], [...words, 'allow: { W201: for later }']), files)).toEqual([])
  })

  it('is shown with what was checked', () => {
    const text = networkOf(['dense: 8\nallow: { W404: one }', 'dense: 2'], ['allow: { W402: a rate }'])
    const printed = printSpec(checked(sourceOf('spec.yaml', text)).spec!)
    expect(printed).toContain(
      '\n  dense { units: 8, activation: linear, bias: true, weights: glorot-uniform }',
    )
    expect(printed).toContain('\n    allow W404: one\n')
    expect(printed).toContain('\nallow\n  W402: a rate\n')
  })
})

describe('`allow` is refused', () => {
  const refused = (allow: string) =>
    complaints(networkOf(['dense: 2'], [`allow: ${allow}`]))
      .split('\n')
      .filter((line) => /^error|= help/.test(line))
      .map((line) => line.replace(/^ *= /, ''))

  it.each([
    [
      '{ E301: it is right }',
      [
        'error[E203]: `E301` is an error, and only warnings can be allowed',
        'help: `loopless explain E301` says what to do',
      ],
    ],
    [
      '{ W444: it is right }',
      ['error[E203]: `W444` is not the code of a warning', 'help: did you mean `W404`?'],
    ],
    ['{ w402: a rate }', ['error[E203]: `w402` is not the code of a warning', 'help: did you mean `W402`?']],
    [
      '{ linear: a study }',
      ['error[E203]: `linear` is not the code of a warning', 'help: `loopless explain` lists all codes'],
    ],
    ['{ W402: "" }', ['error[E206]: `W402` is empty', 'help: it is a reason, in words']],
    ['{ W402: "  " }', ['error[E206]: `W402` is a reason, in words, not `  `']],
    [
      '{ W402: true }',
      ['error[E205]: `W402` is a reason, in words, not `true`', 'help: put quotes around it: `"true"`'],
    ],
    ['{ W402: }', ['error[E109]: `W402` has no value', 'help: it needs a reason, in words']],
    ['[W402]', ['error[E205]: `allow` is a mapping from the codes of warnings to reasons, not a list']],
    ['{}', ['error[E209]: `allow` is empty', 'help: it is a mapping from the codes of warnings to reasons']],
  ])('%s', (allow, expected) => {
    expect(refused(allow)).toEqual(expected)
  })

  it('beside a layer’s word too', () => {
    expect(complaints(networkOf(['dense: 2\nallow: { E301: it is right }']))).toContain('spec.yaml:7:14')
  })
})
