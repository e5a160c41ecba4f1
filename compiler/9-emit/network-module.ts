import {
  type Class,
  fileNameOf,
  type Method,
  type Module,
  type Parameter,
  type Part,
} from '../forms/module.ts'
import { className, predictorName } from '../forms/module-names.ts'
import type { Plan } from '../forms/plan.ts'
import {
  BATCH,
  type Phase,
  type Port,
  type Program,
  sameTurn,
  type Turn,
  type ValueId,
} from '../forms/program.ts'
import { placeOf } from '../forms/source.ts'
import { groupsOf, type Room, statementsOf } from './calls.ts'
import { type Made, notebookOf } from './equations.ts'
import { exportsText, importsOf } from './exports.ts'
import { headerOf } from './header.ts'
import { interfaces } from './interfaces.ts'
import { modelText } from './model.ts'
import { namesOf } from './names.ts'
import { type LayerMethods, passesOf, turnMethods, turnName } from './passes.ts'
import { predictOneMethod } from './predict-one.ts'
import { type Doubles, doublesOf } from './scalar-code/doubles.ts'
import type { Spoken } from './scalars.ts'
import { key, matrixType, typeOf, typeParameters } from './types.ts'
import { updateMethod } from './update-method.ts'

/** Methods that the runtime's classes have already. */
const OVERRIDDEN = new Set([
  'predict',
  'predictOne',
  'classify',
  'evaluate',
  'prepare',
  'prepareChunk',
  'prepareEnd',
  'evaluateChunk',
  'evaluateEnd',
  'evaluation',
])

/** Statements in one function; far below the engine's limit of bytecode, past which it is never optimised. */
const MOST_STATEMENTS = 500

/** A stack of layers: a class that trains, a class that predicts, and how to make them. */
export function networkModule(plan: Plan): Module {
  const { schedule } = plan
  const { program } = schedule
  const table = new Map(program.instructions.map((instruction) => [instruction.result, instruction]))
  const made: Made = (value) => table.get(value)
  const uses = new Set<string>()
  const columns = new Map<string, string>()
  const doubles: Doubles = new Map()
  const gathered = plan.arenas.find(({ name }) => name === 'gathered')
  const desks = plan.arenas.flatMap((arena) => {
    if (arena === gathered) return []
    const names = namesOf(schedule, arena)
    const spoken: Spoken = {
      program,
      made,
      named: (value) => leafText(value, program),
      batch: 'this.m',
      uses,
    }
    // Who trains has the batch of the spec, who predicts any.
    const batch = arena.name === 'training' ? program.batch : undefined
    const notebook = notebookOf(program, names, made, batch)
    return [
      { arena, names, desk: { schedule, notebook, spoken, columns, doubles }, methods: new Set<string>() },
    ]
  })
  const training = desks.find(({ arena }) => arena.name === 'training' && has(plan, 'forward'))
  const serving = desks.find(({ arena }) => arena.name === 'serving')!
  const parts: Part[] = [
    ...(training ? [trainer(program, training)] : []),
    predictor(program, serving),
    ...columnsOf(columns, uses),
    ...doublesOf(doubles),
    { kind: 'text', lines: exportsText(program, training !== undefined) },
    ...interfaces(program, training, serving),
    {
      kind: 'text',
      lines: modelText(program, training ? [training, serving] : [serving], {
        calls: schedule.calls,
        passes: passesOf(schedule, serving.names),
        // The same code runs there, on matrices of the same names.
        ...(gathered && { gathered: { arena: gathered, names: serving.names } }),
      }),
    },
  ]
  return {
    fileName: fileNameOf(program.network),
    header: headerOf(program),
    imports: importsOf(program, training !== undefined, uses),
    parts,
  }
}

function has({ schedule }: Plan, phase: Phase): boolean {
  return schedule.calls.some((call) => call.phase === phase)
}

const PROGRESS = { step: 'this.stepNumber', epoch: 'this.epoch', loss: 'this.epochLoss' } as const

function leafText(value: ValueId, program: Program): string | undefined {
  const { leaf, name } = program.values[value]!
  if (leaf?.kind === 'progress') return PROGRESS[leaf.of]
  return leaf?.kind === 'hyperparameter' || leaf?.kind === 'memory' ? name : undefined
}

function trainer(program: Program, room: Room): Class {
  const { inputs, targets } = program.interface
  const name = className(program.network)
  const forward = layerMethods('forward', room)
  const backward = layerMethods('backward', room)
  const data = [...inputs, ...targets].map(
    (port): Parameter => ({ name: port.name, type: matrixType(port.shape) }),
  )
  const given = data.map((port) => port.name).join(', ')
  const cost = fresh('J', data)
  const loss = program.results.find(({ role, phase }) => role === 'loss' && phase === 'forward')!
  const trains = program.stores.some(({ phase }) => phase === 'update')
  const isFitted = room.desk.schedule.calls.some(({ phase }) => phase === 'prepare')
  if (isFitted) room.desk.spoken.uses.add('prepare')
  const predicted = inputs.map((port): Parameter => ({ name: port.name, type: matrixType(port.shape) }))
  const served = predicted.map((port) => port.name).join(', ')
  return {
    kind: 'class',
    name,
    docs: `${sentence(program)}Trains; every dV is the derivative ∂J/∂V itself.`,
    typeParameters: typeParameters(program),
    extends: 'Net<M, P>',
    methods: [
      ...forward.methods,
      plain('forward', data, 'number', [
        ...data.map((port) => `this.read(this.${port.name}, ${port.name})`),
        ...forward.calls,
        `return this.${room.names.property(loss.value)}.value`,
      ]),
      ...backward.methods,
      plain('backward', [], 'void', backward.calls),
      ...(trains
        ? [updateMethod(program, room)]
        : [
            plain('update', [], 'void', [
              "throw new Error('the spec has no training: section, so there is no update')",
            ]),
          ]),
      plain('step', data, 'number', [
        `const ${cost} = this.forward(${given})`,
        'this.backward()',
        ...(trains ? ['this.update()'] : []),
        `return ${cost}`,
      ]),
      ...split('initialize', layerStatements('initialize', room), room, {
        modifier: 'protected',
        comment: ['initial parameters'],
      }),
      plain('predict', predicted, outputType(program), [`return this.predictor.predict(${served})`]),
      ...classifyMethod(program, predicted, `this.predictor.classify(${served})`),
      plain('evaluate', data, evaluationType(program), [`return this.predictor.evaluate(${given})`]),
      ...(isFitted
        ? [plain('prepare', inputs.map(wholeData), 'void', [`prepare(this, { ${served} })`])]
        : []),
      {
        ...plain(
          'serve<N extends number>',
          [{ name: 'arena', type: 'Arena<N, P>' }],
          `${predictorName(program.network)}<N, P>`,
          [`return new ${predictorName(program.network)}(arena)`],
        ),
        modifier: 'protected',
      },
    ],
  }
}

/** Fitting sees all examples, not a batch of them: any number of columns. */
function wholeData({ name, shape }: Port): Parameter {
  const [rows, columns] = shape
  return { name, type: columns!.key === BATCH ? `Matrix<${rows!.key}>` : matrixType(shape) }
}

function predictor(program: Program, room: Room): Class {
  const { inputs, targets } = program.interface
  const predict = layerMethods('predict', room)
  const evaluate = turnMethods('evaluate', room, layerMethods)
  const prepare = turnMethods('prepare', room, layerMethods)
  const data = inputs.map((port): Parameter => ({ name: port.name, type: matrixType(port.shape) }))
  const wanted = targets.map((port): Parameter => ({ name: port.name, type: matrixType(port.shape) }))
  const output = program.results.find(({ role, phase }) => role === 'output' && phase === 'predict')!
  const measured = measuredIn(program)
  const reads = data.map((port) => `this.read(this.${port.name}, ${port.name})`)
  const results = measured.map(({ name, value, isNumber }) => {
    const matrix = `this.${room.names.property(value)}`
    return `${name}: ${isNumber ? `${matrix}.value` : matrix}`
  })
  const served = data.map((port) => port.name).join(', ')
  return {
    kind: 'class',
    name: predictorName(program.network),
    docs: `${sentence(program)}Predicts, without gradients.`,
    typeParameters: typeParameters(program),
    extends: 'Predictor<M, P>',
    methods: [
      ...predict.methods,
      plain('predict', data, outputType(program), [
        ...reads,
        ...predict.calls,
        `return this.${room.names.property(output.value)}`,
      ]),
      ...predictOneMethod(program, room),
      ...classifyMethod(program, data, `super.classify(${served})`),
      ...evaluate.methods,
      plain(
        'evaluate',
        measured.length > 0 ? [...data, ...wanted] : [],
        evaluationType(program),
        measured.length > 0
          ? [
              `this.predict(${served})`,
              ...wanted.map((port) => `this.read(this.${port.name}, ${port.name})`),
              ...evaluate.inOneChunk,
              'return this.evaluation()',
            ]
          : ["throw new Error('the spec has no loss and no metrics')"],
      ),
      ...(measured.length > 0
        ? [plain('evaluation', [], evaluationType(program), [`return { ${results.join(', ')} }`])]
        : []),
      ...(prepare.methods.length > 0
        ? [...prepare.methods, plain('prepare', data, 'void', [...reads, ...prepare.inOneChunk])]
        : []),
    ],
  }
}

/** One method per layer in a phase (and a turn of it), and the calls of them in order. */
function layerMethods(phase: Phase, room: Room, turn?: Turn): LayerMethods {
  const { program } = room.desk.schedule
  const suffix = turn ? turnName(turn) : ''
  const methods: Method[] = []
  const calls: string[] = []
  for (const { layer, turn: own, calls: inside } of groupsOf(phase, room.desk)) {
    if (!sameTurn(own, turn)) continue
    const { key: layerKey, title, span } = program.layers[layer]!
    const name = privateName(`#${phase}${layerKey}${suffix}`, room)
    // What is written out in one piece stays in one: its numbers are local variables.
    const most = inside.some(({ isWritten }) => isWritten) ? Number.POSITIVE_INFINITY : MOST_STATEMENTS
    const comment = [`${title} · ${placeOf(span)}`]
    methods.push(...split(name, statementsOf(inside, room.desk), room, { comment, most }))
    calls.push(`this.${name}()`)
  }
  const parts = split(`#${phase}${suffix}Part`, calls, room)
  if (parts.length === 1) return { methods, calls }
  return { methods: [...methods, ...parts.slice(1)], calls: parts[0]!.body }
}

function layerStatements(phase: Phase, room: Room): readonly string[] {
  return groupsOf(phase, room.desk).flatMap(({ calls }) => statementsOf(calls, room.desk))
}

/** Numbers of the spec that calls read, once for the module. */
function columnsOf(columns: ReadonlyMap<string, string>, uses: Set<string>): readonly Part[] {
  if (columns.size === 0) return []
  uses.add('column')
  const lines = [...columns].map(([numbers, name]) => `const ${name} = /* @__PURE__ */ column([${numbers}])`)
  return [{ kind: 'text', lines: ['', ...lines] }]
}

/** Layer 1 in eleven parts and layer 11 would both have `#forward11`: no method of a class is called as another. */
function privateName(wanted: string, { methods }: Room): string {
  let name = wanted
  for (let count = 2; methods.has(name); count++) name = `${wanted}_${count}`
  methods.add(name)
  return name
}

/** A name for a local variable beside a method's parameters. */
function fresh(wanted: string, parameters: readonly Parameter[]): string {
  return parameters.some(({ name }) => name === wanted) ? fresh(`${wanted}_`, parameters) : wanted
}

/** A method, or several where it would grow too long: the first calls the others. */
function split(
  name: string,
  statements: readonly string[],
  room: Room,
  {
    modifier,
    comment = [],
    most = MOST_STATEMENTS,
  }: {
    readonly modifier?: 'protected'
    readonly comment?: readonly string[]
    readonly most?: number
  } = {},
): readonly Method[] {
  const method = (of: string, body: readonly string[], scope?: 'protected'): Method => ({
    ...plain(of, [], 'void', body),
    comment,
    ...(scope && { modifier: scope }),
  })
  if (statements.length <= most) return [method(name, statements, modifier)]
  const parts: string[][] = []
  for (let at = 0; at < statements.length; ) {
    let end = Math.min(at + MOST_STATEMENTS, statements.length)
    // A call stays under its comments.
    while (end < statements.length && statements[end - 1]!.startsWith('//')) end -= 1
    parts.push(statements.slice(at, end))
    at = end
  }
  const base = name.startsWith('#') ? name : `#${name}`
  const named = parts.map((body, index) => method(privateName(`${base}${index + 1}`, room), body))
  return [
    method(
      name,
      named.map((part) => `this.${part.name}()`),
      modifier,
    ),
    ...named,
  ]
}

function classifyMethod(program: Program, data: readonly Parameter[], call: string): readonly Method[] {
  const classes = program.interface.targets[0]?.classes
  if (!classes) return []
  return [
    plain('classify', data, `${className(program.network)}Class[]`, [
      `return ${call} as ${className(program.network)}Class[]`,
    ]),
  ]
}

function sentence({ summary }: Program): string {
  return summary ? `${summary} ` : ''
}

function plain(
  name: string,
  parameters: readonly Parameter[],
  returns: string,
  body: readonly string[],
): Method {
  return { name, comment: [], overrides: OVERRIDDEN.has(name), parameters, returns, body }
}

function outputType(program: Program): string {
  return typeOf(
    program.results.find(({ role, phase }) => role === 'output' && phase === 'predict')!.value,
    program,
  )
}

function evaluationType(program: Program): string {
  const measured = measuredIn(program)
  if (measured.length === 0) return 'never'
  const types = measured.map(
    ({ name, value, isNumber }) => `${name}: ${isNumber ? 'number' : typeOf(value, program)}`,
  )
  return `{ ${types.join('; ')} }`
}

/** What `evaluate` returns, in order: the loss and most metrics are numbers, some metrics matrices. */
function measuredIn({ results, values }: Program) {
  return results.flatMap(({ phase, role, name, value }) => {
    if (phase !== 'evaluate' || (role !== 'loss' && role !== 'metric')) return []
    const isNumber = values[value]!.shape.every((dimension) => dimension.key === '1')
    return [{ name: role === 'loss' ? 'loss' : key(name), value, isNumber }]
  })
}
