import { fileNameOf, type Module } from '../forms/module.ts'
import { className, variableName } from '../forms/module-names.ts'
import type { Plan } from '../forms/plan.ts'
import type { ValueId } from '../forms/program.ts'
import { isScalar } from '../forms/shape.ts'
import { type Desk, statementsOf } from './calls.ts'
import { notebookOf } from './equations.ts'
import { headerOf } from './header.ts'
import { modelText } from './model.ts'
import { namesOf } from './names.ts'
import { type Spoken, valueText } from './scalars.ts'
import { key, matrixType, typeOf } from './types.ts'

/** Equations over matrices: a class whose memory holds one batch, with `evaluate` → the result and its derivatives. */
export function formulaModule({ schedule, arenas }: Plan): Module {
  const { program } = schedule
  const [arena] = arenas
  const table = new Map(program.instructions.map((instruction) => [instruction.result, instruction]))
  const made = (value: ValueId) => table.get(value)
  const names = namesOf(schedule, arena!)
  const uses = new Set<string>()
  const spoken: Spoken = {
    program,
    made,
    named: (value) => {
      const item = table.get(value)
      if (item?.operation === 'item') return `this.${names.property(item.operands[0]!)}.value`
      const { leaf, name, shape } = program.values[value]!
      return leaf && isScalar(shape) ? name : undefined
    },
    batch: 'this.m',
    uses,
  }
  const columns = new Map<string, string>()
  const desk: Desk = {
    schedule,
    notebook: notebookOf(program, names, made),
    spoken,
    columns,
    doubles: new Map(),
  }
  const name = className(program.network)
  const precision = program.precision === 'float64' ? 'Float64' : 'Float32'
  const generics = ['M extends number = number', `P extends Precision = ${precision}`]
  const { inputs } = program.interface
  const outputs = program.results.filter(({ role }) => role !== 'gradient')
  const gradients = program.results.filter(({ role }) => role === 'gradient')
  const isNumber = (value: ValueId) =>
    program.values[value]!.shape.every((dimension) => dimension.key === '1')
  const type = (value: ValueId) => (isNumber(value) ? 'number' : typeOf(value, program))
  const text = (value: ValueId) => {
    if (isScalar(program.values[value]!.shape)) return valueText(value, spoken).text
    return isNumber(value) ? `this.${names.property(value)}.value` : `this.${names.property(value)}`
  }
  const gradientType = (value: ValueId) =>
    isScalar(program.values[value]!.shape) ? 'number' : typeOf(value, program)
  const gradientText = (value: ValueId) =>
    isScalar(program.values[value]!.shape) ? valueText(value, spoken).text : `this.${names.property(value)}`
  const returns = [
    ...outputs.map((each) => `readonly ${key(each.name)}: ${type(each.value)}`),
    ...(gradients.length > 0
      ? [
          `readonly gradients: { ${gradients.map((each) => `readonly ${key(each.name)}: ${gradientType(each.value)}`).join('; ')} }`,
        ]
      : []),
  ].join('; ')
  const returned = [
    ...outputs.map((each) => `${key(each.name)}: ${text(each.value)}`),
    ...(gradients.length > 0
      ? [
          `gradients: { ${gradients.map((each) => `${key(each.name)}: ${gradientText(each.value)}`).join(', ')} }`,
        ]
      : []),
  ].join(', ')
  const calls = (phase: string) =>
    statementsOf(
      schedule.calls.filter((call) => call.phase === phase),
      desk,
    )
  const matrices = inputs.filter(({ shape }) => !isScalar(shape))
  const forward = calls('forward')
  const backward = calls('backward')
  return {
    fileName: fileNameOf(program.network),
    header: headerOf(program),
    imports: [
      {
        from: 'loopless/runtime',
        names: [
          'Formula',
          ...(precision === 'Float32' ? ['float32'] : []),
          'openFormula',
          ...uses,
          ...(precision === 'Float32' ? ['type Float32'] : []),
          'type Matrix',
          'type Model',
          'type Options',
          'type Precision',
        ],
      },
      ...(precision === 'Float64'
        ? [{ from: 'loopless/runtime/float64', names: ['float64', 'type Float64'] }]
        : []),
    ],
    parts: [
      {
        kind: 'class',
        name,
        docs: program.summary || `The equations of ${program.network}.`,
        typeParameters: generics,
        extends: 'Formula<M, P>',
        methods: [
          {
            name: 'evaluate',
            comment: ['Matrices in the result are views, valid until the next call'],
            overrides: false,
            parameters: [
              {
                name: `{ ${inputs.map((port) => port.name).join(', ')} }`,
                type: `{ ${inputs.map((port) => `readonly ${port.name}: ${isScalar(port.shape) ? 'number' : matrixType(port.shape)}`).join('; ')} }`,
              },
            ],
            returns: `{ ${returns} }`,
            body: [
              ...matrices.map((port) => `this.read(this.${port.name}, ${port.name})`),
              ...forward,
              ...(backward.length > 0
                ? ['// backward: each dV is the derivative of the result by V', ...backward]
                : []),
              `return { ${returned} }`,
            ],
          },
        ],
      },
      {
        kind: 'text',
        lines: [
          '/** Memory for the equations. `batch` is the most columns of a call. */',
          `export function create<${generics.join(', ')}>(options: Options<M, P>): Promise<${name}<M, P>> {`,
          `  return openFormula(options, ${program.precision}, model, (arena) => new ${name}(arena))`,
          '}',
          '',
          `export * as ${variableName(program.network)} from './${program.network}.js'`,
        ],
      },
      {
        kind: 'interface',
        name,
        docs: 'The matrices of the equations; all are views of one memory.',
        typeParameters: generics,
        properties: names.stored.map(({ value, property }) => ({
          name: key(property),
          type: typeOf(value, program),
        })),
      },
      { kind: 'text', lines: modelText(program, [{ arena: arena!, names }], { calls: schedule.calls }) },
    ],
  }
}
