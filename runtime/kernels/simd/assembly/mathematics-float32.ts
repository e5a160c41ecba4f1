import { CENTRE, farAbove, farBelow, middleAbove, middleBelow, nearAbove, nearBelow, tailAbove, tailBelow } from './erf-coefficients'
import { exp, log } from './mathematics'

@inline function f(x: f32): v128 { return f32x4.splat(x) }
@inline function add(a: v128, b: v128): v128 { return f32x4.add(a, b) }
@inline function sub(a: v128, b: v128): v128 { return f32x4.sub(a, b) }
@inline function mul(a: v128, b: v128): v128 { return f32x4.mul(a, b) }
@inline function div(a: v128, b: v128): v128 { return f32x4.div(a, b) }
@inline function select(yes: v128, no: v128, mask: v128): v128 { return v128.bitselect(yes, no, mask) }
/** a·x + b */
@inline function next(a: v128, x: v128, b: f32): v128 { return add(mul(a, x), f(b)) }

/** 2ᵏ of whole k from −126 to 127. */
@inline function powerOfTwo(k: v128): v128 {
  return i32x4.shl(i32x4.add(k, i32x4.splat(127)), 23)
}

@inline function nearest(x: v128): v128 {
  return f32x4.floor(add(mul(x, f(<f32>1.4426950408889634)), f(0.5)))
}

@inline function tail(r: v128): v128 {
  let e = next(f(1.98756915e-4), r, 1.3981999507e-3)
  e = next(e, r, 8.3334519073e-3)
  e = next(e, r, 4.1665795894e-2)
  e = next(e, r, 1.6666665459e-1)
  return next(e, r, 5.0000001201e-1)
}

export function exp32(x: v128): v128 {
  const k = nearest(x)
  const high = sub(x, mul(k, f(0.693359375)))
  const low = mul(k, f(-2.1219444e-4))
  const r = sub(high, low)
  const e = tail(r)
  const sum = add(f(1), high)
  const lost = sub(high, sub(sum, f(1)))
  const y = add(sum, add(lost, sub(mul(e, mul(r, r)), low)))
  const whole = i32x4.trunc_sat_f32x4_s(k)
  const half = i32x4.shr_s(whole, 1)
  const scaled = mul(mul(y, powerOfTwo(half)), powerOfTwo(i32x4.sub(whole, half)))
  const large = select(f(Infinity), scaled, f32x4.gt(x, f(88.72283935546875)))
  return v128.andnot(large, f32x4.lt(x, f(-103.97208404541016)))
}

export function expm132(x: v128, exponential: v128): v128 {
  const k = nearest(x)
  const high = sub(x, mul(k, f(0.693359375)))
  const low = mul(k, f(-2.1219444e-4))
  const r = sub(high, low)
  const p = add(high, sub(mul(tail(r), mul(r, r)), low))
  const whole = i32x4.trunc_sat_f32x4_s(k)
  const scale = powerOfTwo(whole)
  const below = add(mul(scale, p), sub(scale, f(1)))
  const above = mul(scale, add(p, sub(f(1), powerOfTwo(i32x4.neg(whole)))))
  const zero = f(0)
  let y = select(p, select(below, above, f32x4.lt(k, zero)), f32x4.eq(k, zero))
  y = select(exponential, y, f32x4.gt(x, f(18)))
  y = select(f(-1), y, f32x4.lt(x, f(-18)))
  return select(y, x, f32x4.gt(f32x4.abs(x), f(1e-8)))
}

export function log32(x: v128): v128 {
  // A subnormal number is scaled first.
  const small = f32x4.lt(x, f(1.17549435e-38))
  const normal = select(mul(x, f(16777216)), x, small)
  let k = i32x4.sub(i32x4.shr_u(normal, 23), select(i32x4.splat(151), i32x4.splat(127), small))
  let m = v128.or(v128.and(normal, i32x4.splat(0x7fffff)), f(1))
  const high = f32x4.gt(m, f(<f32>1.4142135623730951))
  m = select(mul(m, f(0.5)), m, high)
  // The mask is −1.
  k = i32x4.sub(k, high)
  const exponent = f32x4.convert_i32x4_s(k)
  const s = sub(m, f(1))
  const z = mul(s, s)
  let l = next(f(7.0376836292e-2), s, -1.151461031e-1)
  l = next(l, s, 1.167699874e-1)
  l = next(l, s, -1.2420140846e-1)
  l = next(l, s, 1.4249322787e-1)
  l = next(l, s, -1.6668057665e-1)
  l = next(l, s, 2.0000714765e-1)
  l = next(l, s, -2.4999993993e-1)
  l = next(l, s, 3.3333331174e-1)
  const lesser = add(mul(mul(l, s), z), mul(exponent, f(-2.1219444e-4)))
  const y = add(add(s, sub(lesser, mul(f(0.5), z))), mul(exponent, f(0.693359375)))
  const zero = f(0)
  const infinity = f(Infinity)
  // NaN where x is negative or NaN.
  const inside = select(y, f(NaN), f32x4.gt(x, zero))
  return select(f32x4.neg(infinity), select(infinity, inside, f32x4.eq(x, infinity)), f32x4.eq(x, zero))
}

/** Near zero. */
export function tanh32(x: v128): v128 {
  const z = mul(x, x)
  let t = next(f(-5.70498872745e-3), z, 2.06390887954e-2)
  t = next(t, z, -5.37397155531e-2)
  t = next(t, z, 1.33314422036e-1)
  t = next(t, z, -3.33332819422e-1)
  return add(mul(mul(t, z), x), x)
}

@inline function quarter(x: v128, n: f32): v128 {
  const k = f32x4.floor(add(mul(x, f(<f32>0.6366197723675814)), f(0.5)))
  const r = sub(sub(sub(x, mul(k, f(1.5703125))), mul(k, f(4.837512969970703e-4))), mul(k, f(7.549789954891882e-8)))
  const z = mul(r, r)
  const turn = add(sub(k, mul(f(4), f32x4.floor(mul(k, f(0.25))))), f(n))
  const cosine = add(
    sub(mul(mul(next(next(f(2.443315711809948e-5), z, -1.388731625493765e-3), z, 4.166664568298827e-2), z), z), mul(f(0.5), z)),
    f(1),
  )
  const sine = add(mul(mul(next(next(f(-1.9515295891e-4), z, 8.3321608736e-3), z, -1.6666654611e-1), z), r), r)
  const odd = v128.or(f32x4.eq(turn, f(1)), f32x4.eq(turn, f(3)))
  const y = select(cosine, sine, odd)
  const turned = v128.or(f32x4.eq(turn, f(2)), f32x4.eq(turn, f(3)))
  return select(f32x4.neg(y), y, turned)
}

export function sinOf(x: v128): v128 { return quarter(x, 0) }
export function cosOf(x: v128): v128 { return quarter(x, 1) }

export function erf32(x: v128): v128 {
  const size = f32x4.abs(x)
  const square = mul(x, x)
  const tiny = f(0.1283791670955126)
  const ratio = select(tiny, div(nearAbove(square), nearBelow(square)), f32x4.lt(size, f(1e-4)))
  const near = add(x, mul(x, ratio))
  const beyond = sub(size, f(1))
  const middle = add(f(<f32>CENTRE), div(middleAbove(beyond), middleBelow(beyond)))
  const inverse = div(f(1), mul(size, size))
  const rest = select(
    div(tailAbove(inverse), tailBelow(inverse)),
    div(farAbove(inverse), farBelow(inverse)),
    f32x4.lt(size, f(2.857142857142857)),
  )
  const split = mul(size, f(4097))
  const short = sub(split, sub(split, size))
  const first = exp(sub(mul(f32x4.neg(short), short), f(0.5625)))
  const second = exp(add(mul(sub(short, size), add(short, size)), rest))
  const outer = sub(f(1), div(mul(first, second), size))
  let y = select(middle, outer, f32x4.lt(size, f(1.25)))
  y = select(f(1), y, f32x4.ge(size, f(4)))
  y = select(f32x4.neg(y), y, f32x4.lt(x, f(0)))
  return select(near, y, f32x4.lt(size, f(0.84375)))
}

export function inverseNormal32(q: v128, root: v128, left: v128): v128 {
  let r = sub(f(0.180625), mul(q, q))
  let above = next(next(next(f(59.10937472), r, 159.29113202), r, 50.434271938), r, 3.3871327179)
  let below = next(next(next(f(67.1875636), r, 78.757757664), r, 17.895169469), r, 1)
  const middle = div(mul(q, above), below)
  r = sub(root, f(1.6))
  above = next(next(next(f(0.17023821103), r, 1.3067284816), r, 2.75681539), r, 1.4234372777)
  below = next(next(f(0.12021132975), r, 0.7370016425), r, 1)
  const near = div(above, below)
  r = sub(root, f(5))
  above = next(next(next(f(0.017337203997), r, 0.42868294337), r, 3.081226386), r, 6.657905115)
  below = next(next(f(0.012258202635), r, 0.24197894225), r, 1)
  const far = div(above, below)
  const size = select(near, far, f32x4.le(root, f(5)))
  const outer = select(f32x4.neg(size), size, left)
  return select(middle, outer, f32x4.le(f32x4.abs(q), f(0.425)))
}
