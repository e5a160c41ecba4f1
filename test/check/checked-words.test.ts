import { describe, expect, it } from 'vitest'
import { decodeWord, encodeWord } from '../../compiler/checked-words.ts'
import { checkedWords } from '../../compiler/encoded-words.ts'

const words = checkedWords('specs/library')
const byName = new Map(words.map((word) => [`${word.kind} ${word.name}`, word]))

describe('a word that was checked before', () => {
  it.each(words.map((word) => ({ word, title: `${word.kind} ${word.name}` })))(
    'is the same when it is read: $title',
    ({ word }) => {
      const inside = (kind: string, name: string) => byName.get(`${kind} ${name}`)
      const decoded = decodeWord(encodeWord(word), word.source, inside)
      expect(decoded).toEqual(word)
      expect(decoded!.span.source).toBe(word.source)
    },
  )

  it('is of no use for another text', () => {
    const [word] = words
    const source = { ...word!.source, text: `${word!.source.text}\n` }
    expect(decodeWord(encodeWord(word!), source, () => undefined)).toBeUndefined()
  })

  it('is of no use without the words inside', () => {
    const outer = words.find(({ calls }) => calls.length > 0)!
    expect(decodeWord(encodeWord(outer), outer.source, () => undefined)).toBeUndefined()
  })
})
