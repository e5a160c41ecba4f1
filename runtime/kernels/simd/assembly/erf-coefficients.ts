import { add, mul, splat } from './lanes'

/* The polynomials of runtime/mathematics/erf-coefficients.ts, from the highest power down. */

export const CENTRE: f64 = 0.8450629115104675

@inline function top(c: f64): v128 { return splat(<real>c) }
@inline function then(sum: v128, x: v128, c: f64): v128 { return add(mul(sum, x), splat(<real>c)) }

export function nearAbove(x: v128): v128 {
  let sum = top(-2.3763016656650163e-5)
  sum = then(sum, x, -0.005770270296489442)
  sum = then(sum, x, -0.02848174957559851)
  sum = then(sum, x, -0.3250421072470015)
  return then(sum, x, 0.12837916709551256)
}

export function nearBelow(x: v128): v128 {
  let sum = top(-3.960228278775368e-6)
  sum = then(sum, x, 0.00013249473800432164)
  sum = then(sum, x, 0.005081306281875766)
  sum = then(sum, x, 0.0650222499887673)
  sum = then(sum, x, 0.39791722395915535)
  return then(sum, x, 1)
}

export function middleAbove(x: v128): v128 {
  let sum = top(-0.002166375594868791)
  sum = then(sum, x, 0.035478304325618236)
  sum = then(sum, x, -0.11089469428239668)
  sum = then(sum, x, 0.31834661990116175)
  sum = then(sum, x, -0.3722078760357013)
  sum = then(sum, x, 0.41485611868374833)
  return then(sum, x, -0.0023621185607526594)
}

export function middleBelow(x: v128): v128 {
  let sum = top(0.011984499846799107)
  sum = then(sum, x, 0.01363708391202905)
  sum = then(sum, x, 0.12617121980876164)
  sum = then(sum, x, 0.07182865441419627)
  sum = then(sum, x, 0.540397917702171)
  sum = then(sum, x, 0.10642088040084423)
  return then(sum, x, 1)
}

export function tailAbove(x: v128): v128 {
  let sum = top(-9.814329344169145)
  sum = then(sum, x, -81.2874355063066)
  sum = then(sum, x, -184.60509290671104)
  sum = then(sum, x, -162.39666946257347)
  sum = then(sum, x, -62.375332450326006)
  sum = then(sum, x, -10.558626225323291)
  sum = then(sum, x, -0.6938585727071818)
  return then(sum, x, -0.009864944034847148)
}

export function tailBelow(x: v128): v128 {
  let sum = top(-0.0604244152148581)
  sum = then(sum, x, 6.570249770319282)
  sum = then(sum, x, 108.63500554177944)
  sum = then(sum, x, 429.00814002756783)
  sum = then(sum, x, 645.3872717332679)
  sum = then(sum, x, 434.56587747522923)
  sum = then(sum, x, 137.65775414351904)
  sum = then(sum, x, 19.651271667439257)
  return then(sum, x, 1)
}

export function farAbove(x: v128): v128 {
  let sum = top(-483.51918920865137)
  sum = then(sum, x, -1025.0951316110772)
  sum = then(sum, x, -637.5664433683896)
  sum = then(sum, x, -160.63638485582192)
  sum = then(sum, x, -17.757954917754752)
  sum = then(sum, x, -0.799283237680523)
  return then(sum, x, -0.0098649429247001)
}

export function farBelow(x: v128): v128 {
  let sum = top(-22.44095244658582)
  sum = then(sum, x, 474.52854120695537)
  sum = then(sum, x, 2553.0504064331644)
  sum = then(sum, x, 3199.8582195085955)
  sum = then(sum, x, 1536.729586084437)
  sum = then(sum, x, 325.7925129965739)
  sum = then(sum, x, 30.33806074348246)
  return then(sum, x, 1)
}
