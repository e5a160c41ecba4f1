import type { Forms, Program, Report } from '../index.ts'
import { holdTo, holdToBudget, holdToCeiling } from './budgets.ts'
import { counted } from './terminal.ts'

/** The whole budget of a network whose module is there as text: what `check` asserts, and the bytes of the module. */
export function holdModuleToBudget(forms: Forms, text: string, report: Report): void {
  holdToBudget(forms, report, () => forms)
  holdToCeiling(forms, report, () => forms)
  const allotment = forms.check.budget.find(({ of }) => of === 'generatedBytes')
  if (allotment === undefined) return
  const program = forms.simplify
  holdTo(
    allotment,
    {
      total: Buffer.byteLength(text),
      layers: bytesByLayer(forms, program),
      said: (amount) => `${counted(amount, 'byte')} of generated code`,
    },
    program,
    report,
  )
}

/** Of the statements in the methods that are called after a layer: `#forward1`, `#backwardEncoder_2`. */
function bytesByLayer({ emit }: Forms, { layers }: Program): readonly number[] {
  const bytes = layers.map(() => 0)
  for (const part of emit.parts) {
    if (part.kind !== 'class') continue
    for (const { name, body } of part.methods) {
      const owner = ownerOf(name.replace(/^#[a-z]+/, ''), layers)
      if (owner !== undefined) bytes[owner]! += Buffer.byteLength(body.join('\n'))
    }
  }
  return bytes
}

/** The layer with the longest key that the name begins with as a whole. */
function ownerOf(name: string, layers: Program['layers']): number | undefined {
  const owners = layers.flatMap(({ key }, index) =>
    name === key || (name.startsWith(key) && /^[A-Z_]/.test(name.slice(key.length))) ? [{ key, index }] : [],
  )
  return owners.sort((a, b) => b.key.length - a.key.length)[0]?.index
}
