import type { Report } from '../diagnostics/report.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import {
  type Block,
  gradientName,
  type LayerNote,
  type Member,
  type ParameterNote,
  type Phase,
  type Port,
  type Program,
  type Result,
  type Store,
  type ValueId,
} from '../forms/program.ts'
import { elementsOf, ONE, type Shape } from '../forms/shape.ts'
import * as size from '../forms/size.ts'
import type { Span } from '../forms/source.ts'
import type { Layers, Library, NetworkSpec, PortSpec, WordUse } from '../forms/spec.ts'
import { Builder } from '../operations/builder.ts'
import { fail } from './blame.ts'
import { capital, describe, type NamedLayer, nameLayers } from './layers.ts'
import { networkSizes, portLeaf, streams } from './network.ts'
import { camelCase } from './notation.ts'
import type { Typed } from './scope.ts'
import { type Sizes, Stopped } from './sizes.ts'
import { type Arriving, declaredOutput, define, expandWord, outputOf, type Surroundings } from './words.ts'

/** A stack of layers: training (forward, later backward, update), predicting, evaluating, preparing, initializing. */
export function expandStack(spec: NetworkSpec, body: Layers, library: Library, report: Report): Program {
  return new Stack(spec, body, library, report).expand()
}

/** What one leaf of the stack is made from. */
interface Owned {
  readonly id: ValueId
  readonly member: Member
  readonly layer: number
  readonly local: string
}

class Stack {
  readonly #spec: NetworkSpec
  readonly #body: Layers
  readonly #library: Library
  readonly #report: Report
  readonly #builder = new Builder()
  readonly #sizes: Sizes
  readonly #layers: readonly NamedLayer[]
  readonly #notes: LayerNote[]
  readonly #parameters = new Map<string, Owned>()
  readonly #fitted = new Map<string, Owned>()
  readonly #results: Result[] = []
  readonly #stores: Store[] = []
  readonly #inputs: readonly { readonly id: ValueId; readonly port: Port; readonly from: Span }[]
  readonly #targets: readonly { readonly id: ValueId; readonly port: Port; readonly from: Span }[]

  constructor(spec: NetworkSpec, body: Layers, library: Library, report: Report) {
    this.#spec = spec
    this.#body = body
    this.#library = library
    this.#report = report
    this.#sizes = networkSizes(spec, report)
    const leaves = (ports: readonly PortSpec[], kind: 'input' | 'target') =>
      ports.map((port) => ({ ...portLeaf(port, kind, this.#sizes, this.#builder, report), from: port.span }))
    this.#inputs = leaves(spec.inputs, 'input')
    this.#targets = leaves(spec.targets, 'target')
    this.#layers = nameLayers(body.layers)
    this.#notes = this.#layers.map(({ key, title, layer }) => ({ key, title, span: layer.span }))
  }

  expand(): Program {
    const program = this.#expand()
    if (this.#report.hasErrors) throw new Stopped()
    return program
  }

  #expand(): Program {
    const { loss, metrics } = this.#body
    if (loss) {
      const trained = this.#run('forward')
      this.#results.push({ role: 'output', phase: 'forward', value: trained.id, name: 'output' })
      const value = this.#measure(loss, 'forward', trained, this.#note('Loss', 'loss', loss), 'J')
      this.#results.push({ role: 'loss', phase: 'forward', value, name: 'J' })
      this.#keep()
    }
    const output = this.#run('predict')
    this.#results.push({ role: 'output', phase: 'predict', value: output.id, name: 'output' })
    if (loss) {
      const value = this.#measure(loss, 'evaluate', output, this.#notes.length - 1, 'J')
      this.#results.push({ role: 'loss', phase: 'evaluate', value, name: 'J' })
    }
    for (const metric of metrics) {
      const name = camelCase(metric.word.name)
      const value = this.#measure(
        metric,
        'evaluate',
        output,
        this.#note(capital(name), 'metric', metric),
        name,
      )
      this.#results.push({ role: 'metric', phase: 'evaluate', value, name })
    }
    if (this.#fitted.size > 0) this.#run('prepare')
    this.#initialize()
    const state = loss ? this.#update() : []
    const { training } = this.#spec
    return this.#builder.finish({
      network: this.#spec.name,
      summary: this.#spec.summary,
      source: this.#spec.source.projectPath ?? this.#spec.source.path,
      precision: this.#spec.precision,
      results: this.#results,
      stores: this.#stores,
      layers: this.#notes,
      blocks: this.#blocks(state),
      hyperparameters: training ? numbersOf(training.optimizer) : [],
      interface: {
        kind: 'layers',
        inputs: this.#inputs.map(({ port }) => port),
        targets: loss || metrics.length > 0 ? this.#targets.map(({ port }) => port) : [],
        parameters: this.#inOrder(this.#parameters).map(
          ({ member, layer }): ParameterNote => ({
            name: member.name,
            word: this.#layers[layer]!.layer.use.word.name,
            layer,
          }),
        ),
        differentiated: loss ? this.#inOrder(this.#parameters).map(({ member }) => member.name) : [],
      },
    })
  }

  /** All layers in one phase; the value of the last. */
  #run(phase: Phase): Arriving {
    const known = new Map<string, Arriving>()
    for (const { id, port, from } of this.#inputs) known.set(port.name, { id, shape: port.shape, from })
    const [first] = this.#inputs
    let above: Arriving = { id: first!.id, shape: first!.port.shape, from: first!.from }
    for (const [index, named] of this.#layers.entries()) {
      above = this.#layer(named, index, phase, above, known)
      if (named.called !== undefined) known.set(named.called, above)
      if (named.layer.as && named.called === camelCase(named.layer.as.name))
        known.set(named.layer.as.name, above)
    }
    return above
  }

  #layer(
    named: NamedLayer,
    index: number,
    phase: Phase,
    above: Arriving,
    known: ReadonlyMap<string, Arriving>,
  ): Arriving {
    const { layer, rename } = named
    const { use } = layer
    const { word } = use
    const sources = layer.from?.map((reference) => {
      const found = known.get(reference.name) ?? known.get(camelCase(reference.name))
      if (found) return found
      return fail(
        { report: this.#report },
        'E401',
        reference.span,
        `no input and no layer above is called \`${reference.name}\``,
        {
          help: didYouMean(reference.name, known.keys()),
        },
      )
    }) ?? [above]
    if (sources.length !== word.inputs.length)
      fail(
        { report: this.#report },
        'E403',
        layer.from?.[0]?.span ?? use.span,
        `layer \`${word.name}\` takes ${word.inputs.length} input${word.inputs.length === 1 ? '' : 's'}, and gets ${sources.length}`,
        { help: '`from: [a, b]` names them, in order' },
      )
    const origin = { layer: index, span: layer.span }
    const around: Surroundings = {
      ...this.#around(phase, index, layer.span, named.key),
      rename,
      own: (local, shape) => this.#own(local, shape, index, named),
    }
    const arriving = word.inputs.map((port, at) => [port, sources[at]!] as const)
    const predicting = phase !== 'forward' && word.predicting.length > 0
    if (phase === 'prepare' && word.fitted.length > 0) this.#fit(use, arriving, { ...around, origin }, named)
    const given = this.#fittedNow(
      named,
      word.fitted.map(({ name }) => name),
    )
    try {
      const equations = predicting ? word.predicting : word.equations
      const expanded = expandWord(
        use,
        equations,
        arriving,
        phase === 'prepare' ? { ...around, given } : around,
      )
      const { id } = outputOf(word.outputs[0]!, expanded)
      return { id, shape: this.#builder.valueOf(id).shape, from: this.#whereSized(use) }
    } catch (error) {
      const shape = error instanceof Stopped ? declaredOutput(use, arriving, around) : undefined
      if (!shape) throw error
      const id = this.#builder.leaf({ kind: 'input' }, shape, rename('out'), {
        range: 'probability',
        sumsToOne: 0,
      })
      return { id, shape, from: this.#whereSized(use) }
    }
  }

  readonly #fresh = new Map<string, Typed>()

  /** Computes a word's fitted values from what arrives; what follows reads the new ones. */
  #fit(
    use: WordUse,
    arriving: readonly (readonly [PortSpec, Arriving])[],
    around: Surroundings,
    named: NamedLayer,
  ): void {
    const { scope } = expandWord(use, [], arriving, around)
    for (const { name, equation } of use.word.fitted) {
      const leaf = scope.lazily(name)!
      const value = define(equation, scope, named.rename)
      this.#stores.push({ phase: 'prepare', leaf: leaf.id, value: value.id })
      this.#fresh.set(named.rename(name), { id: value.id, shape: leaf.shape })
    }
  }

  #fittedNow(named: NamedLayer, names: readonly string[]): ReadonlyMap<string, Typed> {
    return new Map(
      names.flatMap((name) => {
        const value = this.#fresh.get(named.rename(name))
        return value ? [[name, value] as const] : []
      }),
    )
  }

  /** A loss or a metric on the network's output and target. */
  #measure(use: WordUse, phase: Phase, output: Arriving, note: number, name: string): ValueId {
    const { word, span } = use
    const [input] = word.inputs
    const [target] = word.targets
    const [supplied] = this.#targets
    const blame = { report: this.#report }
    if (target && !supplied)
      return fail(blame, 'E401', span, `${word.kind} \`${word.name}\` needs \`targets:\``)
    if (input) this.#demand(input, output, use)
    if (target && supplied)
      this.#demand(target, { id: supplied.id, shape: supplied.port.shape, from: supplied.from }, use)
    const { values } = expandWord(
      use,
      word.equations,
      [
        ...(input ? [[input, output] as const] : []),
        ...(target && supplied
          ? [[target, { id: supplied.id, shape: supplied.port.shape, from: supplied.from }] as const]
          : []),
      ],
      {
        ...this.#around(phase, note, span, `${word.name}`),
        rename: (local) => (local === word.equations.at(-1)?.name ? name : local),
      },
    )
    const result = values.get(word.equations.at(-1)!.name)!
    if (!result.shape.every((dimension) => dimension.key === '1'))
      return fail(
        blame,
        'E405',
        word.equations.at(-1)!.nameSpan,
        `${word.kind} \`${word.name}\` must end in a single number`,
        {
          help: 'reduce the remaining dimensions with `sum` or `mean`',
        },
      )
    const stretched = this.#builder.build.stretched(result.id, [ONE, ONE])
    this.#builder.name(stretched, name)
    return stretched
  }

  /** Probabilities where they are asked for. */
  #demand(port: PortSpec, value: Arriving, use: WordUse): void {
    const promised = this.#builder.valueOf(value.id).promises
    const isTarget = use.word.targets.includes(port)
    const distribution = port.sumsToOneOver !== undefined
    if (!port.probability) return
    if (promised?.range === 'probability' && (!distribution || promised.sumsToOne !== undefined)) return
    if (isTarget) {
      // A target's numbers are the user's to vouch for; what it promises only licences more.
      return
    }
    const fitting = this.#library.names('activation').filter((name) => {
      const text = this.#library.word('activation', name)?.text ?? ''
      return /range:\s*probability/.test(text) && /sums:/.test(text) === distribution
    })
    fail(
      { report: this.#report },
      'E406',
      this.#layers.at(-1)?.layer.use.span ?? use.span,
      `${use.word.kind} \`${use.word.name}\` needs ${distribution ? 'a distribution over the rows' : 'probabilities'}, and this output can be any number`,
      {
        labels: [{ span: use.span, text: `\`${use.word.name}\` asks for them` }],
        help: fitting.length > 0 ? `add \`activation: ${fitting.join('` or `activation: ')}\`` : undefined,
      },
    )
  }

  /** The values `keep:` names stay readable after forward. */
  #keep(): void {
    const names = new Map<string, ValueId>()
    for (const { result, phase } of this.#builder.instructions) {
      const { name } = this.#builder.valueOf(result)
      if (name !== undefined && phase === 'forward') names.set(name, result)
    }
    for (const { name, span } of this.#spec.keep) {
      const value = names.get(name)
      if (value === undefined)
        fail({ report: this.#report }, 'E401', span, `no value of the forward pass is called \`${name}\``, {
          help: didYouMean(name, names.keys()) ?? `it has ${[...names.keys()].slice(0, 12).join(', ')}`,
        })
      else this.#results.push({ role: 'kept', phase: 'forward', value, name })
    }
  }

  /** The first contents of every parameter. */
  #initialize(): void {
    for (const { id, member, layer, local } of this.#inOrder(this.#parameters)) {
      const { use } = this.#layers[layer]!.layer
      const { initial } = use.word.parameters.find(({ name }) => name === local)!
      const attribute = 'attribute' in initial ? use.attributes.get(initial.attribute) : undefined
      const initializer = 'attribute' in initial ? (attribute as { readonly use: WordUse }).use : initial
      const [output] = initializer.word.outputs
      const { span } = this.#layers[layer]!.layer
      const around = {
        ...this.#around('initialize', layer, span, member.name),
        rename: (made: string) => (made === output!.name ? member.name : undefined),
      }
      const sized = new Map(this.#sizes)
      const expanded = expandInitializer(initializer, output!, member.shape, { ...around, sizes: sized })
      this.#builder.name(expanded, member.name)
      this.#stores.push({ phase: 'initialize', leaf: id, value: expanded })
    }
  }

  /** The optimizer's equations on whole blocks: all parameters as one long row, all gradients, each state. */
  #update(): readonly Block[] {
    const { training } = this.#spec
    const members = this.#inOrder(this.#parameters).map(({ member }) => member)
    if (!training || members.length === 0) return []
    const { optimizer } = training
    const { word } = optimizer
    const total = members.reduce((sum, { shape }) => size.plus(sum, elementsOf(shape)), size.constant(0))
    const shape: Shape = [size.constant(1), total]
    const note = this.#note('Update', 'update', optimizer)
    const block = (name: string, shown: string): Typed => ({
      id: this.#builder.leaf({ kind: 'block', block: name }, shape, shown),
      shape,
    })
    const parameter = block('parameters', 'parameters')
    const given = new Map<string, Typed>([
      ['parameter', parameter],
      ['gradient', block('gradients', 'gradients')],
      ['step', { id: this.#builder.leaf({ kind: 'step' }, [], 'step'), shape: [] }],
    ])
    for (const { name } of word.state) given.set(name, block(name, name))
    for (const { name } of numbersOf(optimizer))
      given.set(name, { id: this.#builder.leaf({ kind: 'hyperparameter' }, [], name), shape: [] })
    const leaves = new Map(given)
    const around: Surroundings = {
      ...this.#around('update', note, optimizer.span, word.name),
      given,
    }
    const { scope } = expandWord(optimizer, [], [], around)
    for (const equation of word.update) {
      const leaf = leaves.get(equation.name)
      const value = define(equation, scope, (name) => (name === 'parameter' ? 'parameters' : name))
      if (!leaf) continue
      this.#stores.push({ phase: 'update', leaf: leaf.id, value: value.id })
    }
    return word.state.map(({ name }): Block => ({ name, role: 'state', members: [{ name, shape }] }))
  }

  #own(local: string, shape: Shape, layer: number, named: NamedLayer): ValueId {
    const name = named.rename(local)
    const isFitted = named.layer.use.word.fitted.some((each) => each.name === local)
    const owned = isFitted ? this.#fitted : this.#parameters
    const known = owned.get(name)
    if (known) return known.id
    const id = this.#builder.leaf({ kind: isFitted ? 'fitted' : 'parameter' }, shape, name)
    owned.set(name, { id, member: { name, shape }, layer, local })
    return id
  }

  /** By layer, then as the word declares them. */
  #inOrder(owned: ReadonlyMap<string, Owned>): readonly Owned[] {
    const rank = ({ layer, local }: Owned) => {
      const { parameters, fitted } = this.#layers[layer]!.layer.use.word
      return [...parameters, ...fitted].findIndex(({ name }) => name === local)
    }
    return [...owned.values()].sort((a, b) => a.layer - b.layer || rank(a) - rank(b))
  }

  #blocks(state: readonly Block[]): readonly Block[] {
    const parameters = this.#inOrder(this.#parameters).map(({ member }) => member)
    const fitted = this.#inOrder(this.#fitted).map(({ member }) => member)
    const gradients = parameters.map(({ name, shape }) => ({ name: gradientName(name), shape }))
    return [
      { name: 'parameters', role: 'parameters', members: parameters },
      ...(fitted.length > 0 ? [{ name: 'fitted', role: 'fitted', members: fitted } as const] : []),
      ...(this.#body.loss ? [{ name: 'gradients', role: 'gradients', members: gradients } as const] : []),
      ...state,
    ]
  }

  #around(phase: Phase, layer: number, span: Span, key: string): Surroundings {
    return {
      builder: this.#builder,
      report: this.#report,
      phase,
      origin: { layer, span },
      sizes: this.#sizes,
      stream: streams(`${key}`),
    }
  }

  #note(key: string, kind: string, use: WordUse): number {
    this.#notes.push({ key, title: `${kind} · ${describe(use)}`, span: use.span })
    return this.#notes.length - 1
  }

  /** A layer's output has its size from a size attribute, if it has one, or from the layer as a whole. */
  #whereSized(use: WordUse): Span {
    for (const { name, type } of use.word.attributes) {
      const value = use.attributes.get(name)
      if (type === 'size' && value) return value.span
    }
    return use.span
  }
}

/** An initializer names the parameter's dimensions by its output: `[fanOut, fanIn]`. */
function expandInitializer(use: WordUse, output: PortSpec, shape: Shape, around: Surroundings): ValueId {
  const expanded = expandWord(use, use.word.equations, [], {
    ...around,
    // The output's names are sizes the equations may use.
    bound: new Map(
      output.shape.dimensions.flatMap((dimension, axis) =>
        dimension.kind === 'name' ? [[dimension.name, { size: shape[axis]!, span: use.span }] as const] : [],
      ),
    ),
  })
  return outputOf(output, expanded).id
}

function numbersOf(use: WordUse): readonly { readonly name: string; readonly value: number }[] {
  return use.word.attributes.flatMap(({ name }) => {
    const value = use.attributes.get(name)
    return value?.kind === 'number' ? [{ name, value: value.value }] : []
  })
}
