import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { blocksOf, quotes, readersFolder, run, shows } from './documents.ts'

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'compiler/README.md',
  'compiler/commands/formats/README.md',
  'compiler/diagnostics/README.md',
]

/** Every page is walked from top to bottom, as a reader would, in a folder of its own. */
describe.each(PAGES)('%s', (page) => {
  const { folder, remove } = readersFolder()
  afterAll(remove)

  for (const block of blocksOf(page)) {
    if (block.kind === 'quotation')
      it(`line ${block.line} quotes ${block.path}`, () => {
        expect(quotes(block.text, block.path, folder), `${block.text}\nis not in ${block.path}`).toBe(true)
      })
    else
      it(`line ${block.line} holds`, { timeout: 120_000 }, async () => {
        if (block.kind === 'file') {
          mkdirSync(dirname(join(folder, block.path)), { recursive: true })
          writeFileSync(join(folder, block.path), block.text)
          return
        }
        for (const { command, output } of block.runs) {
          const actual = await run(command, folder)
          if (!shows(output, actual)) expect(actual, `$ ${command}`).toBe(output)
        }
      })
  }
})
