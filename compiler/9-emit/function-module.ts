import { fileNameOf, type Module, type Parameter } from '../forms/module.ts'
import { className, variableName } from '../forms/module-names.ts'
import type { Program, ValueId } from '../forms/program.ts'
import { isReserved } from '../forms/reserved.ts'
import type { Made } from './equations.ts'
import { headerOf } from './header.ts'
import { type Spoken, valueText } from './scalars.ts'
import { commented } from './types.ts'

/** Equations over plain numbers: `evaluate({ a, b, c })` → the results, and the derivatives that were asked for. */
export function functionModule(program: Program): Module {
  const { inputs } = program.interface
  const made: Made = (() => {
    const table = new Map(program.instructions.map((instruction) => [instruction.result, instruction]))
    return (value: ValueId) => table.get(value)
  })()
  const gradients = program.results.filter(({ role }) => role === 'gradient')
  const outputs = program.results.filter(({ role }) => role !== 'gradient')
  const names = namesOf(program)
  const spoken: Spoken = { program, made, named: (value) => names.get(value), batch: 'm', uses: new Set() }
  const lines = (phase: string) =>
    program.instructions
      .filter((instruction) => instruction.phase === phase && names.has(instruction.result))
      .map(({ result }) => `const ${names.get(result)} = ${valueText(result, spoken, true).text}`)
  const list = inputs.map(({ name }) => name).join(', ')
  const numbers = (of: readonly { readonly name: string }[]) =>
    of.map(({ name }): Parameter => ({ name, type: 'number' }))
  const type = className(program.network)
  const [forward, backward] = [lines('forward'), lines('backward')]
  const shown = (name: string, value: ValueId) => {
    const text = valueText(value, spoken).text
    return text === name ? name : `${name}: ${text}`
  }
  const gradientText =
    gradients.length > 0
      ? `, gradients: { ${gradients.map(({ name, value }) => shown(name, value)).join(', ')} }`
      : ''
  return {
    fileName: fileNameOf(program.network),
    header: headerOf(program),
    imports: spoken.uses.size > 0 ? [{ from: 'loopless/runtime', names: [...spoken.uses] }] : [],
    parts: [
      {
        kind: 'text',
        lines: [
          '',
          ...(program.summary ? [`/** ${commented(program.summary)} */`] : []),
          `export function evaluate({ ${list} }: ${type}Inputs): ${type}Results {`,
          ...(backward.length > 0 ? ['  // forward'] : []),
          ...forward.map((line) => `  ${line}`),
          ...(backward.length > 0
            ? ['  // backward: each d is the derivative of the result by that value']
            : []),
          ...backward.map((line) => `  ${line}`),
          `  return { ${outputs.map(({ name, value }) => shown(name, value)).join(', ')}${gradientText} }`,
          '}',
          '',
          `export * as ${variableName(program.network)} from './${program.network}.js'`,
        ],
      },
      { kind: 'interface', name: `${type}Inputs`, docs: '', typeParameters: [], properties: numbers(inputs) },
      {
        kind: 'interface',
        name: `${type}Results`,
        docs: '',
        typeParameters: [],
        properties: [
          ...numbers(outputs),
          ...(gradients.length > 0
            ? [
                {
                  name: 'gradients',
                  type: `{ ${gradients.map(({ name }) => `readonly ${name}: number`).join('; ')} }`,
                },
              ]
            : []),
        ],
      },
    ],
  }
}

/** Named values and leaves; what has no name is written where it is used. A gradient that is a constant or an input stays itself. */
function namesOf(program: Program): ReadonlyMap<ValueId, string> {
  const taken = new Set<string>()
  const names = new Map<ValueId, string>()
  for (const { id, name } of program.values) {
    if (name === undefined) continue
    const plain = isReserved(name) ? `${name}_` : name
    let unique = plain
    for (let count = 2; taken.has(unique); count++) unique = `${plain}_${count}`
    taken.add(unique)
    names.set(id, unique)
  }
  return names
}
