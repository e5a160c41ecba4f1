/**
 * A size is a polynomial over named sizes with rational coefficients, in one
 * normal form: two sizes are equal for all values of their names if (and, but
 * for floor and ceil, only if) their keys are equal. That is what proves shapes.
 */
export interface Size {
  /** The normal form as text: `2·n·units + 1`. Equal keys, equal sizes. */
  readonly key: string
  readonly terms: readonly Term[]
}

/** coefficient · product of factors (sorted; a factor may repeat). */
export interface Term {
  readonly coefficient: number
  readonly factors: readonly Factor[]
}

/** A named size, or an atom the algebra does not look into. */
export type Factor = string | Rounded

export interface Rounded {
  readonly kind: 'floor' | 'ceil'
  readonly of: Size
}

const factorKey = (factor: Factor): string =>
  typeof factor === 'string' ? factor : `${factor.kind}(${factor.of.key})`

const factorsKey = (factors: readonly Factor[]): string => factors.map(factorKey).join('·')

function normal(terms: readonly Term[]): Size {
  const merged = new Map<string, Term>()
  for (const { coefficient, factors } of terms) {
    const sorted =
      factors.length > 1 ? [...factors].sort((a, b) => (factorKey(a) < factorKey(b) ? -1 : 1)) : factors
    const key = factorsKey(sorted)
    merged.set(key, { coefficient: coefficient + (merged.get(key)?.coefficient ?? 0), factors: sorted })
  }
  // Constants last, higher products first, then by name: one order, so that keys compare.
  const kept = [...merged]
    .filter(([, term]) => term.coefficient !== 0)
    .sort(([a, s], [b, t]) => t.factors.length - s.factors.length || (a < b ? -1 : 1))
  return {
    key: kept.map(([key, term]) => termKey(key, term.coefficient)).join(' + ') || '0',
    terms: kept.map(([, t]) => t),
  }
}

function termKey(key: string, coefficient: number): string {
  if (key === '') return String(coefficient)
  return coefficient === 1 ? key : `${coefficient}·${key}`
}

export function constant(value: number): Size {
  return { key: String(value), terms: value === 0 ? [] : [{ coefficient: value, factors: [] }] }
}

export function named(name: string): Size {
  return { key: name, terms: [{ coefficient: 1, factors: [name] }] }
}

/**
 * The size of what an error has been told of: it passes for every size, so that no error is told of what follows from
 * it. No name is written so, and no program has one.
 */
export const UNKNOWN: Size = named('?')

export function isUnknown({ key }: Size): boolean {
  return key.includes(UNKNOWN.key)
}

export function plus(a: Size, b: Size): Size {
  return normal([...a.terms, ...b.terms])
}

export function times(a: Size, b: Size): Size {
  return normal(
    a.terms.flatMap((s) =>
      b.terms.map((t) => ({
        coefficient: s.coefficient * t.coefficient,
        factors: [...s.factors, ...t.factors],
      })),
    ),
  )
}

export function minus(a: Size, b: Size): Size {
  return plus(a, times(constant(-1), b))
}

/** a / b where the algebra can do it: by a number, or by one product that divides every term. */
export function over(a: Size, b: Size): Size | undefined {
  const [divisor, ...rest] = b.terms
  if (divisor === undefined || rest.length > 0)
    return a.key === b.key && b.key !== '0' ? constant(1) : undefined
  const terms: Term[] = []
  for (const term of a.terms) {
    const factors = [...term.factors]
    for (const factor of divisor.factors) {
      const at = factors.findIndex((candidate) => factorKey(candidate) === factorKey(factor))
      if (at < 0) return undefined
      factors.splice(at, 1)
    }
    terms.push({ coefficient: term.coefficient / divisor.coefficient, factors })
  }
  return normal(terms)
}

export function rounded(kind: Rounded['kind'], of: Size): Size {
  const value = constantOf(of)
  if (value !== undefined) return constant(kind === 'floor' ? Math.floor(value) : Math.ceil(value))
  if (of.terms.every((term) => Number.isInteger(term.coefficient))) return of
  return normal([{ coefficient: 1, factors: [{ kind, of }] }])
}

export function same(a: Size, b: Size): boolean {
  return a === b || a.key === b.key || isUnknown(a) || isUnknown(b)
}

/** The number, if the size is one. */
export function constantOf(size: Size): number | undefined {
  const [term, ...rest] = size.terms
  if (term === undefined) return 0
  return rest.length === 0 && term.factors.length === 0 ? term.coefficient : undefined
}

export function namesIn(size: Size): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { factors } of size.terms)
    for (const factor of factors)
      if (typeof factor === 'string') names.add(factor)
      else for (const name of namesIn(factor.of)) names.add(name)
  return names
}

/** Replaces names by sizes; names without a value stay. */
export function substitute(size: Size, values: ReadonlyMap<string, Size>): Size {
  if (size.terms.every((term) => term.factors.length === 0)) return size
  const only = size.terms.length === 1 ? size.terms[0] : undefined
  if (only?.coefficient === 1 && only.factors.length === 1 && typeof only.factors[0] === 'string')
    return values.get(only.factors[0]) ?? size
  return size.terms.reduce((sum, { coefficient, factors }) => {
    const product = factors.reduce<Size>(
      (all, factor) =>
        times(
          all,
          typeof factor === 'string'
            ? (values.get(factor) ?? named(factor))
            : rounded(factor.kind, substitute(factor.of, values)),
        ),
      constant(coefficient),
    )
    return plus(sum, product)
  }, constant(0))
}

/** The size's number once every name has one. */
export function evaluate(size: Size, values: (name: string) => number): number {
  return size.terms.reduce(
    (sum, { coefficient, factors }) =>
      sum +
      factors.reduce<number>((product, factor) => {
        if (typeof factor === 'string') return product * values(factor)
        const inner = evaluate(factor.of, values)
        return product * (factor.kind === 'floor' ? Math.floor(inner) : Math.ceil(inner))
      }, coefficient),
    0,
  )
}

/** The least whole number that makes every coefficient whole; none where it would be large. */
export function denominatorOf({ terms }: Size): number | undefined {
  for (let denominator = 1; denominator <= 64; denominator++)
    if (terms.every(({ coefficient }) => Number.isInteger(coefficient * denominator))) return denominator
  return undefined
}

/**
 * A size without floor and ceil that is at most as large, for all whole values of its names, each 1 or more:
 * `floor(x)` is from `x − 1 + 1/d` to `x`, where `d` makes the coefficients of `x` whole, and `ceil(x)` from `x` on likewise.
 */
export function leastOf(size: Size): Size | undefined {
  let sum = constant(0)
  for (const { coefficient, factors } of size.terms) {
    const names = factors.filter((factor) => typeof factor === 'string')
    const [atom, ...more] = factors.filter((factor) => typeof factor !== 'string')
    if (more.length > 0) return undefined
    const bound = atom && boundOf(atom, coefficient > 0)
    if (atom && bound === undefined) return undefined
    sum = plus(sum, times(normal([{ coefficient, factors: names }]), bound ?? constant(1)))
  }
  return sum
}

/** Below a rounded size, or above it. */
function boundOf({ kind, of }: Rounded, isBelow: boolean): Size | undefined {
  const denominator = denominatorOf(of)
  // What is rounded twice is not looked into.
  const isPlain = of.terms.every(({ factors }) => factors.every((factor) => typeof factor === 'string'))
  if (denominator === undefined || !isPlain) return undefined
  const most = constant(1 - 1 / denominator)
  if (kind === 'floor') return isBelow ? minus(of, most) : of
  return isBelow ? of : plus(of, most)
}

/** a·m + b, for the sizes of a compiled network: the batch is its only free size. */
export function linearIn(
  size: Size,
  name: string,
): { readonly slope: number; readonly constant: number } | undefined {
  let slope = 0
  let fixed = 0
  for (const { coefficient, factors } of size.terms) {
    if (factors.length === 0) fixed += coefficient
    else if (factors.length === 1 && factors[0] === name) slope += coefficient
    else return undefined
  }
  return { slope, constant: fixed }
}
