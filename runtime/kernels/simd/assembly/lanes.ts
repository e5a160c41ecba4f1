/*
 * Vectors of either precision. The compiler is told which by `--use real=f32` or `--use real=f64`: what follows, and
 * every kernel made of it, is written once.
 */

/** Bytes of a number. */
export const SIZE: i32 = sizeof<real>()
/** Numbers in a vector. */
export const V: i32 = 16 / SIZE

@inline export function splat(x: real): v128 { return v128.splat<real>(x) }
@inline export function add(a: v128, b: v128): v128 { return v128.add<real>(a, b) }
@inline export function sub(a: v128, b: v128): v128 { return v128.sub<real>(a, b) }
@inline export function mul(a: v128, b: v128): v128 { return v128.mul<real>(a, b) }
@inline export function div(a: v128, b: v128): v128 { return v128.div<real>(a, b) }
@inline export function select(yes: v128, no: v128, mask: v128): v128 { return v128.bitselect(yes, no, mask) }

/** sum + a·b: in two roundings, or in one where the module is compiled for relaxed SIMD. Products only. */
@inline export function madd(sum: v128, a: v128, b: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<real>(a, b, sum)
  return add(sum, mul(a, b))
}

/** One number in all lanes. */
@inline export function loadSplat(at: usize): v128 {
  return SIZE == 4 ? v128.load32_splat(at) : v128.load64_splat(at)
}

/** The first `count` lanes, fewer than V. Reads need no such care: behind every matrix lies the kernels' own memory. */
export function storePart(at: usize, x: v128, count: i32): void {
  if (SIZE == 8) {
    v128.store64_lane(at, x, 0)
  } else if (count == 1) {
    v128.store32_lane(at, x, 0)
  } else {
    v128.store64_lane(at, x, 0)
    if (count == 3) v128.store32_lane(at, x, 2, 8)
  }
}

/** V lanes, or as many as there are. */
@inline export function storeUpTo(at: usize, x: v128, count: i32): void {
  if (count >= V) v128.store(at, x)
  else storePart(at, x, count)
}

/** As many lanes as there are numbers, each at its place. */
@inline export function scatter(x: v128, at: usize, step: usize, count: i32): void {
  if (SIZE == 4) {
    v128.store32_lane(at, x, 0)
    if (count > 1) v128.store32_lane(at + step, x, 1)
    if (count > 2) v128.store32_lane(at + 2 * step, x, 2)
    if (count > 3) v128.store32_lane(at + 3 * step, x, 3)
  } else {
    v128.store64_lane(at, x, 0)
    if (count > 1) v128.store64_lane(at + step, x, 1)
  }
}

/*
 * The kernels' own memory, behind all matrices of a net:
 *
 *     0    four vectors that hold stretched operands
 *     64   one tile of a product, of six rows up to 256: no product has numbers as operands
 *     192  numbers that JavaScript passes as operands, and then some: `CELLS` in ../scratch.ts
 *     256  rows of one block of a product, its terms beside each other
 *     …    panels of one block of the other factor
 */
let scratch: usize = 0
/** The most lanes that the panels hold. */
export let most: i32 = 0

/** Terms of a block of a product. */
export const BLOCK: i32 = 256
/** Numbers from term to term of packed rows: there are four rows, or six and room for two. */
export const ABREAST: i32 = ASC_FEATURE_RELAXED_SIMD ? 8 : 4

export function start(at: usize, lanes: i32): void {
  scratch = at
  most = lanes
}

@inline export function cell(n: i32): usize { return scratch + 16 * n }
@inline export function tileSpace(): usize { return scratch + 64 }
@inline export function rowsSpace(): usize { return scratch + 256 }
@inline export function panelsSpace(): usize { return scratch + 256 + ABREAST * BLOCK * SIZE }
