import { offencesIn } from './offences.ts'
import { layerAt, quoted } from './places.ts'
import { nameOf, OUR_MISTAKE, type Proof } from './subject.ts'

/** The generated code runs in straight lines: it has no loop, no recursion, no callback, and makes no code. */
export const loops: Proof = ({ forms, text }, report) => {
  const offences = offencesIn(text)
  for (const { what, line } of offences)
    report.add({
      code: 'E412',
      at: line === undefined ? nameOf(forms) : layerAt(text, line, forms),
      message: `the generated code does not run in straight lines: ${what}`,
      notes: [...(line === undefined ? [] : [quoted(forms, text, line)]), OUR_MISTAKE],
    })
  return offences.length === 0 ? 'no loops' : undefined
}
