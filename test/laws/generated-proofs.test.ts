import { describe, expect, it } from 'vitest'
import { render } from '../../compiler/9-emit/render.ts'
import { gradients } from '../../compiler/commands/proving/gradients.ts'
import { kernels } from '../../compiler/commands/proving/kernels.ts'
import { loops } from '../../compiler/commands/proving/loops.ts'
import { memory } from '../../compiler/commands/proving/memory.ts'
import type { Proof } from '../../compiler/commands/proving/subject.ts'
import type { Forms } from '../../compiler/compile.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import { compiled } from '../support/compiled.ts'
import { loaded } from '../support/loaded.ts'
import { randomFormulas } from '../support/random-formulas.ts'
import { randomNetworks, randomWords } from '../support/random-networks.ts'
import { libraryWords } from '../support/words.ts'

/** Some words of each kind, and random networks of all kinds: what the command does, without the command. */
const cases: readonly { readonly name: string; readonly forms: Forms }[] = [
  ...libraryWords
    .filter((_, at) => at % 5 === 0)
    .map(({ kind, name, network }) => ({ name: `${kind} ${name}`, forms: compiled(network) })),
  ...randomNetworks(12),
  ...randomWords(12),
  ...randomFormulas(16),
]

const PROOFS: readonly Proof[] = [gradients, loops, memory, kernels]

describe('of generated code is proved what is true of it', () => {
  it.each(cases)('$name', async ({ forms }) => {
    const report = new Report()
    const subject = { forms, text: await render(forms.emit), exports: await loaded<object>(forms), seed: 2 }
    const said: (string | undefined)[] = []
    for (const proof of PROOFS) said.push(await proof(subject, report))
    expect(
      report.diagnostics.map(({ code, message, notes }) => [code, message, ...notes].join('; ')),
    ).toEqual([])
    expect(said).not.toContain(undefined)
    const trains = forms.select.program.results.some(({ role }) => role === 'gradient')
    expect(said[0]).toMatch(trains ? /^gradients \d+ \w+, \d+ \w+, worst \S+$/ : /^nothing to/)
  })

  it('and the same for the same seed, to the last digit', async () => {
    const { forms } = cases.at(-20)!
    const text = await render(forms.emit)
    const says = async (seed: number) =>
      gradients({ forms, text, exports: await loaded<object>(forms), seed }, new Report())
    expect(await says(3)).toBe(await says(3))
    expect(await says(3)).not.toBe(await says(4))
  })
})
