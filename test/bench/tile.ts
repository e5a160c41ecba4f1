import binaryen from 'binaryen'

/*
 * What a tile of a product could reach at best: four rows by two vectors in eight accumulators, like the kernels' own, but
 * with no memory behind it, or none beyond the cache's first level.
 */

const ROWS = [0, 1, 2, 3]
const COLUMNS = [0, 1]
/** Terms of one call: those of a block of the kernels. */
export const TERMS = 256
/** Floating-point operations of one call: a multiplication and an addition for each number of each term. */
export const OPERATIONS = 2 * TERMS * ROWS.length * COLUMNS.length * 4

/** Where the tile is stored, and where its packed factors lie: four numbers a term, and eight. */
export const [RESULT, SPLAT, LANES] = [0, 1024, 8192]

export interface Tiles {
  readonly memory: { readonly buffer: ArrayBuffer }
  /** With the factors of the first term in registers, whose two vectors change places after each term. */
  readonly registers: () => void
  /** With packed factors, in the first level of the cache. */
  readonly cached: () => void
}

/** The tiles, compiled with multiply and add in one rounding or in two. */
export async function tiles(relaxed: boolean): Promise<Tiles> {
  const module = await WebAssembly.compile(binaryOf(textOf(relaxed)))
  return (await WebAssembly.instantiate(module)).exports as unknown as Tiles
}

function binaryOf(text: string): Uint8Array<ArrayBuffer> {
  const module = binaryen.parseText(text)
  module.setFeatures(binaryen.Features.SIMD128 | binaryen.Features.RelaxedSIMD)
  return Uint8Array.from(module.emitBinary())
}

/** Both start at zeros: nothing is compared with them but time. */
function textOf(relaxed: boolean): string {
  const madd = (sum: string, a: string, b: string) =>
    relaxed ? `(f32x4.relaxed_madd ${a} ${b} ${sum})` : `(f32x4.add ${sum} (f32x4.mul ${a} ${b}))`
  const sums = ROWS.flatMap((r) =>
    COLUMNS.map(
      (c) =>
        `(local.set $c${r}${c} ${madd(`(local.get $c${r}${c})`, `(local.get $a${r})`, `(local.get $b${c})`)})`,
    ),
  )
  const loop = (terms: string, body: readonly string[]) => `
    (local.set $k (i32.const ${terms}))
    (loop $term
      ${body.join('\n      ')}
      (br_if $term (local.tee $k (i32.sub (local.get $k) (i32.const 1)))))`
  const vectors = [
    ...ROWS.map((r) => `$a${r}`),
    ...COLUMNS.map((c) => `$b${c}`),
    '$b',
    ...ROWS.flatMap((r) => COLUMNS.map((c) => `$c${r}${c}`)),
  ]
  const locals = [
    '(local $k i32) (local $s i32) (local $p i32)',
    ...vectors.map((name) => `(local ${name} v128)`),
  ]
  const stores = ROWS.flatMap((r) =>
    COLUMNS.map((c) => `(v128.store offset=${32 * r + 16 * c} (i32.const ${RESULT}) (local.get $c${r}${c}))`),
  )
  const loads = [
    ...ROWS.map((r) => `(local.set $a${r} (v128.load32_splat offset=${4 * r} (local.get $s)))`),
    ...COLUMNS.map((c) => `(local.set $b${c} (v128.load offset=${16 * c} (local.get $p)))`),
  ]
  // Vectors change places: products of what stays the same would be taken once, before the loop.
  const turn = [
    '(local.set $b (local.get $b0))',
    '(local.set $b0 (local.get $b1))',
    '(local.set $b1 (local.get $b))',
  ]
  const steps = [
    '(local.set $s (i32.add (local.get $s) (i32.const 16)))',
    '(local.set $p (i32.add (local.get $p) (i32.const 32)))',
  ]
  const start = [`(local.set $s (i32.const ${SPLAT}))`, `(local.set $p (i32.const ${LANES}))`]
  return `(module
  (memory (export "memory") 1)
  (func (export "registers") ${locals.join(' ')}
    ${start.join(' ')} ${loads.join('\n    ')}${loop(`${TERMS}`, [...sums, ...turn])}
    ${stores.join('\n    ')})
  (func (export "cached") ${locals.join(' ')}
    ${start.join(' ')}${loop(`${TERMS}`, [...loads, ...sums, ...steps])}
    ${stores.join('\n    ')}))`
}
