import { describe, expect, it } from 'vitest'
import { CODES, type Code, explain } from '../../compiler/index.ts'
import { project } from './support/project.ts'

/** Pages of what only shows when a spec meets its data. */
const codes = (Object.keys(CODES) as Code[]).filter((code) => code.startsWith('E5'))

/** The blocks of a section, by the files they are: the first is the spec. */
function files(page: string, section: string): Readonly<Record<string, string>> {
  const text = page.split(`## ${section}\n`)[1]!.split('\n## ')[0]!
  return Object.fromEntries(
    [...text.matchAll(/```(?:yaml|csv) *(.*)\n([\s\S]*?)```/g)].map(([, name, content]) => [
      name === '' ? 'spec.yaml' : name!,
      content!,
    ]),
  )
}

describe.each(codes)('%s', (code) => {
  const page = explain(code)

  it('is what its failing spec gives, and nothing else', async () => {
    const { loopless, write } = project(files(page, 'Repair'))
    // Weights that don't fit are those of the spec as it is right.
    if (code === 'E508') await loopless(['train', 'spec.yaml'])
    write(files(page, 'Fails'))
    const command = code === 'E508' ? 'evaluate' : 'train'
    const failing = project(files(page, 'Fails'))
    const { code: exit, stderr } = await (code === 'E508' ? loopless : failing.loopless)([
      command,
      'spec.yaml',
    ])
    expect(exit).toBe(1)
    expect(stderr.match(/^error\[\w+\]/gm)).toEqual([`error[${code}]`])
  })

  it('has a repair that is sound', async () => {
    const { loopless } = project(files(page, 'Repair'))
    expect((await loopless(['train', 'spec.yaml'])).code).toBe(0)
  })
})
