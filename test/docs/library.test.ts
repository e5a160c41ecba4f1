import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { Report } from '../../compiler/diagnostics/report.ts'
import type { Word } from '../../compiler/forms/spec.ts'
import { understand } from '../../compiler/front-end.ts'
import { libraryPage, pathOf, wordPage } from '../../compiler/print/word-page.ts'
import { library } from '../support/compiled.ts'
import { libraryWords } from '../support/words.ts'

const FOLDER = 'specs/library'
const words = libraryWords.map(({ kind, name }) => ({
  kind,
  name,
  word: understand(library.word(kind, name)!, library, new Report()).check as Word,
}))
const pages = [
  ...words.map(({ word }) => ({ path: `${FOLDER}/${pathOf(word.source)}`, text: wordPage(word) })),
  { path: `${FOLDER}/README.md`, text: libraryPage(words.map(({ word }) => word)) },
]

describe('the pages of the library', () => {
  // To write them anew: UPDATE_PAGES=1 npx vitest run test/docs/library.test.ts
  it.each(pages)('$path is made from its word', ({ path, text }) => {
    if (process.env['UPDATE_PAGES']) writeFileSync(path, text)
    expect(existsSync(path) ? readFileSync(path, 'utf8') : '').toBe(text)
  })

  it('are pages of words that exist, and all listed', () => {
    const found = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
      .map((path) => `${FOLDER}/${path.replaceAll('\\', '/')}`)
      .filter((path) => path.endsWith('.md'))
    expect(found.sort()).toEqual(pages.map(({ path }) => path).sort())
    const index = readFileSync(`${FOLDER}/README.md`, 'utf8')
    const linked = [...index.matchAll(/\]\(([^)]+)\)/g)].map(([, path]) => `${FOLDER}/${path}`)
    expect([...linked, `${FOLDER}/README.md`].sort()).toEqual(found.sort())
  })

  it.each(words)('$kind $name is shown at work, with its equations and its source', ({ name, word }) => {
    const page = wordPage(word)
    const [, yaml] = /^```yaml\n([\s\S]*?)^```$/m.exec(page)!
    expect(JSON.stringify(parse(yaml!))).toContain(`"${name}"`)
    for (const { name: attribute } of word.attributes) expect(page).toContain(`| \`${attribute}\` |`)
    for (const { name: made } of [...word.equations, ...word.update]) expect(page).toContain(`${made} = `)
    expect(page).toContain(word.origin)
    expect(page).toContain(word.differs)
  })
})
