import type { Method } from '../forms/module.ts'
import type { Program, ValueId } from '../forms/program.ts'
import { isReserved } from '../forms/reserved.ts'
import type { KernelCall } from '../forms/schedule.ts'
import { isScalar } from '../forms/shape.ts'
import { placeOf } from '../forms/source.ts'
import { type Desk, groupsOf, type Room, statementsOf } from './calls.ts'
import { type Spoken, valueText } from './scalars.ts'

/**
 * What the optimizer does, in the order in which it is read: what it takes from
 * the net, the numbers it computes once, the calls on whole blocks, what it remembers.
 */
export function updateMethod(program: Program, room: Room): Method {
  const numbers = numbersOf(program, room.desk)
  const spoken: Spoken = {
    ...room.desk.spoken,
    named: (value) => numbers.get(value) ?? room.desk.spoken.named(value),
  }
  const desk: Desk = { ...room.desk, spoken }
  const computed = [...numbers].map(([value, name]) => ({
    layer: spoken.made(value)!.origin.layer,
    text: `const ${name} = ${valueText(value, spoken, true).text}`,
  }))
  const headed = (layer: number, previous: number | undefined) => {
    const { key, title, span } = program.layers[layer]!
    return key === 'Update' || layer === previous ? [] : [`// ${title} · ${placeOf(span)}`]
  }
  const calls = groupsOf('update', desk).flatMap(({ layer, calls: inside }) => [
    ...headed(layer, undefined),
    ...statementsOf(inside, desk),
  ])
  const kept = scalarStores(program).map(({ leaf, value }) => {
    const { text } = valueText(value, spoken)
    return `this.memory.${program.values[leaf]!.name} = ${text}`
  })
  const statements = [
    ...computed.flatMap(({ layer, text }, at) => [...headed(layer, computed[at - 1]?.layer), text]),
    ...calls,
    ...kept,
  ]
  const isWritten =
    calls.length > 0 && desk.schedule.calls.some((call) => call.phase === 'update' && call.isWritten)
  const body = statements.join('\n').replace(/^\/\/.*$/gm, '')
  const taken = (names: readonly string[], from: string): readonly string[] => {
    const mentioned = names.filter((name) => new RegExp(`(?<![.\\w])${name}\\b`).test(body))
    return mentioned.length > 0 ? [`const { ${mentioned.join(', ')} } = this.${from}`] : []
  }
  const layer = program.layers.find(({ key }) => key === 'Update')
  return {
    name: 'update',
    comment: layer ? [`${layer.title} · ${placeOf(layer.span)}`] : [],
    overrides: false,
    parameters: [],
    returns: 'void',
    body: [
      // Scalar code has names of its own for what lies in memory.
      ...(isWritten
        ? []
        : taken(
            room.arena.blocks.map(({ name }) => name),
            'blocks',
          )),
      ...taken(
        program.hyperparameters.map(({ name }) => name),
        'hyperparameters',
      ),
      ...taken(
        program.memory.map(({ name }) => name),
        'memory',
      ),
      ...statements,
      'this.stepNumber += 1',
    ],
  }
}

function scalarStores({ stores, values }: Program): Program['stores'] {
  return stores.filter(({ phase, leaf }) => phase === 'update' && isScalar(values[leaf]!.shape))
}

/** Scalars with names that calls or memory need, in order, with the names they have in code. */
function numbersOf(program: Program, { schedule, spoken }: Desk): ReadonlyMap<ValueId, string> {
  const needed = new Set<ValueId>()
  const visit = (value: ValueId): void => {
    if (needed.has(value) || !isScalar(program.values[value]!.shape)) return
    needed.add(value)
    spoken.made(value)?.operands.forEach(visit)
  }
  for (const call of schedule.calls) if (call.phase === 'update') scalarsOf(call).forEach(visit)
  for (const { value } of scalarStores(program)) visit(value)
  const names = new Map<ValueId, string>()
  const used = new Set(
    [...program.hyperparameters, ...program.memory, ...program.blocks].map(({ name }) => name),
  )
  for (const { result, operation } of program.instructions) {
    const { name } = program.values[result]!
    // An element of a matrix is there only when its call has run.
    if (name === undefined || !needed.has(result) || operation === 'constant' || readsMatrix(result, spoken))
      continue
    let own = isReserved(name) ? `${name}_` : name
    while (used.has(own)) own = `${own}_`
    used.add(own)
    names.set(result, own)
  }
  return names
}

function scalarsOf({ scalars, inputs }: KernelCall): readonly ValueId[] {
  const all = [...scalars, ...inputs.flatMap((input) => (input.kind === 'scalar' ? [input.scalar] : []))]
  return all.flatMap(({ factors }) => factors.map(({ value }) => value))
}

function readsMatrix(value: ValueId, spoken: Spoken): boolean {
  const made = spoken.made(value)
  return (
    made !== undefined &&
    (made.operation === 'item' || made.operands.some((operand) => readsMatrix(operand, spoken)))
  )
}
