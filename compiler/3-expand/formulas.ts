import type { Report } from '../diagnostics/report.ts'
import { parseEquationText } from '../forms/parse-equation.ts'
import type { Program, ValueId } from '../forms/program.ts'
import { ONE, type Shape } from '../forms/shape.ts'
import * as size from '../forms/size.ts'
import { sourceOf, wholeOf } from '../forms/source.ts'
import { Builder } from '../operations/builder.ts'
import { evaluate } from './evaluate.ts'
import type { Scope, Typed } from './scope.ts'
import type { Sizes } from './sizes.ts'

/** Equations outside a network: named values of named shapes. */
export interface Formulas {
  readonly name: string
  /** `[r, c]`; `any` takes the shape of the first output. */
  readonly outputs: Readonly<Record<string, string>>
  readonly inputs: Readonly<Record<string, string>>
  readonly scalars?: readonly string[]
  readonly equations: Readonly<Record<string, string>>
}

/** A kernel's equations as a program, all sizes symbolic. */
export function equationsAsProgram(formulas: Formulas, report: Report): Program {
  const builder = new Builder()
  const source = sourceOf(formulas.name, '')
  const origin = { layer: 0, span: wholeOf(source) }
  builder.at('forward', origin)
  const [first] = Object.values(formulas.outputs)
  const values = new Map<string, Typed>()
  const sizes: Sizes = new Map()
  const shapeOf = (text: string): Shape =>
    (text === 'any' ? first! : text)
      .slice(1, -1)
      .split(',')
      .map((part) => part.trim())
      .map((name) => {
        if (name === '1') return ONE
        sizes.set(name, { size: size.named(name), span: origin.span })
        return { ...size.named(name), label: size.named(name) }
      })
  for (const [name, text] of Object.entries(formulas.inputs)) {
    const shape = shapeOf(text)
    values.set(name, { id: builder.leaf({ kind: 'input' }, shape, name), shape })
  }
  for (const name of formulas.scalars ?? [])
    values.set(name, { id: builder.leaf({ kind: 'hyperparameter' }, [], name), shape: [] })
  for (const text of Object.values(formulas.outputs)) shapeOf(text)
  const scope: Scope = {
    builder,
    report,
    phase: 'forward',
    origin,
    sizes,
    named: sizes,
    attributes: new Map(),
    values,
    broken: new Set(),
    sides: new Map(),
    spelled: new Map(),
    lazily: () => undefined,
    declared: () => ({}),
    names: () => [...values.keys()],
    activate: () => {
      throw new Error('invariant: a kernel has no activations')
    },
    activation: () => undefined,
    stream: () => 0,
    aside: (inner) => inner,
  }
  const results = Object.entries(formulas.equations).map(([name, text]) => {
    const parsed = parseEquationText(text, formulas.name)
    if (!parsed.expression) throw new Error(`invariant: kernel ${formulas.name} has the equation ${text}`)
    const value = evaluate(parsed.expression, scope)
    values.set(name, value)
    return { name, value: value.id as ValueId }
  })
  return builder.finish({
    network: formulas.name,
    summary: '',
    source: formulas.name,
    precision: 'float64',
    results: results
      .filter(({ name }) => name in formulas.outputs)
      .map(({ name, value }) => ({ role: 'output', phase: 'forward', value, name })),
    stores: [],
    layers: [],
    blocks: [],
    hyperparameters: [],
    memory: [],
    interface: { kind: 'equations', inputs: [], targets: [], parameters: [], differentiated: [] },
  })
}
