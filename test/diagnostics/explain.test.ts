import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { CODES, type Code, WARNINGS } from '../../compiler/diagnostics/codes.ts'
import { codeNamed, explain } from '../../compiler/diagnostics/explain.ts'
import type { Files } from '../check/checked.ts'
import { diagnose } from './diagnose.ts'

const codes = Object.keys(CODES) as Code[]

function isWarning(code: Code): boolean {
  return WARNINGS.includes(code)
}

/** What only a mistake of ours can bring about has no spec that fails. */
const NO_SPEC = 'No spec should be able to cause this.'

interface Example {
  readonly spec: string
  readonly files: Files
}

/** The fenced blocks of a section: the spec, and files beside it, which bear their names. A `␀` is what it pictures. */
function example(page: string, section: string): Example {
  const text = page.split(`## ${section}\n`)[1]?.split('\n## ')[0] ?? ''
  const blocks = [...text.matchAll(/```yaml *(.*)\n([\s\S]*?)```/g)].map(
    ([, name, yaml]) => [name!, yaml!.replaceAll('␀', '\0')] as const,
  )
  const [spec, ...files] = blocks
  return { spec: spec?.[1] ?? '', files: Object.fromEntries(files) }
}

describe.each(codes)('%s', (code) => {
  const page = explain(code)

  it('has a page with its title', () => {
    expect(page.split('\n')[0]).toBe(`# ${code}: ${CODES[code]}`)
  })

  // What files, data, weights and generated code get wrong is seen by the commands that read them, and tested there.
  it.skipIf(code === 'E116' || code.startsWith('E5') || code.startsWith('E41'))(
    'is what its example gives, and nothing else',
    () => {
      const { spec, files } = example(page, isWarning(code) ? 'Warns' : 'Fails')
      expect(diagnose(spec, files)).toEqual([code])
    },
  )

  it.runIf(isWarning(code) && code !== 'W202')(
    'is silent where it is allowed, and missed where it is not',
    () => {
      const allow = `allow: { ${code}: this is an example }\n`
      const warns = example(page, 'Warns')
      expect(diagnose(warns.spec + allow, warns.files)).toEqual([])
      const repair = example(page, 'Repair')
      expect(diagnose(repair.spec + allow, repair.files)).toEqual(['W202'])
    },
  )

  it.skipIf(page.includes(NO_SPEC))('has a repair that is sound', () => {
    const { spec, files } = example(page, 'Repair')
    expect(spec).not.toBe('')
    expect(diagnose(spec, files)).toEqual([])
  })
})

it('no page is left over', () => {
  expect(readdirSync('compiler/diagnostics/explain').sort()).toEqual(codes.map((code) => `${code}.md`).sort())
})

it('a code may be typed in small letters', () => {
  expect(codeNamed('e301')).toBe('E301')
  expect(codeNamed('E000')).toBeUndefined()
  expect(codeNamed('constructor')).toBeUndefined()
})
