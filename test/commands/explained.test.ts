import { describe, expect, it } from 'vitest'
import { CODES, type Code, explain } from '../../compiler/index.ts'
import { project } from './support/project.ts'

/** Pages of what only shows when a spec meets its data, or its code runs. */
const codes = (Object.keys(CODES) as Code[]).filter(
  (code) => code.startsWith('E5') || (code.startsWith('E41') && explain(code).includes('## Fails')),
)

/** The blocks of a section, by the files they are: the first is the spec. */
function files(page: string, section: string): Readonly<Record<string, string>> {
  const text = page.split(`## ${section}\n`)[1]!.split('\n## ')[0]!
  return Object.fromEntries(
    [...text.matchAll(/```(?:yaml|csv|ts) *(.*)\n([\s\S]*?)```/g)].map(([, name, content]) => [
      name === '' ? 'spec.yaml' : name!,
      content!,
    ]),
  )
}

/** What else than `train` finds it. */
const COMMANDS: { readonly [code in Code]?: readonly string[] } = {
  E410: ['prove', 'spec.yaml', '--skip', 'committed'],
  E411: ['prove', 'spec.yaml', '--skip', 'committed'],
  E416: ['prove', 'spec.yaml'],
  E417: ['generate', 'spec.yaml'],
  E508: ['evaluate', 'spec.yaml'],
  E512: ['train', 'spec.yaml', '--resume'],
  E513: ['debug', 'spec.yaml', '--step', '9'],
  E516: ['train', 'spec.yaml', '--workers', '2'],
}

/** Where it takes more than `train` to show that it is repaired. */
const REPAIRED: typeof COMMANDS = Object.fromEntries(
  (['E410', 'E411', 'E416', 'E417', 'E516'] as const).map((code) => [code, COMMANDS[code]!]),
)

/** What fits no more was made by the spec as it is right. */
const AFTERWARDS: readonly Code[] = ['E508', 'E512']

describe.each(codes)('%s', (code) => {
  const page = explain(code)

  it('is what its failing spec gives, and nothing else', async () => {
    const later = AFTERWARDS.includes(code)
    const { loopless, write } = project(later ? files(page, 'Repair') : {})
    if (later) await loopless(['train', 'spec.yaml'])
    write(files(page, 'Fails'))
    const { code: exit, stdout, stderr } = await loopless(COMMANDS[code] ?? ['train', 'spec.yaml'])
    expect(exit).toBe(1)
    expect(`${stdout}${stderr}`.match(/^error\[\w+\]/gm)).toEqual([`error[${code}]`])
  })

  it('has a repair that is sound', async () => {
    const { loopless } = project(files(page, 'Repair'))
    for (const [, command] of page.matchAll(/^\$ loopless (.*)$/gm)) await loopless(command!.split(' '))
    expect((await loopless(REPAIRED[code] ?? ['train', 'spec.yaml'])).code).toBe(0)
  })
})
