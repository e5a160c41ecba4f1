import { log } from './float32.ts'

const f = Math.fround

/** Up to here from one half the first rational function holds. */
const MIDDLE = f(0.425)

const A3 = f(59.10937472)
const A2 = f(159.29113202)
const A1 = f(50.434271938)
const A0 = f(3.3871327179)
const B3 = f(67.1875636)
const B2 = f(78.757757664)
const B1 = f(17.895169469)

const C3 = f(0.17023821103)
const C2 = f(1.3067284816)
const C1 = f(2.75681539)
const C0 = f(1.4234372777)
const D2 = f(0.12021132975)
const D1 = f(0.7370016425)

const E3 = f(0.017337203997)
const E2 = f(0.42868294337)
const E1 = f(3.081226386)
const E0 = f(6.657905115)
const F2 = f(0.012258202635)
const F1 = f(0.24197894225)

/**
 * The z below which a standard normal variable falls with probability p, each operation rounded to float32;
 * relative error about 5e-7.
 *
 * Source: M. J. Wichura, Algorithm AS 241, *Applied Statistics* 37 (1988), function PPND7: one rational approximation
 * in the middle, and two in r = √(−log tail).
 */
export function inverseNormal(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? -Infinity : p === 1 ? Infinity : NaN
  const q = f(p - 0.5)
  if (q >= -MIDDLE && q <= MIDDLE) {
    const r = f(f(0.180625) - f(q * q))
    const above = f(f(f(f(f(f(A3 * r) + A2) * r) + A1) * r) + A0)
    const below = f(f(f(f(f(f(B3 * r) + B2) * r) + B1) * r) + 1)
    return f(f(q * above) / below)
  }
  const root = f(Math.sqrt(f(-log(q < 0 ? p : f(1 - p)))))
  const size = root <= 5 ? near(f(root - f(1.6))) : far(f(root - 5))
  return q < 0 ? f(-size) : size
}

function near(r: number): number {
  const above = f(f(f(f(f(f(C3 * r) + C2) * r) + C1) * r) + C0)
  const below = f(f(f(f(D2 * r) + D1) * r) + 1)
  return f(above / below)
}

function far(r: number): number {
  const above = f(f(f(f(f(f(E3 * r) + E2) * r) + E1) * r) + E0)
  const below = f(f(f(f(F2 * r) + F1) * r) + 1)
  return f(above / below)
}
