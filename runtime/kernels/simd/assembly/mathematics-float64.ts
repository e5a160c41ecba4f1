import { CENTRE, farAbove, farBelow, middleAbove, middleBelow, nearAbove, nearBelow, tailAbove, tailBelow } from './erf-coefficients'
import { exp } from './mathematics'

@inline function f(x: f64): v128 { return f64x2.splat(x) }
@inline function add(a: v128, b: v128): v128 { return f64x2.add(a, b) }
@inline function sub(a: v128, b: v128): v128 { return f64x2.sub(a, b) }
@inline function mul(a: v128, b: v128): v128 { return f64x2.mul(a, b) }
@inline function div(a: v128, b: v128): v128 { return f64x2.div(a, b) }
@inline function select(yes: v128, no: v128, mask: v128): v128 { return v128.bitselect(yes, no, mask) }
/** a·x + b */
@inline function next(a: v128, x: v128, b: f64): v128 { return add(mul(a, x), f(b)) }
/** a + x·b */
@inline function plus(a: f64, x: v128, b: v128): v128 { return add(f(a), mul(x, b)) }

/** 2ᵏ of whole k from −1022 to 1023. */
@inline function powerOfTwo(k: v128): v128 {
  return i64x2.shl(i64x2.add(k, i64x2.splat(1023)), 52)
}

@inline function wholeOf(k: v128): v128 {
  return i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(k))
}

@inline function nearest(x: v128): v128 {
  return f64x2.floor(add(mul(x, f(1.4426950408889634)), f(0.5)))
}

@inline function even(t: v128): v128 {
  return mul(
    t,
    plus(
      0.16666666666666602,
      t,
      plus(
        -0.0027777777777015593,
        t,
        plus(6.613756321437934e-5, t, plus(-1.6533902205465252e-6, t, f(4.1381367970572385e-8))),
      ),
    ),
  )
}

export function exp64(x: v128): v128 {
  const k = nearest(x)
  const high = sub(x, mul(k, f(0.6931471803691238)))
  const low = mul(k, f(1.9082149292705877e-10))
  const r = sub(high, low)
  const c = sub(r, even(mul(r, r)))
  const sum = add(f(1), high)
  const lost = sub(high, sub(sum, f(1)))
  const y = add(sum, add(lost, sub(div(mul(r, c), sub(f(2), c)), low)))
  const whole = wholeOf(k)
  const half = i64x2.shr_s(whole, 1)
  const scaled = mul(mul(y, powerOfTwo(half)), powerOfTwo(i64x2.sub(whole, half)))
  const large = select(f(Infinity), scaled, f64x2.gt(x, f(709.782712893384)))
  return v128.andnot(large, f64x2.lt(x, f(-745.1332191019412)))
}

export function expm164(x: v128, exponential: v128): v128 {
  const k = nearest(x)
  const high = sub(x, mul(k, f(0.6931471803691238)))
  const low = mul(k, f(1.9082149292705877e-10))
  const r = sub(high, low)
  const c = sub(r, even(mul(r, r)))
  const p = add(high, sub(div(mul(r, c), sub(f(2), c)), low))
  const whole = wholeOf(k)
  const scale = powerOfTwo(whole)
  const below = add(mul(scale, p), sub(scale, f(1)))
  const above = mul(scale, add(p, sub(f(1), powerOfTwo(i64x2.neg(whole)))))
  const zero = f(0)
  let y = select(p, select(below, above, f64x2.lt(k, zero)), f64x2.eq(k, zero))
  y = select(exponential, y, f64x2.gt(x, f(40)))
  y = select(f(-1), y, f64x2.lt(x, f(-40)))
  return select(y, x, f64x2.gt(f64x2.abs(x), f(1e-17)))
}

export function log64(x: v128): v128 {
  // A subnormal number is scaled first.
  const small = f64x2.lt(x, f(2.2250738585072014e-308))
  const normal = select(mul(x, f(18014398509481984)), x, small)
  const bits = i64x2.sub(i64x2.shr_u(normal, 52), select(i64x2.splat(1077), i64x2.splat(1023), small))
  let m = v128.or(v128.and(normal, i64x2.splat(0xfffffffffffff)), f(1))
  const high = f64x2.gt(m, f(1.4142135623730951))
  m = select(mul(m, f(0.5)), m, high)
  // The mask is −1.
  const whole = i64x2.sub(bits, high)
  const k = f64x2.convert_low_i32x4_s(v128.shuffle<u32>(whole, whole, 0, 2, 0, 2))
  const s0 = sub(m, f(1))
  const s = div(s0, add(f(2), s0))
  const z = mul(s, s)
  const w = mul(z, z)
  const odd = mul(
    z,
    plus(0.6666666666666735, w, plus(0.2857142874366239, w, plus(0.1818357216161805, w, f(0.14798198605116586)))),
  )
  const evens = mul(w, plus(0.3999999999940942, w, plus(0.22222198432149784, w, f(0.15313837699209373))))
  const half = mul(mul(f(0.5), s0), s0)
  const inner = add(mul(s, add(half, add(odd, evens))), mul(k, f(1.9082149292705877e-10)))
  const y = sub(mul(k, f(0.6931471803691238)), sub(sub(half, inner), s0))
  const zero = f(0)
  const infinity = f(Infinity)
  const inside = select(y, f(NaN), f64x2.gt(x, zero))
  return select(f64x2.neg(infinity), select(infinity, inside, f64x2.eq(x, infinity)), f64x2.eq(x, zero))
}

/** Near zero. */
export function tanh64(x: v128): v128 {
  const z = mul(x, x)
  const above = sub(mul(sub(mul(f(-0.9643991794250523), z), f(99.28772310019185)), z), f(1614.6876844170845))
  const below = next(next(add(z, f(112.81167849163293)), z, 2235.4883906010045), z, 4844.063053251255)
  return add(x, mul(mul(x, z), div(above, below)))
}

function quarter(x: v128, n: f64): v128 {
  const turns = f64x2.floor(add(mul(x, f(0.6366197723675814)), f(0.5)))
  const r = sub(
    sub(sub(x, mul(turns, f(1.5707963267341256))), mul(turns, f(6.077100506303966e-11))),
    mul(turns, f(2.0222662487959506e-21)),
  )
  const k = add(turns, f(n))
  const which = sub(k, mul(f(4), f64x2.floor(mul(k, f(0.25)))))
  const odd = v128.or(f64x2.eq(which, f(1)), f64x2.eq(which, f(3)))
  const y = select(cosine(r), sine(r), odd)
  return select(f64x2.neg(y), y, f64x2.ge(which, f(2)))
}

export function sin64(x: v128): v128 { return quarter(x, 0) }
export function cos64(x: v128): v128 { return quarter(x, 1) }

@inline function sine(r: v128): v128 {
  const z = mul(r, r)
  const tail = plus(
    0.00833333333332249,
    z,
    plus(-0.0001984126982985795, z, plus(2.7557313707070068e-6, z, plus(-2.5050760253406863e-8, z, f(1.58969099521155e-10)))),
  )
  return add(r, mul(mul(r, z), plus(-0.16666666666666632, z, tail)))
}

@inline function cosine(r: v128): v128 {
  const z = mul(r, r)
  const tail = plus(
    0.0416666666666666,
    z,
    plus(
      -0.001388888888887411,
      z,
      plus(
        2.480158728947673e-5,
        z,
        plus(-2.7557314351390663e-7, z, plus(2.087572321298175e-9, z, f(-1.1359647557788195e-11))),
      ),
    ),
  )
  const half = mul(f(0.5), z)
  const w = sub(f(1), half)
  return add(w, add(sub(sub(f(1), w), half), mul(mul(z, z), tail)))
}

export function erf64(x: v128): v128 {
  const size = f64x2.abs(x)
  const square = mul(x, x)
  const ratio = select(f(0.1283791670955126), div(nearAbove(square), nearBelow(square)), f64x2.lt(size, f(1e-9)))
  const near = add(x, mul(x, ratio))
  const beyond = sub(size, f(1))
  const middle = add(f(CENTRE), div(middleAbove(beyond), middleBelow(beyond)))
  const inverse = div(f(1), mul(size, size))
  const rest = select(
    div(tailAbove(inverse), tailBelow(inverse)),
    div(farAbove(inverse), farBelow(inverse)),
    f64x2.lt(size, f(2.857142857142857)),
  )
  const short = f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(size))
  const first = exp(sub(mul(f64x2.neg(short), short), f(0.5625)))
  const second = exp(add(mul(sub(short, size), add(short, size)), rest))
  const outer = sub(f(1), div(mul(first, second), size))
  let y = select(middle, outer, f64x2.lt(size, f(1.25)))
  y = select(f(1), y, f64x2.ge(size, f(6)))
  y = select(f64x2.neg(y), y, f64x2.lt(x, f(0)))
  return select(near, y, f64x2.lt(size, f(0.84375)))
}

export function inverseNormal64(q: v128, root: v128, left: v128): v128 {
  let r = sub(f(0.180625), mul(q, q))
  let above = next(f(2509.0809287301227), r, 33430.57558358813)
  above = next(above, r, 67265.7709270087)
  above = next(above, r, 45921.95393154987)
  above = next(above, r, 13731.69376550946)
  above = next(above, r, 1971.5909503065513)
  above = next(above, r, 133.14166789178438)
  above = next(above, r, 3.3871328727963665)
  let below = next(f(5226.495278852854), r, 28729.085735721943)
  below = next(below, r, 39307.89580009271)
  below = next(below, r, 21213.794301586597)
  below = next(below, r, 5394.196021424751)
  below = next(below, r, 687.1870074920579)
  below = next(below, r, 42.31333070160091)
  below = next(below, r, 1)
  const middle = div(mul(q, above), below)
  r = sub(root, f(1.6))
  above = next(f(0.00077454501427834139), r, 0.022723844989269184)
  above = next(above, r, 0.2417807251774506)
  above = next(above, r, 1.2704582524523684)
  above = next(above, r, 3.6478483247632045)
  above = next(above, r, 5.769497221460691)
  above = next(above, r, 4.630337846156546)
  above = next(above, r, 1.4234371107496835)
  below = next(f(1.0507500716444169e-9), r, 0.0005475938084995345)
  below = next(below, r, 0.015198666563616457)
  below = next(below, r, 0.14810397642748008)
  below = next(below, r, 0.6897673349851)
  below = next(below, r, 1.6763848301838038)
  below = next(below, r, 2.053191626637759)
  below = next(below, r, 1)
  const near = div(above, below)
  r = sub(root, f(5))
  above = next(f(2.0103343992922881e-7), r, 2.7115555687434876e-5)
  above = next(above, r, 0.0012426609473880784)
  above = next(above, r, 0.026532189526576124)
  above = next(above, r, 0.29656057182850487)
  above = next(above, r, 1.7848265399172913)
  above = next(above, r, 5.463784911164114)
  above = next(above, r, 6.657904643501103)
  below = next(f(2.0442631033899397e-15), r, 1.4215117583164459e-7)
  below = next(below, r, 1.8463183175100548e-5)
  below = next(below, r, 0.0007868691311456133)
  below = next(below, r, 0.014875361290850615)
  below = next(below, r, 0.1369298809227358)
  below = next(below, r, 0.599832206555888)
  below = next(below, r, 1)
  const far = div(above, below)
  const size = select(near, far, f64x2.le(root, f(5)))
  const outer = select(f64x2.neg(size), size, left)
  return select(middle, outer, f64x2.le(f64x2.abs(q), f(0.425)))
}
