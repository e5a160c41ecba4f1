import { equationOf, type Forms, namesOf, notebookOf, type Report } from '../../index.ts'
import { figure } from '../table.ts'
import { counted } from '../terminal.ts'
import type { Moment } from './state.ts'
import { replay } from './state.ts'

interface Tensor {
  readonly dimensions: readonly number[]
  readonly data: Float64Array
}

/** How many values a step makes, all finite; or the first that is not is reported, with all that made it. */
export function lookFor(forms: Forms, moment: Moment, report: Report): number {
  const { program } = forms.select
  const write = writerOf(forms)
  // A value without a name is a part of the next that has one.
  const around = (value: number): string => {
    const user = program.instructions.find(({ operands }) => operands.includes(value))?.result
    if (user === undefined) return write(value).equation
    const { name, equation } = write(user)
    return name === undefined ? around(user) : `${name} = ${equation}`
  }
  let made = 0
  for (const interpretation of replay(program, moment)) {
    const { values } = interpretation
    for (const { result, operands, origin, phase } of program.instructions) {
      const tensor = values.get(result)
      if (tensor === undefined) continue
      made += 1
      if (tensor.data.every(Number.isFinite)) continue
      const { name, equation } = write(result)
      const seen = new Set(operands)
      report.add({
        code: 'E513',
        at: origin.span,
        message: `\`${name ?? equation}\` is not finite in step ${moment.step}: ${lost(tensor)}`,
        labels: [{ span: origin.span, text: `${phase}, ${program.layers[origin.layer]?.title ?? 'update'}` }],
        notes: [
          name === undefined ? `in ${around(result)}` : `${name} = ${equation}`,
          ...[...seen].flatMap((operand) => {
            const of = values.get(operand)
            const { name: own, equation: text } = write(operand)
            return of ? [`${own ?? text} ${rangeText(of)}`] : []
          }),
        ],
      })
      return made
    }
  }
  return made
}

/** Parameters or state that a step begins with and that are not finite any more. */
export function lostBefore(forms: Forms, { leaves }: Moment): readonly string[] {
  return forms.select.program.values.flatMap(({ leaf, name }) =>
    leaf && name !== undefined && leaf.kind !== 'block' && leaves.get(name)?.every(Number.isFinite) === false
      ? [name]
      : [],
  )
}

interface Written {
  readonly name: string | undefined
  readonly equation: string
}

/** Values as the generated module's comments write them. */
function writerOf(forms: Forms): (value: number) => Written {
  const { program } = forms.select
  const arena = forms.plan.arenas.find(({ phases }) => phases.includes('backward'))!
  const names = namesOf(forms.select, arena)
  const instructions = new Map(program.instructions.map((each) => [each.result, each]))
  const notebook = notebookOf(program, names, (value) => instructions.get(value))
  return (value) => {
    const { name, leaf } = program.values[value]!
    if (leaf) return { name, equation: name! }
    const { equation } = equationOf(value, notebook)
    const right = equation.slice(equation.indexOf(' = ') + 3)
    return { name: names.shown(value) ?? name, equation: right }
  }
}

function lost({ data, dimensions }: Tensor): string {
  const count = data.reduce((sum, x) => sum + (Number.isFinite(x) ? 0 : 1), 0)
  const first = data.find((x) => !Number.isFinite(x))
  if (dimensions.length === 0 || data.length === 1) return `it is ${first}`
  return `${count} of ${counted(data.length, 'element')}, the first is ${first}`
}

/** `(4, 32): -1.5 … 2.25`, and how many are not finite. */
function rangeText({ dimensions, data }: Tensor): string {
  let [low, high, wrong] = [Infinity, -Infinity, 0]
  for (const x of data) {
    if (Number.isFinite(x)) {
      low = Math.min(low, x)
      high = Math.max(high, x)
    } else wrong += 1
  }
  const range =
    low === high ? figure(low) : low < high ? `${figure(low)} … ${figure(high)}` : 'nothing finite'
  return `(${dimensions.join(', ')}): ${range}${wrong > 0 ? `, ${counted(wrong, 'element')} not finite` : ''}`
}
