import { cosOf, erf32, exp32, expm132, inverseNormal32, log32, sinOf, tanh32 } from './mathematics-float32'
import { cos64, erf64, exp64, expm164, inverseNormal64, log64, sin64, tanh64 } from './mathematics-float64'
import { add, div, mul, select, SIZE, splat, sub } from './lanes'

/*
 * The functions of runtime/mathematics/, operation by operation, in all lanes at once: where those branch, these
 * compute every branch and select. What is not selected may be any nonsense.
 */

export function exp(x: v128): v128 { return SIZE == 4 ? exp32(x) : exp64(x) }
export function expm1(x: v128): v128 { return SIZE == 4 ? expm132(x, exp(x)) : expm164(x, exp(x)) }
export function log(x: v128): v128 { return SIZE == 4 ? log32(x) : log64(x) }
export function sin(x: v128): v128 { return SIZE == 4 ? sinOf(x) : sin64(x) }
export function cos(x: v128): v128 { return SIZE == 4 ? cosOf(x) : cos64(x) }

@inline function abs(x: v128): v128 { return v128.abs<real>(x) }
@inline function negative(x: v128): v128 { return v128.lt<real>(x, splat(0)) }

/** e^−|x| */
@inline export function decay(x: v128): v128 { return exp(v128.neg<real>(abs(x))) }

export function log1p(e: v128): v128 {
  const one = splat(1)
  const sum = add(one, e)
  return add(log(sum), div(sub(e, sub(sum, one)), sum))
}

export function tanh(x: v128): v128 {
  const size = abs(x)
  const far = sub(splat(1), div(splat(2), add(exp(mul(splat(2), size)), splat(1))))
  const large = select(splat(1), far, v128.gt<real>(size, splat(SIZE == 4 ? 10 : 22)))
  const signed = select(v128.neg<real>(large), large, negative(x))
  const near = SIZE == 4 ? tanh32(x) : tanh64(x)
  const small = select(x, near, v128.lt<real>(size, splat(SIZE == 4 ? <real>1e-5 : <real>1e-9)))
  return select(small, signed, v128.lt<real>(size, splat(0.625)))
}

/** From e^−|x| too. */
@inline export function sigmoidOf(x: v128, e: v128): v128 {
  const one = splat(1)
  const q = div(e, add(one, e))
  return select(sub(e, mul(e, q)), sub(one, q), negative(x))
}

export function sigmoid(x: v128): v128 {
  return sigmoidOf(x, decay(x))
}

export function softplus(x: v128): v128 {
  const tail = log1p(decay(x))
  return select(add(x, tail), tail, v128.gt<real>(x, splat(0)))
}

export function erf(x: v128): v128 { return SIZE == 4 ? erf32(x) : erf64(x) }

export function inverseNormal(p: v128): v128 {
  const half = splat(0.5)
  const q = sub(p, half)
  const left = negative(q)
  const tail = select(p, sub(splat(1), p), left)
  const root = v128.sqrt<real>(v128.neg<real>(log(tail)))
  const z = SIZE == 4 ? inverseNormal32(q, root, left) : inverseNormal64(q, root, left)
  const zero = splat(0)
  const one = splat(1)
  const inside = v128.and(v128.gt<real>(p, zero), v128.lt<real>(p, one))
  const infinity = splat(Infinity)
  const ends = select(
    v128.neg<real>(infinity),
    select(infinity, splat(NaN), v128.eq<real>(p, one)),
    v128.eq<real>(p, zero),
  )
  return select(z, ends, inside)
}

/** By squaring where y is whole: as often as the largest y among the lanes asks for. */
export function power(x: v128, y: v128): v128 {
  const whole = v128.and(
    v128.eq<real>(v128.floor<real>(y), y),
    v128.lt<real>(abs(y), splat(Infinity)),
  )
  const one = splat(1)
  let result = one
  if (v128.any_true(whole)) {
    const zero = splat(0)
    let square = x
    let rest = v128.and(abs(y), whole)
    while (v128.any_true(v128.gt<real>(rest, zero))) {
      const half = v128.floor<real>(mul(rest, splat(0.5)))
      const odd = v128.eq<real>(sub(rest, mul(splat(2), half)), one)
      result = select(mul(result, square), result, odd)
      square = mul(square, square)
      rest = half
    }
    result = select(div(one, result), result, negative(y))
  }
  if (!i32x4.all_true(whole)) result = select(result, exp(mul(y, log(x))), whole)
  return result
}
