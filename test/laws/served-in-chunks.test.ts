import { describe, expect, it } from 'vitest'
import { type DataSource, sourceOf } from '../../runtime/data.ts'
import { float32 } from '../../runtime/float32.ts'
import { float64 } from '../../runtime/float64.ts'
import type { Net } from '../../runtime/net.ts'
import { passesOver } from '../../runtime/passes.ts'
import type { Precision } from '../../runtime/precision.ts'
import { Matrix } from '../../runtime/tensor.ts'
import { gap } from '../support/close.ts'
import { compiled } from '../support/compiled.ts'
import { crossWords } from '../support/cross-words.ts'
import { type Data, Interpreted, randomData } from '../support/interpreted.ts'
import { loaded } from '../support/loaded.ts'
import { Random } from '../support/random.ts'
import { randomNetworks } from '../support/random-networks.ts'
import { libraryWords } from '../support/words.ts'

const SEED = 5
const EXAMPLES = 7
/** One by one, in unequal chunks, all but one, all, and fewer than there is room for. */
const CHUNKS = [1, 3, 6, 7, 20]

const measuring = libraryWords.filter(
  ({ kind, text }) => kind === 'loss' || kind === 'metric' || (kind === 'layer' && /^fitted:/m.test(text)),
)
const cases = [
  ...measuring.map(({ kind, name, network }) => ({ name: `${kind} ${name}`, forms: compiled(network) })),
  ...crossWords.map(({ name, text, files }) => ({ name, forms: compiled(text, files) })),
  ...randomNetworks(20),
]

it('there are words of all kinds that are measured in chunks', () => {
  const kinds = measuring.map(({ kind }) => kind)
  for (const [kind, least] of [
    ['loss', 10],
    ['metric', 8],
    ['layer', 3],
  ] as const)
    expect(kinds.filter((each) => each === kind).length).toBeGreaterThanOrEqual(least)
})

describe.each(cases)('$name', ({ forms }) => {
  const program = forms.expand
  const data = randomData(program, EXAMPLES, new Random(11))
  const names = [...program.interface.inputs, ...program.interface.targets].map(({ name }) => name)
  const source = sourceOf(names.map((name) => matrixOf(data, name)))

  async function netOf(precision: Precision, batch: number): Promise<Net<number, Precision>> {
    const net = await (await loaded(forms)).create({ batch, seed: SEED, precision })
    net.predictor.seed = SEED
    const judge = judgeOf()
    for (const [name, matrix] of Object.entries(net.parameters)) matrix.data.set(judge.members.get(name)!)
    return net
  }
  function judgeOf(): Interpreted {
    const judge = new Interpreted(program, SEED, 'float64')
    judge.randomize(new Random(3))
    return judge
  }

  it.each(CHUNKS)('is in chunks of %d what its equations mean for all examples', async (chunk) => {
    const judge = judgeOf()
    const net = await netOf(float64, 20)
    judge.store('prepare', data)
    passesOver(net.predictor, 'prepare', source, names, chunk)()
    const fitted = program.blocks.find(({ role }) => role === 'fitted')?.members ?? []
    const all = (of: (name: string) => ArrayLike<number>) =>
      fitted.flatMap(({ name }) => [...Array.from(of(name))])
    const [found, expected] = [
      all((name) => net.matrices.get(name)!.data),
      all((name) => judge.members.get(name)!),
    ]
    expect(gap(found, expected)).toBeLessThan(1e-12)

    for (const { name } of fitted) judge.members.get(name)!.set(net.matrices.get(name)!.data)
    passesOver(net.predictor, 'evaluate', source, names, chunk)()
    const evaluation = net.predictor.evaluation()
    const measured = program.results.filter(
      ({ role, phase }) => phase === 'evaluate' && (role === 'loss' || role === 'metric'),
    )
    expect(measured.length).toBeGreaterThan(0)
    for (const { role, name } of measured) {
      const wanted = judge.result(role as 'loss' | 'metric', 'evaluate', data, name)
      const value = evaluation[role === 'loss' ? 'loss' : name]!
      const numbers = typeof value === 'number' ? [value] : value.toArray().flat()
      expect(gap(numbers, wanted), name).toBeLessThan(1e-12)
    }
  })

  it('is in one chunk what it is of a batch, to the last bit', async () => {
    for (const precision of [float64, float32]) {
      const [whole, chunked] = [await netOf(precision, EXAMPLES), await netOf(precision, 20)]
      const matrices = names.map((name) => matrixOf(data, name))
      whole.predictor.prepare(...matrices.slice(0, program.interface.inputs.length))
      passesOver(chunked.predictor, 'prepare', source, names, EXAMPLES)()
      expect(chunked.blocks['fitted']?.data).toEqual(whole.blocks['fitted']?.data)
      passesOver(chunked.predictor, 'evaluate', source, names, EXAMPLES)()
      expect(chunked.predictor.evaluation()).toEqual(whole.evaluate(...matrices))
    }
  })

  it('measures the parameters as they are when it runs again', async () => {
    const net = await netOf(float64, 20)
    const run = passesOver(net.predictor, 'evaluate', source, names, 3)
    run()
    for (const { data: numbers } of Object.values(net.parameters))
      numbers.set(numbers.map((x) => x / 2 - 0.1))
    run()
    const again = net.predictor.evaluation()
    passesOver(net.predictor, 'evaluate', source, names, 3)()
    expect(again).toEqual(net.predictor.evaluation())
  })

  it('takes no more from its source than a chunk, each example once in a pass', async () => {
    const net = await netOf(float64, 20)
    const seen: number[] = []
    const counting: DataSource = {
      examples: source.examples,
      gather: (into, order, start) => {
        for (const { columns } of into) expect(columns).toBeLessThanOrEqual(3)
        for (let at = 0; at < into[0]!.columns; at++) seen.push(order[start + at]!)
        source.gather(into, order, start)
      },
    }
    for (const phase of ['prepare', 'evaluate'] as const) {
      seen.length = 0
      passesOver(net.predictor, phase, counting, names, 3)()
      const passes = net.model[phase]?.passes ?? []
      expect(seen).toEqual(passes.flatMap(() => Array.from({ length: EXAMPLES }, (_, at) => at)))
    }
  })
})

function matrixOf({ columns, ports }: Data, name: string): Matrix {
  const numbers = ports.get(name)!
  return Matrix.of(numbers.length / columns, columns, numbers)
}
