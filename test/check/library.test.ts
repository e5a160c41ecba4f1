import { describe, expect, it } from 'vitest'
import { renderAll } from '../../compiler/diagnostics/render.ts'
import { WORD_KINDS, type Word } from '../../compiler/forms/spec.ts'
import { checked, libraryWith, sourceAt, specsIn } from './checked.ts'

const library = libraryWith()
const words = WORD_KINDS.flatMap((kind) => library.names(kind).map((name) => ({ kind, name })))

describe.each(words)('$kind $name', ({ kind, name }) => {
  const source = library.word(kind, name)!
  const { spec, report } = checked(source)

  it('checks clean, its example too', () => {
    expect(renderAll(report.diagnostics)).toBe('')
    expect(spec).toMatchObject({ kind, name })
  })

  it('says what it is for, and shows how', () => {
    expect(spec?.summary).toMatch(/\.$/)
    expect(source.text).toContain('\nexample: ')
  })

  it('says where its formula is from, and what differs from PyTorch and Keras', () => {
    const { origin, differs } = spec as Word
    expect(origin).toMatch(/\w\w/)
    expect(differs).toMatch(/\.$/)
    expect(differs).toMatch(/PyTorch|Keras/)
  })
})

describe.each(WORD_KINDS)('the other names of every %s', (kind) => {
  it('are those of one word each, and of none itself', () => {
    const names = library.names(kind)
    const others = names.flatMap((name) => (checked(library.word(kind, name)!).spec as Word).also)
    expect(others.filter((name, at) => others.indexOf(name) !== at || names.includes(name))).toEqual([])
  })
})

describe.each(specsIn('specs/models'))('%s', (path) => {
  const { spec, report } = checked(sourceAt(path)!)

  it('checks clean', () => {
    expect(renderAll(report.diagnostics)).toBe('')
    expect(spec).toMatchObject({ kind: 'network', name: path.replace(/^.*\/|\.yaml$/g, '') })
  })

  it('knows every word it reaches', () => {
    if (spec?.kind !== 'network') throw new Error('no network')
    for (const word of spec.words) expect(library.names(word.kind)).toContain(word.name)
  })
})
