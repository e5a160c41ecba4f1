import type { Interface, Parameter } from '../forms/module.ts'
import type { Program } from '../forms/program.ts'
import type { Room } from './calls.ts'
import { className, key, matrixType, typeOf, typeParameters } from './types.ts'

/** The matrices of both classes with their sizes, merged into them by declaration: the classes begin with what they compute. */
export function interfaces(
  program: Program,
  training: Room | undefined,
  serving: Room,
): readonly Interface[] {
  const name = className(program.network)
  const parameters = program.blocks.find(({ role }) => role === 'parameters')!.members
  const properties = ({ names }: Room): readonly Parameter[] =>
    names.stored.map(({ value, property }) => ({ name: key(property), type: typeOf(value, program) }))
  const blocks = ({ arena }: Room): string =>
    `{ ${arena.blocks.map((block) => `readonly ${key(block.name)}: Matrix<1, ${block.length}>`).join('; ')} }`
  const hyperparameters = program.hyperparameters.map((each) => `${each.name}: number`).join('; ')
  const kept = program.results.filter(({ role }) => role === 'kept')
  return [
    {
      kind: 'interface',
      name: `${name}Parameters`,
      docs: 'What training learns, by name.',
      typeParameters: [],
      properties: parameters.map((member) => ({ name: key(member.name), type: matrixType(member.shape) })),
    },
    ...(training
      ? [
          {
            kind: 'interface',
            name,
            docs: 'The matrices of the network; all are views of its memory.',
            typeParameters: typeParameters(program),
            properties: [
              { name: 'parameters', type: `${name}Parameters & Readonly<Record<string, Matrix>>` },
              { name: 'gradients', type: `${name}Parameters & Readonly<Record<string, Matrix>>` },
              ...(kept.length > 0
                ? [
                    {
                      name: 'values',
                      type: `{ ${kept.map((each) => `readonly ${key(each.name)}: ${typeOf(each.value, program)}`).join('; ')} } & Readonly<Record<string, Matrix>>`,
                    },
                  ]
                : []),
              { name: 'predictor', type: `${name}Predictor<M, P>` },
              ...(hyperparameters ? [{ name: 'hyperparameters', type: `{ ${hyperparameters} }` }] : []),
              { name: 'blocks', type: blocks(training) },
              ...properties(training),
            ],
          } satisfies Interface,
        ]
      : []),
    {
      kind: 'interface',
      name: `${name}Predictor`,
      docs: 'The matrices of the predictor.',
      typeParameters: typeParameters(program),
      properties: [
        { name: 'parameters', type: `${name}Parameters & Readonly<Record<string, Matrix>>` },
        { name: 'blocks', type: blocks(serving) },
        ...properties(serving),
      ],
    },
  ]
}
