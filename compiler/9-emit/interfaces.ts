import type { Interface, Parameter, Part } from '../forms/module.ts'
import { className, predictorName } from '../forms/module-names.ts'
import type { Program } from '../forms/program.ts'
import type { Room } from './calls.ts'
import { key, matrixType, typeOf, typeParameters } from './types.ts'

/** The matrices of both classes with their sizes, merged into them by declaration: the classes begin with what they compute. */
export function interfaces(program: Program, training: Room | undefined, serving: Room): readonly Part[] {
  const name = className(program.network)
  const parameters = program.blocks.find(({ role }) => role === 'parameters')!.members
  const properties = ({ names }: Room): readonly Parameter[] =>
    names.stored.map(({ value, property }) => ({ name: key(property), type: typeOf(value, program) }))
  const blocks = ({ arena }: Room): string =>
    `{ ${arena.blocks.map((block) => `readonly ${key(block.name)}: Matrix<1, ${block.length}>`).join('; ')} }`
  const hyperparameters = program.hyperparameters.map((each) => `${each.name}: number`).join('; ')
  const memory = program.memory.map((each) => `${each.name}: number`).join('; ')
  const kept = program.results.filter(({ role }) => role === 'kept')
  return [
    // A type and no interface: it is a record of matrices, as the runtime has it, and knows no other names.
    {
      kind: 'text',
      lines: [
        '',
        '/** What training learns, by name. */',
        `export type ${name}Parameters = {`,
        ...parameters.map((member) => `  readonly ${key(member.name)}: ${matrixType(member.shape)}`),
        '}',
      ],
    },
    ...(training
      ? [
          {
            kind: 'interface',
            name,
            docs: 'The matrices of the network; all are views of its memory.',
            typeParameters: typeParameters(program),
            properties: [
              { name: 'parameters', type: `${name}Parameters` },
              { name: 'gradients', type: `${name}Parameters` },
              ...(kept.length > 0
                ? [
                    {
                      name: 'values',
                      type: `{ ${kept.map((each) => `readonly ${key(each.name)}: ${typeOf(each.value, program)}`).join('; ')} }`,
                    },
                  ]
                : []),
              { name: 'predictor', type: `${predictorName(program.network)}<M, P>` },
              ...(hyperparameters ? [{ name: 'hyperparameters', type: `{ ${hyperparameters} }` }] : []),
              ...(memory ? [{ name: 'memory', type: `{ ${memory} }` }] : []),
              { name: 'blocks', type: blocks(training) },
              ...properties(training),
            ],
          } satisfies Interface,
        ]
      : []),
    {
      kind: 'interface',
      name: predictorName(program.network),
      docs: 'The matrices of the predictor.',
      typeParameters: typeParameters(program),
      properties: [
        { name: 'parameters', type: `${name}Parameters` },
        { name: 'blocks', type: blocks(serving) },
        ...properties(serving),
      ],
    },
  ]
}
