import type { Method, Parameter } from '../forms/module.ts'
import type { Program } from '../forms/program.ts'
import { inSimpler } from '../operations/simpler.ts'
import { sizeAt, sized } from '../operations/terms.ts'
import type { Room } from './calls.ts'
import { notebookOf } from './equations.ts'
import type { Place } from './scalar-code/doubles.ts'
import { scalarStatements } from './scalar-code/scalar-statements.ts'
import { quoted } from './types.ts'

/** One example, from arrays of numbers to an array of numbers, with nothing but numbers in between. */
export function predictOneMethod(program: Program, { names, desk }: Room): readonly Method[] {
  if (desk.schedule.code.one.form !== 'scalars') return []
  const simple = inSimpler(program, ['predict'])
  const around = sized(simple, 1)
  const output = simple.results.find(({ role, phase }) => role === 'output' && phase === 'predict')!.value
  const ports = simple.interface.inputs
  const local = outputName(ports.map(({ name }) => name))
  const result: Place = { name: local, text: local }
  const leafNamed = (name: string) => program.values.find((value) => value.leaf && value.name === name)!.id
  const nameOf = (value: number) => simple.values[value]!.name
  const statements = scalarStatements({
    around,
    instructions: simple.instructions.filter(({ phase }) => phase === 'predict'),
    placeOf: (value) => {
      if (value === output) return result
      const name = nameOf(value)
      if (name === undefined || !simple.values[value]!.leaf) return undefined
      if (simple.values[value]!.leaf?.kind === 'input') return { name, text: name }
      const property = names.property(leafNamed(name))
      return { name: property, text: `this.${property}.data` }
    },
    isStored: (value) => value === output,
    overwritten: () => undefined,
    given: [result.name, ...ports.map(({ name }) => name)],
    notebook: notebookOf(simple, { ...names, shown: nameOf, stored: [] }, around.made, 1),
    spoken: { ...desk.spoken, program: simple, made: around.made, batch: '1' },
    doubles: desk.doubles,
  })
  desk.spoken.uses.add('type FloatArray')
  const [rows] = sizeAt(simple.values[output]!.shape, 1)
  return [
    {
      name: 'predictOne',
      comment: [],
      overrides: true,
      parameters: ports.map(({ name }): Parameter => ({ name, type: 'ArrayLike<number>' })),
      returns: 'FloatArray',
      body: [
        ...ports.map(({ name, shape }) => `this.expect(${quoted(name)}, ${shape[0]!.key}, ${name})`),
        `const ${result.name} = new this.precision.Array(${rows})`,
        ...statements,
        `return ${result.name}`,
      ],
    },
  ]
}

/** `output`, unless an input is called that. */
function outputName(inputs: readonly string[]): string {
  let name = 'output'
  while (inputs.includes(name)) name += '_'
  return name
}
