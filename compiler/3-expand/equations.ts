import type { Report } from '../diagnostics/report.ts'
import type { Program, Result } from '../forms/program.ts'
import { isScalar, printShape } from '../forms/shape.ts'
import type { Equations, NetworkSpec } from '../forms/spec.ts'
import { Builder } from '../operations/builder.ts'
import { fail } from './blame.ts'
import { define } from './define.ts'
import { evaluate } from './evaluate.ts'
import { activationsAmong, networkSizes, portLeaf, streams } from './network.ts'
import type { Scope } from './scope.ts'
import { Stopped } from './sizes.ts'
import { demandSlopes } from './slopes.ts'

/** A network written as equations: a function, and the derivatives it asks for. */
export function expandEquations(spec: NetworkSpec, body: Equations, report: Report): Program {
  const builder = new Builder()
  const sizes = networkSizes(spec, report)
  const origin = { layer: 0, span: spec.span }
  const inputs = spec.inputs.map((port) => portLeaf(port, 'input', sizes, builder, report))
  const scope: Scope = {
    builder,
    report,
    phase: 'forward',
    origin,
    sizes,
    named: sizes,
    attributes: new Map(),
    values: new Map(inputs.map(({ id, port, labelled }) => [port.name, { id, shape: labelled }])),
    broken: new Set([
      ...body.unread,
      ...spec.inputs.flatMap(({ name, shape }) => (shape.isUnknown ? [name] : [])),
      // An input that is asked for and not there.
      ...(body.differentiate?.by.flatMap(({ name, span }) => (report.blames(span) ? [name] : [])) ?? []),
    ]),
    sides: new Map(),
    spelled: new Map(),
    lazily: () => undefined,
    declared: (name) => ({
      shape: spec.inputs.find((input) => input.name === name)?.shape,
      equation: body.equations.find((equation) => equation.name === name)?.expression,
    }),
    names: () => [...scope.values.keys(), ...sizes.keys()],
    activate: (_use, _argument, at) =>
      fail(scope, 'E499', at, 'activations in a network of equations are not supported yet'),
    activation: activationsAmong(spec.words),
    stream: streams(spec.name),
    aside: (inner) => inner,
  }
  for (const equation of body.equations) {
    builder.at('forward', { layer: 0, span: { ...equation.nameSpan, end: equation.expression.span.end } })
    try {
      // What is called as an input is has been told, and who reads that name means the input.
      if (report.blames(equation.nameSpan)) evaluate(equation.expression, scope)
      else define(equation, scope, (local) => local)
    } catch (error) {
      if (!(error instanceof Stopped)) throw error
      if (!report.blames(equation.nameSpan)) scope.broken.add(equation.name)
    }
  }
  if (scope.broken.size > 0 || report.hasErrors) throw new Stopped()

  const results: Result[] = []
  const { differentiate } = body
  const wanted = differentiate?.of.name ?? body.equations.at(-1)!.name
  const value = scope.values.get(wanted)!
  if (differentiate && !value.shape.every((dimension) => dimension.key === '1'))
    return fail(
      scope,
      'E405',
      differentiate.of.span,
      `\`${wanted}\` is ${printShape(value.shape)}, and only a scalar can be differentiated`,
      {
        help: 'reduce it with `sum` or `mean`',
      },
    )
  results.push({ role: differentiate ? 'loss' : 'output', phase: 'forward', value: value.id, name: wanted })
  for (const { name } of spec.keep)
    results.push({ role: 'kept', phase: 'forward', value: scope.values.get(name)!.id, name })
  for (const input of inputs)
    if (!isScalar(input.port.shape) && input.port.shape.length !== 2)
      fail(
        scope,
        'E499',
        spec.inputs.find(({ name }) => name === input.port.name)!.span,
        'only scalars and matrices are supported yet',
      )
  // One of them says it for all.
  for (const { to } of spec.renamed.slice(0, 1))
    report.add({
      code: 'E223',
      at: to.span,
      message: `a network of equations has no parameters, and so none is called \`${to.name}\``,
      help: 'leave out `renamed`: there are no saved weights to load',
    })
  const program = builder.finish({
    network: spec.name,
    summary: spec.summary,
    source: spec.source.projectPath ?? spec.source.path,
    precision: spec.precision,
    results,
    stores: [],
    layers: [{ key: '', title: 'equations', span: spec.span }],
    blocks: [],
    hyperparameters: [],
    memory: [],
    interface: {
      kind: 'equations',
      inputs: inputs.map(({ port }) => port),
      targets: [],
      parameters: [],
      differentiated: differentiate?.by.map(({ name }) => name) ?? [],
    },
  })
  demandSlopes(program, report)
  return program
}
