import { describe, expect, it } from 'vitest'
import { distribute } from '../../compiler/6-simplify/distribute.ts'
import { simplify } from '../../compiler/6-simplify/simplify.ts'
import { drawsOf } from '../../compiler/commands/debug/draws.ts'
import type { Forms } from '../../compiler/compile.ts'
import { BATCH, type Instruction, type Program, type ValueId } from '../../compiler/forms/program.ts'
import { type Dimension, isScalar, ONE } from '../../compiler/forms/shape.ts'
import { constant, named, same } from '../../compiler/forms/size.ts'
import { interpret } from '../../compiler/interpret.ts'
import { chunkedBy, isWide } from '../../compiler/operations/chunks.ts'
import { operations } from '../../compiler/operations/index.ts'
import type { Tensor } from '../../compiler/operations/operation.ts'
import { verify } from '../../compiler/verify.ts'
import { gap } from '../support/close.ts'
import { compiled } from '../support/compiled.ts'
import { crossWords } from '../support/cross-words.ts'
import { columnsOf, inChunks, sideBySide, together } from '../support/in-chunks.ts'
import { Interpreted, randomData } from '../support/interpreted.ts'
import { models } from '../support/models.ts'
import { naively } from '../support/naive.ts'
import { elementsIn, nowhere } from '../support/programs.ts'
import { Random } from '../support/random.ts'
import { randomFormulas, SIZES } from '../support/random-formulas.ts'
import { randomNetworks, randomWords } from '../support/random-networks.ts'
import { libraryWords } from '../support/words.ts'

/** Of 7 examples: one by one, in unequal chunks, all but one, all, and fewer than there is room for. */
const CHUNKS = [1, 3, 6, 7, 20]

describe('an operation is of chunks what it says', () => {
  const trials = operations.flatMap((operation) =>
    operation.examples.flatMap((example, index) => {
      const sizes = new Set(
        [...example.shapes, (example.attributes?.shape ?? []).map(({ key }) => Number(key))].flat(),
      )
      return [...sizes]
        .filter((size) => size > 1)
        .map((batch) => ({ name: operation.name, index, operation, example, batch }))
    }),
  )
  const met = new Set<string>()

  it.each(trials)('$name, example $index, with $batch examples', ({ operation, example, batch }) => {
    const dimension = (size: number): Dimension =>
      size === batch ? named(BATCH) : size === 1 ? ONE : constant(size)
    const attributes = {
      ...example.attributes,
      ...(example.attributes?.shape && {
        shape: example.attributes.shape.map(({ key }) => dimension(Number(key))),
      }),
    }
    const shapes = example.shapes.map((sizes) => sizes.map(dimension))
    const result = operation.shape(shapes, attributes, same)
    const values = [...shapes, result].map((shape, id) => ({ id, shape }))
    const operands = shapes.map((_, at) => at)
    const chunked = chunkedBy(
      { operation: operation.name, operands, attributes, result: shapes.length },
      values,
    )
    met.add(chunked)
    if (chunked === 'together' || operation.name === 'size') return
    const random = new Random(3)
    const whole = example.shapes.map(
      (sizes): Tensor => ({
        dimensions: sizes,
        data: random.array(elementsIn(sizes), example.low ?? 0.5, example.high ?? 3),
      }),
    )
    const dimensionsWith = (columns: number) =>
      result.map((size) => (size.key === BATCH ? columns : Number(size.key)))
    // A draw depends on its place in the whole.
    const drawnFrom = (start: number) => (row: number, column: number) => 100 * row + start + column
    const expected = naively(operation.name, whole, attributes, dimensionsWith(batch), drawnFrom(0))
    for (const chunk of [1, batch - 1]) {
      const parts: Tensor[] = []
      for (let start = 0; start < batch; start += chunk) {
        const columns = Math.min(chunk, batch - start)
        const own = whole.map((tensor, at) =>
          partOf(
            tensor,
            shapes[at]!.map(({ key }) => key),
            start,
            columns,
          ),
        )
        parts.push(naively(operation.name, own, attributes, dimensionsWith(columns), drawnFrom(start)))
      }
      const rows = result.findIndex(({ key }) => key === BATCH) === 0
      const combined =
        chunked !== 'apart'
          ? together(parts, chunked)
          : !isWide(result)
            ? parts[0]!
            : rows
              ? onTop(parts)
              : sideBySide(parts)
      expect(combined.dimensions).toEqual(expected.dimensions)
      expect(gap(combined.data, expected.data)).toBeLessThan(1e-14)
    }
  })

  it('in each of the ways', () => {
    expect([...met].sort()).toEqual(['apart', 'max', 'min', 'sum', 'together'])
  })
})

/** The rows or columns of a chunk, by which of its sizes is the batch. */
function partOf(tensor: Tensor, keys: readonly string[], start: number, count: number): Tensor {
  const axis = keys.indexOf(BATCH)
  if (axis < 0) return tensor
  const [rows, columns] = tensor.dimensions as [number, number]
  if (axis === 1) return columnsOf(tensor.data, columns, start, count)
  expect(rows).toBeGreaterThan(0)
  return { dimensions: [count, columns], data: tensor.data.slice(start * columns, (start + count) * columns) }
}

function onTop(parts: readonly Tensor[]): Tensor {
  const data = Float64Array.from(parts.flatMap((part) => [...part.data]))
  const columns = parts[0]!.dimensions[1]!
  return { dimensions: [data.length / columns, columns], data }
}

const networks: readonly { readonly name: string; readonly forms: Forms }[] = [
  ...models(),
  ...randomNetworks(45),
  ...randomWords(45),
  ...libraryWords.map(({ kind, name, network }) => ({ name: `${kind} ${name}`, forms: compiled(network) })),
  ...crossWords.map(({ name, text, files }) => ({ name, forms: compiled(text, files) })),
].filter(({ forms }) => forms.simplify.interface.kind === 'layers')

describe.each(networks)('$name', ({ forms }) => {
  const program = verify(forms.simplify)
  const interpreted = (of: Program) => {
    const random = new Random(5)
    const made = new Interpreted(of)
    made.randomize(random)
    return made
  }
  const data = randomData(forms.expand, 7, new Random(11))

  const phases = (['prepare', 'evaluate'] as const).filter((phase) =>
    program.instructions.some((instruction) => instruction.phase === phase),
  )
  it.each(phases)('has in %s what all examples have, in chunks of any size', (phase) => {
    const judge = interpreted(forms.expand)
    const chunked = interpreted(program)
    if (phase === 'evaluate') for (const each of [judge, chunked]) each.store('prepare', data)
    const { values, stores } = judge.run(phase, data)
    const expected = [
      ...forms.expand.results.flatMap(({ phase: of, role, name, value }) =>
        of === phase && role !== 'output' ? [[name, values.get(value)?.data] as const] : [],
      ),
      ...stores,
    ]
    const draw = drawsOf(program, { seed: 5, step: 1, precision: 'float64' })
    for (const chunk of CHUNKS) {
      const there = inChunks(
        program,
        phase,
        {
          ...data,
          leaf: (name) => chunked.members.get(name)!,
          draw: ({ operation, attributes }, [, columns], first) => {
            const [rows] = attributes.shape!.map(({ key }) => Number(key))
            return Float64Array.from({ length: rows! * columns! }, (_, at) =>
              draw(
                operation as 'uniform' | 'normal',
                attributes.stream!,
                Math.floor(at / columns!),
                first + (at % columns!),
              ),
            )
          },
        },
        chunk,
      )
      const found = new Map([
        ...program.results.flatMap(({ phase: of, role, name, value }) =>
          of === phase && role !== 'output' ? [[name, there.get(value)?.data] as const] : [],
        ),
        ...program.stores.flatMap(({ phase: of, leaf, value }) =>
          of === phase ? [[program.values[leaf]!.name!, there.get(value)?.data] as const] : [],
        ),
      ])
      if (phase === 'evaluate')
        for (const [name, numbers] of expected)
          expect(gap(found.get(name)!, numbers!), `${name} in chunks of ${chunk}`).toBeLessThan(1e-12)
      // Together, since some may be nothing but rounding: the mean of what has mean 0.
      else {
        const all = (of: (name: string) => Float64Array) => expected.flatMap(([name]) => [...of(name)])
        const wanted = new Map(expected)
        const gapOfAll = gap(
          all((name) => found.get(name)!),
          all((name) => wanted.get(name)!),
        )
        expect(gapOfAll, `in chunks of ${chunk}`).toBeLessThan(1e-12)
      }
    }
  })
})

describe('a program is refused', () => {
  const { simplify: program } = compiled(crossWords.find(({ name }) => name === 'skewness')!.text, {
    ...crossWords.find(({ name }) => name === 'skewness')!.files,
  })
  const changed = (change: (instruction: Instruction) => Partial<Instruction>) => () =>
    verify({
      ...program,
      instructions: program.instructions.map((instruction) => ({ ...instruction, ...change(instruction) })),
    })
  const parts = new Map(
    program.instructions.flatMap(({ operation, result, operands }) =>
      operation === 'across' ? [[result, operands[0]!] as const] : [],
    ),
  )

  it('that takes the sum of a chunk for that of all', () => {
    expect(
      changed(({ operation, operands }) =>
        operation === 'across' ? {} : { operands: operands.map((value) => parts.get(value) ?? value) },
      ),
    ).toThrow(/reads \d+ of another chunk/)
  })

  it('that combines otherwise than the operation says', () => {
    expect(
      changed(({ attributes }) => (attributes.combine ? { attributes: { combine: 'min' } } : {})),
    ).toThrow(/is the min of what chunks do not have so/)
  })

  it('that makes columns of a chunk at the end of a pass', () => {
    const isPart = (value: ValueId) => [...parts.values()].includes(value)
    expect(
      changed(({ turn, phase, result }) =>
        phase === 'evaluate' && turn!.pass === 3 && turn!.part === 'chunk' && !isPart(result)
          ? { turn: { pass: 2, part: 'end' } }
          : {},
      ),
    ).toThrow(/of another chunk/)
  })

  it('that has an instruction in no turn', () => {
    const [last] = program.instructions.toReversed()
    expect(() =>
      verify({
        ...program,
        instructions: program.instructions.map((instruction) => {
          const { turn: _turn, ...rest } = instruction
          return instruction === last ? rest : instruction
        }),
      }),
    ).toThrow(/of evaluate has no turn/)
  })
})

describe('random formulas', () => {
  const formulas = randomFormulas(160).filter(({ forms }) =>
    forms.expand.values.some(({ shape }) => isWide(shape)),
  )
  let passes = 0
  let gathered = 0

  it.each(formulas)('$name is the same in chunks', ({ forms, text }) => {
    const program = verify(distribute(evaluating(simplify(forms.stabilise))))
    const columns = SIZES.c!
    const random = new Random(17)
    const ports = new Map(
      program.values.flatMap(({ name, shape, leaf }) => {
        const rows = isScalar(shape) ? 1 : Number(shape[0]!.key)
        const width =
          isScalar(shape) || shape[1]!.key === '1'
            ? 1
            : shape[1]!.key === BATCH
              ? columns
              : Number(shape[1]!.key)
        return leaf ? [[name!, random.array(rows * width, 0.4, 1.6)] as const] : []
      }),
    )
    const { values } = interpret(program, 'evaluate', { batch: columns, leaf: (name) => ports.get(name)! })
    passes = Math.max(
      passes,
      ...program.instructions.map(({ turn }) => (turn?.part === 'chunk' ? turn.pass : 0)),
    )
    if (program.instructions.some(({ turn }) => turn?.part === 'whole')) gathered += 1
    for (const chunk of [1, 2, columns - 1, columns, 9]) {
      const there = inChunks(program, 'evaluate', { columns, ports, leaf: (name) => ports.get(name)! }, chunk)
      for (const { value } of program.results)
        expect(gap(there.get(value)!.data, values.get(value)!.data), text).toBeLessThan(1e-12)
    }
  })

  it('take several passes, and some need all examples', () => {
    expect(passes).toBeGreaterThan(1)
    expect(gathered).toBeGreaterThan(2)
  })
})

/** A formula as a metric: its numbers that are of all examples. */
function evaluating(program: Program): Program {
  const isNarrow = (value: ValueId) => !program.values[value]!.leaf && !isWide(program.values[value]!.shape)
  return {
    ...program,
    interface: { ...program.interface, kind: 'layers' },
    layers: [{ key: '', title: 'test', span: nowhere.span }],
    values: program.values.map((value) =>
      value.leaf && !isWide(value.shape) ? { ...value, leaf: { kind: 'parameter' } } : value,
    ),
    instructions: program.instructions
      .filter(({ phase }) => phase === 'forward')
      .map((instruction) => ({ ...instruction, phase: 'evaluate', origin: nowhere })),
    results: program.results
      .filter(({ value, role }) => role !== 'gradient' && isNarrow(value))
      .map((result) => ({ ...result, role: 'metric', phase: 'evaluate' })),
    stores: [],
  }
}
