const LEAST = -1074
const GREATEST = 1023

/**
 * Every power of two that a double holds. A table: it is faster in JavaScript than writing the exponent's bits into
 * memory and reading them back as a number.
 */
const powers = /* @__PURE__ */ table()

/** 2^k for a whole k from -1074 to 1023. */
export function powerOfTwo(k: number): number {
  return powers[k - LEAST]!
}

const numberOfBits = /* @__PURE__ */ new Float64Array(1)
const bytesOfBits = /* @__PURE__ */ new DataView(numberOfBits.buffer)
const words = /* @__PURE__ */ new Int32Array(numberOfBits.buffer)
const HIGH = /* @__PURE__ */ highWord()

/** The k with 2^k ≤ |x| < 2^(k + 1), for a normal number x. */
export function exponentOf(x: number): number {
  numberOfBits[0] = x
  return ((words[HIGH]! >>> 20) & 0x7ff) - 1023
}

function table(): Float64Array {
  const powers = new Float64Array(GREATEST - LEAST + 1)
  let power = Number.MIN_VALUE
  for (let i = 0; i < powers.length; i++) {
    powers[i] = power
    power *= 2
  }
  return powers
}

/** Which of a double's two words bears the exponent: machines differ. */
function highWord(): 0 | 1 {
  bytesOfBits.setFloat64(0, 1, true)
  return words[1] === 0 ? 0 : 1
}
