import type { Instruction, Program, ValueId } from '../forms/program.ts'
import { sameShape } from '../forms/shape.ts'
import { type Build, type Builder, rebuild } from '../operations/builder.ts'

/**
 * Multiplies out sums and products where that leaves less to compute, which is
 * where terms cancel: Y·s + (1 − Y)·s is s. With softplus(−z) = softplus(z) − z,
 * cross-entropies lose the differences that rounding would eat.
 */
export function cheaperPolynomials(program: Program): Program {
  const maximal = maximalPolynomials(program)
  if (maximal.size === 0) return program
  return rebuild(program, (instruction, operands, builder) => {
    const value = builder.build(instruction.operation, operands, instruction.attributes)
    return maximal.has(instruction.result) ? (cheaper(value, builder) ?? value) : value
  })
}

const POLYNOMIAL = new Set(['add', 'subtract', 'multiply', 'negate', 'power'])

function isPolynomial(
  { operation, operands }: Instruction,
  constantOf: (value: ValueId) => number | undefined,
): boolean {
  return POLYNOMIAL.has(operation) && (operation !== 'power' || constantOf(operands[1]!) === 2)
}

/** Sums and products no other sum or product is made of. */
function maximalPolynomials(program: Program): ReadonlySet<ValueId> {
  const made = new Map(program.instructions.map((instruction) => [instruction.result, instruction]))
  const constantOf = (value: ValueId) => made.get(value)?.attributes.value
  const inner = new Set<ValueId>()
  const all = new Set<ValueId>()
  for (const instruction of program.instructions) {
    if (!isPolynomial(instruction, constantOf)) continue
    all.add(instruction.result)
    for (const operand of instruction.operands) inner.add(operand)
  }
  for (const value of inner) all.delete(value)
  return all
}

/** coefficient · product of atoms, sorted; a squared atom stands twice. */
interface Monomial {
  readonly coefficient: number
  readonly atoms: readonly ValueId[]
}

const MOST_TERMS = 24
const MOST_FACTORS = 8
/** Larger sums and products are left as they are. */
const MOST_VALUES = 64

/** Nothing where there would be too many terms. */
type Expansion = readonly Monomial[] | undefined

function cheaper(value: ValueId, builder: Builder): ValueId | undefined {
  const { build } = builder
  const visited = new Map<ValueId, Expansion>()
  const polynomial = expanded(value, build, builder, visited)
  if (!polynomial) return undefined
  const atoms = new Set(polynomial.flatMap((monomial) => monomial.atoms))
  // Signs are free: they become subtractions.
  const costNow = [...visited.keys()].filter(
    (each) => builder.instructionOf(each)?.operation !== 'negate',
  ).length
  const costThen =
    polynomial.reduce(
      (sum, { coefficient, atoms: each }) =>
        sum + Math.max(each.length - 1, 0) + (Math.abs(coefficient) === 1 ? 0 : 1),
      0,
    ) +
    polynomial.length -
    1
  if (polynomial.length === 0 || costThen >= costNow || atoms.size === 0) return undefined
  const sum = polynomial.map((monomial) => built(monomial, build)).reduce((a, b) => build('add', [a, b]))
  const { shape } = builder.valueOf(value)
  return sameShape(build.shapeOf(sum), shape) ? sum : build.stretched(sum, shape)
}

/** A value multiplied out; every value once, however often it is used. */
function expanded(
  value: ValueId,
  build: Build,
  builder: Builder,
  visited: Map<ValueId, Expansion>,
): Expansion {
  if (visited.has(value)) return visited.get(value)
  const number = build.numberOf(value)
  if (number !== undefined) return number === 0 ? [] : [{ coefficient: number, atoms: [] }]
  const instruction = builder.instructionOf(value)
  const negative =
    instruction?.operation === 'softplus' ? build.made(instruction.operands[0]!, 'negate') : undefined
  const inner = instruction && isPolynomial(instruction, (operand) => build.numberOf(operand))
  if (!instruction || (!negative && !inner)) return [{ coefficient: 1, atoms: [value] }]
  if (visited.size >= MOST_VALUES) return undefined
  visited.set(value, undefined)
  const result = negative
    ? reflected(negative.operands[0]!, build)
    : combined(instruction, build, builder, visited)
  visited.set(value, result)
  return result
}

/** softplus(−z) = softplus(z) − z */
function reflected(z: ValueId, build: Build): Expansion {
  return sum([{ coefficient: 1, atoms: [build('softplus', [z])] }], [{ coefficient: -1, atoms: [z] }])
}

function combined(
  instruction: Instruction,
  build: Build,
  builder: Builder,
  visited: Map<ValueId, Expansion>,
): Expansion {
  const [a, b] = instruction.operands.map((operand) => expanded(operand, build, builder, visited))
  if (!a) return undefined
  if (instruction.operation === 'negate') return times(-1, a)
  if (!b) return undefined
  switch (instruction.operation) {
    case 'add':
      return sum(a, b)
    case 'subtract':
      return sum(a, times(-1, b))
    case 'power':
      return product(a, a)
    default:
      return product(a, b)
  }
}

function sum(a: readonly Monomial[], b: readonly Monomial[]): readonly Monomial[] | undefined {
  const merged = new Map<string, Monomial>()
  for (const { coefficient, atoms } of [...a, ...b]) {
    const key = atoms.join('·')
    merged.set(key, { coefficient: coefficient + (merged.get(key)?.coefficient ?? 0), atoms })
  }
  const kept = [...merged.values()].filter(({ coefficient }) => coefficient !== 0)
  return kept.length > MOST_TERMS ? undefined : kept
}

function product(a: readonly Monomial[], b: readonly Monomial[]): readonly Monomial[] | undefined {
  if (a.length * b.length > MOST_TERMS) return undefined
  const longest = (of: readonly Monomial[]) => of.reduce((most, { atoms }) => Math.max(most, atoms.length), 0)
  if (longest(a) + longest(b) > MOST_FACTORS) return undefined
  const terms = a.flatMap((s) =>
    b.map((t) => ({
      coefficient: s.coefficient * t.coefficient,
      atoms: [...s.atoms, ...t.atoms].sort((x, y) => x - y),
    })),
  )
  return sum(terms, [])
}

function times(factor: number, a: readonly Monomial[]): readonly Monomial[] {
  return a.map(({ coefficient, atoms }) => ({ coefficient: factor * coefficient, atoms }))
}

function built({ coefficient, atoms }: Monomial, build: Build): ValueId {
  const number = build.constant(Math.abs(coefficient))
  const [first, ...rest] = atoms
  if (first === undefined) return build.constant(coefficient)
  const powers = rest.reduce((whole, atom) => build('multiply', [whole, atom]), first)
  const scaled = build('multiply', [number, powers])
  return coefficient < 0 ? build('negate', [scaled]) : scaled
}
