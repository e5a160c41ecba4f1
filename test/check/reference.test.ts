import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { parseEquationText } from '../../compiler/forms/parse-equation.ts'
import { diagnose } from '../diagnostics/diagnose.ts'
import { parenthesize } from '../read/parenthesize.ts'

const reference = readFileSync('specs/README.md', 'utf8')

/** What a fragment is read with, where it does not say it itself. */
const AROUND = {
  loopless: 'loopless: 1',
  network: 'network: example',
  inputs: 'inputs: { X: [5, m] }',
  layers: 'layers: [{ dense: 1 }]',
}

function whole(fragment: string): string {
  const keys: readonly string[] = fragment.match(/^\w+(?=:)/gm) ?? []
  const missing = Object.entries(AROUND).filter(([key]) => !keys.includes(key))
  return `${missing.map(([, line]) => `${line}\n`).join('')}${fragment}`
}

const blocks = [...reference.matchAll(/^```yaml *(.*)\n([\s\S]*?)^```$/gm)].map(([all, info, text]) => ({
  line: reference.slice(0, reference.indexOf(all)).split('\n').length,
  text: info!.startsWith('fragment') ? whole(text!) : text!,
  codes: info!.match(/\b[EW]\d+/g) ?? [],
}))

describe('the language reference', () => {
  it.each(blocks)('says what is true of the block in line $line', ({ text, codes }) => {
    expect(diagnose(text)).toEqual(codes)
  })

  const rows = [...reference.matchAll(/^\| `([^`]+)` \| `([^`]+)` \|$/gm)].map(([, written, means]) => [
    written!,
    means!,
  ])

  it.each(rows)('says rightly that %s means %s', (written, means) => {
    const { expression } = parseEquationText(written)
    expect(expression && parenthesize(expression)).toBe(means)
  })

  it('has examples of both', () => {
    expect(blocks.length).toBeGreaterThan(40)
    expect(rows.length).toBeGreaterThan(10)
    expect(parse(blocks[0]!.text)).toHaveProperty('network')
  })
})
