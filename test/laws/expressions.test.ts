import { describe, expect, it } from 'vitest'
import { stabilise } from '../../compiler/4-stabilise/stabilise.ts'
import { differentiate } from '../../compiler/5-differentiate/differentiate.ts'
import { simplify } from '../../compiler/6-simplify/simplify.ts'
import type { Phase, Program, ValueId } from '../../compiler/forms/program.ts'
import { interpret } from '../../compiler/interpret.ts'
import type { Builder } from '../../compiler/operations/builder.ts'
import { operations } from '../../compiler/operations/index.ts'
import type { Tensor } from '../../compiler/operations/operation.ts'
import { verify } from '../../compiler/verify.ts'
import { gap, largestOf } from '../support/close.ts'
import {
  allLeaves,
  build,
  DISTRIBUTION,
  dimensionsAt,
  type Expression,
  evaluateNaively,
  isSmooth,
  print,
  randomExpression,
  SIDES,
  shapeAt,
} from '../support/expressions.ts'
import { dimensionsOf, elementsIn, finished, forwardBuilder, weighted } from '../support/programs.ts'
import { Random } from '../support/random.ts'
import { compareSlopes } from '../support/slopes.ts'

const COUNT = 1500

const trees = Array.from({ length: COUNT }, (_, seed) => {
  const random = new Random(seed)
  const sides = random.chance(0.15) ? [] : [random.pick(SIDES), random.pick(SIDES)]
  const demand = random.chance(0.25) ? 'exact' : 'any'
  return { demand, tree: randomExpression(random, sides, 1 + (seed % 5), demand) } as const
})

it('random expressions use every operation', () => {
  const used = new Set<string>()
  const visit = (tree: Expression) => {
    if (tree.kind === 'leaf') return
    used.add(tree.operation)
    tree.operands.forEach(visit)
  }
  for (const { tree } of trees) visit(tree)
  const missing = operations.filter(({ name }) => !used.has(name)).map(({ name }) => name)
  expect(missing).toEqual([
    'column',
    'size',
    'once',
    'log1p',
    'concordance',
    'across',
    'orthonormal',
    'rowNumber',
    'uniform',
    'normal',
  ])
})

describe.each([
  { a: 2, b: 3, c: 5 },
  // A size that happens to be 1 is no written 1.
  { a: 1, b: 3, c: 2 },
])('random expressions with sizes $a, $b and $c', (sizes) => {
  const leaves = allLeaves(new Random(7), sizes)

  it('stay small, but for a few', () => {
    const huge = trees.filter(({ tree }) => largestInside(tree) > 1e4)
    expect(huge.length).toBeLessThan(COUNT / 20)
  })

  it('mean the same when they are built, with all identities applied', () => {
    for (const { demand, tree } of trees) {
      const largest = largestInside(tree)
      if (largest > 1e4) continue
      const expected = evaluateNaively(tree, leaves, sizes)
      const { builder, value } = builtWith(tree)
      const program = verify(finished(builder, [{ role: 'output', value, name: 'y' }]))
      expectSame(program, expected, demand === 'exact' ? undefined : largest, print(tree))
      expectSame(verify(stabilise(program)), expected, demand === 'exact' ? undefined : largest, print(tree))
    }
  })

  it('have gradients that differences show, stabilised and simplified', () => {
    let checked = 0
    let kinks = 0
    for (const [seed, { demand, tree }] of trees.entries()) {
      if (demand === 'exact' || largestInside(tree) > 1e2) continue
      const random = new Random(seed)
      const weights = random.array(elementsIn(dimensionsAt(tree.sides, sizes)), -2, 2)
      const { program, smooth } = lossOf(tree)
      const trained = verify(simplify(verify(differentiate(verify(stabilise(program))))))
      const gradients = trained.results.filter(({ role }) => role === 'gradient')
      expect(gradients.map(({ name }) => name)).toEqual(smooth)
      const { values } = run(trained, 'backward', weights)
      const found = compareSlopes(
        () => dot(weights, evaluateNaively(tree, leaves, sizes).data),
        gradients.map(({ name, value }) => ({
          name,
          at: leaves.get(name)!.data,
          gradient: (values.get(value) ?? leafOf(trained, value)).data,
        })),
        ({ at }) => random.shuffled([...at.keys()]).slice(0, 3),
      )
      expect(found.wrong, print(tree)).toEqual([])
      checked += found.checked
      kinks += found.kinks
    }
    expect(checked).toBeGreaterThan(COUNT)
    expect(kinks).toBeLessThan(checked / 500)
  })

  /** The largest number on the way; rounding errors are in its last places. */
  function largestInside(tree: Expression): number {
    let largest = 1
    evaluateNaively(tree, leaves, sizes, (data) => {
      largest = data.every(Number.isFinite) ? Math.max(largest, largestOf(data)) : Number.POSITIVE_INFINITY
    })
    return largest
  }

  /** Exactly, where nothing is rounded; else but for the last places of the largest number on the way. */
  function expectSame(program: Program, expected: Tensor, largest: number | undefined, tree: string): void {
    const [result] = program.results
    const { data, dimensions } = run(program).values.get(result!.value) ?? leafOf(program, result!.value)
    expect(dimensions, tree).toEqual(expected.dimensions)
    if (largest === undefined) expect([...data].map(unsigned), tree).toEqual([...expected.data].map(unsigned))
    else expect(gap([...data, largest], [...expected.data, largest]), tree).toBeLessThan(1e-12)
  }

  function builtWith(tree: Expression): {
    readonly builder: Builder
    readonly known: ReadonlyMap<string, ValueId>
    readonly value: ValueId
  } {
    const builder = forwardBuilder()
    const known = new Map<string, ValueId>()
    const value = build(
      tree,
      sizes,
      (name, sides) => {
        const promises = name === DISTRIBUTION.name ? { sumsToOne: 0 } : undefined
        const id = known.get(name) ?? builder.leaf({ kind: 'input' }, shapeAt(sides, sizes), name, promises)
        known.set(name, id)
        return id
      },
      (operation, operands, attributes) => builder.build(operation, operands, attributes),
    )
    return { builder, known, value }
  }

  /** Σ weights ∘ tree, to be differentiated by the leaves that vary smoothly. */
  function lossOf(tree: Expression): { readonly program: Program; readonly smooth: readonly string[] } {
    const { builder, known, value } = builtWith(tree)
    const weights = builder.leaf({ kind: 'input' }, shapeAt(tree.sides, sizes), 'weights')
    const smooth = [...known.keys()].filter(isSmooth)
    const loss = weighted(builder, value, weights)
    return { program: verify(finished(builder, [{ role: 'loss', value: loss, name: 'J' }], smooth)), smooth }
  }

  function run(program: Program, phase: Phase = 'forward', weights?: Float64Array) {
    return interpret(program, phase, {
      batch: 1,
      leaf: (name) => (name === 'weights' ? weights! : leaves.get(name)!.data),
    })
  }

  function leafOf(program: Program, value: ValueId): Tensor {
    const { name, shape } = program.values[value]!
    return { dimensions: dimensionsOf(shape), data: leaves.get(name!)!.data }
  }
})

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, each, at) => sum + each * b[at]!, 0)
}

/** 0 for −0. */
function unsigned(x: number): number {
  return x === 0 ? 0 : x
}
