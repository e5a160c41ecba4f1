import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { float32, Matrix } from 'loopless/runtime'
import { float64 } from 'loopless/runtime/float64'
import { float32Relaxed } from 'loopless/runtime/relaxed'
import { describe, expect, it, vi } from 'vitest'
import * as iris from '../../generated/iris.ts'
import type { Engine } from '../../runtime/engine.ts'
import { reference32 } from '../../runtime/kernels/reference/engine.ts'
import { module as core } from '../../runtime/kernels/simd/embedded/float32-core.ts'
import { module as more } from '../../runtime/kernels/simd/embedded/float32-more.ts'
import { marks } from '../../runtime/kernels/simd/embedded/marks.ts'
import { simdEngine } from '../../runtime/kernels/simd/engine.ts'
import { moreKernels } from '../../runtime/kernels/simd/more.ts'
import * as assembly from '../../runtime/kernels/simd/operations.ts'
import { decode, encode } from '../../runtime/kernels/simd/text.ts'
import { checkedModule } from '../../runtime/kernels/simd/whole.ts'
import { allocate } from '../../runtime/memory.ts'
import { benchOf } from '../support/kernels.ts'

const EMBEDDED = 'runtime/kernels/simd/embedded'

describe('the compiled kernels', () => {
  it('are the same bytes whenever they are compiled', { timeout: 120_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'loopless-kernels-'))
    try {
      execFileSync(process.execPath, ['kernels.mjs', folder])
      expect(readdirSync(folder)).toEqual(readdirSync(EMBEDDED))
      for (const name of readdirSync(folder))
        expect(readFileSync(join(folder, name)).equals(readFileSync(join(EMBEDDED, name))), name).toBe(true)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('are embedded in two parts, which together are the file and its mark', async () => {
    const exportsOf = async (bytes: Uint8Array<ArrayBuffer>) =>
      WebAssembly.Module.exports(await WebAssembly.compile(bytes)).map(({ name }) => name)
    const [first, second] = [await exportsOf(decode(core)), await exportsOf(decode(more))]
    // Each is told where the kernels' own memory is.
    expect(first.filter((name) => second.includes(name))).toEqual(['start'])
    const file = await exportsOf(Uint8Array.from(readFileSync(`${EMBEDDED}/float32.wasm`)))
    expect(new Set(file)).toEqual(new Set([...first, ...second, marks.float32]))
  })

  it('are embedded as text that gives the bytes', () => {
    const bytes = Uint8Array.from({ length: 2000 }, (_, i) => (i * i) % 256)
    expect(decode(encode(bytes))).toEqual(bytes)
    expect(decode(encode(Uint8Array.from({ length: 256 }, (_, i) => i)))).toEqual(
      Uint8Array.from({ length: 256 }, (_, i) => i),
    )
  })

  it('bring no data of their own, which would lie where matrices lie', async () => {
    for (const bytes of [readFileSync(`${EMBEDDED}/float32.wasm`), decode(core), decode(more)]) {
      const compiled = await WebAssembly.compile(Uint8Array.from(bytes))
      expect(WebAssembly.Module.imports(compiled)).toEqual([
        { module: 'env', name: 'memory', kind: 'memory' },
      ])
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 })
      await WebAssembly.instantiate(compiled, { env: { memory } })
      expect(new Uint8Array(memory.buffer).every((byte) => byte === 0)).toBe(true)
    }
  })

  it('number their operations as JavaScript does', () => {
    const source = readFileSync('runtime/kernels/simd/assembly/operations.ts', 'utf8')
    const numbers = [...source.matchAll(/export const (\w+): i32 = (\d+)/g)].map(([, name, number]) => [
      name,
      Number(number),
    ])
    expect(numbers.length).toBeGreaterThan(40)
    expect(Object.fromEntries(numbers)).toEqual({ ...assembly })
  })
})

const engineOf = (text: string) =>
  simdEngine(
    'simd',
    Float32Array,
    'float32',
    text,
    async () => ({ module: more, moreKernels, checkedModule }),
    async () => reference32(),
  )

function roomFor(engine: Engine) {
  const sides = { longest: 3, batch: 5 }
  return { memory: allocate(engine.scratch(sides)), sides }
}

async function kernelsOf(engine: Engine, wanted?: readonly string[]) {
  const { memory, sides } = roomFor(engine)
  return engine.open(memory, 0, sides, wanted)
}

describe('an engine', () => {
  it('compiles once', async () => {
    const compile = vi.spyOn(WebAssembly, 'compile')
    const load = engineOf(core)
    const [first, second] = [await load(), await load()]
    expect(first).toBe(second)
    expect(first.name).toBe('simd')
    expect(compile).toHaveBeenCalledTimes(1)
    await Promise.all([kernelsOf(first), kernelsOf(first), kernelsOf(second)])
    expect(compile).toHaveBeenCalledTimes(2)
    compile.mockRestore()
  })

  it('compiles what is beside the core for those who want it', async () => {
    const compile = vi.spyOn(WebAssembly, 'compile')
    const engine = await engineOf(core)()
    const few = await kernelsOf(engine, ['affineRelu', 'descend'])
    expect(compile).toHaveBeenCalledTimes(1)
    expect('erf' in few).toBe(false)
    expect('erf' in (await kernelsOf(engine, ['affineRelu', 'erf']))).toBe(true)
    expect(compile).toHaveBeenCalledTimes(2)
    const { memory, sides } = roomFor(engine)
    expect('erf' in engine.openNow(memory, 0, sides, ['erf'])).toBe(true)
    expect('erf' in engine.openNow(memory, 0, sides, ['affine'])).toBe(false)
    compile.mockRestore()
  })

  it('says once that it falls back', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const load = engineOf('   ')
    expect([(await load()).name, (await load()).name]).toEqual(['reference', 'reference'])
    expect(warn).toHaveBeenCalledTimes(1)
    expect(warn).toHaveBeenCalledWith(expect.stringContaining('no WebAssembly SIMD'))
    warn.mockRestore()
  })

  it('takes a compiled module where bytes may not be compiled', async () => {
    const wasm = await WebAssembly.compile(readFileSync(`${EMBEDDED}/float32.wasm`))
    const compile = vi.spyOn(WebAssembly, 'compile').mockRejectedValue(new Error('not here'))
    expect((await float32.load(wasm)).name).toBe('simd')
    compile.mockRestore()
  })
})

describe('a module that somebody else has compiled', () => {
  const FILES = ['float32', 'float32-relaxed', 'float64'] as const
  const loads = { float32, 'float32-relaxed': float32Relaxed, float64 }
  const bytesOf = (file: string) => Uint8Array.from(readFileSync(`${EMBEDDED}/${file}.wasm`))
  /** Node 20 compiles relaxed SIMD behind a flag only; a module of these exports says the same of itself. */
  const compiled = (file: (typeof FILES)[number]) =>
    WebAssembly.validate(bytesOf(file)) ? new WebAssembly.Module(bytesOf(file)) : exporting(marks[file])

  it.each(FILES.flatMap((file) => FILES.map((net) => [file, net] as const)))(
    'of %s kernels computes for nets of %s, if these are the same',
    async (file, net) => {
      const loaded = loads[net].load(compiled(file))
      if (file === net) expect((await loaded).module).toBeInstanceOf(WebAssembly.Module)
      else
        await expect(loaded).rejects.toThrow(
          new RangeError(
            `\`wasm\` holds ${file} kernels, and this net computes by \`loopless/runtime/${net}.wasm\``,
          ),
        )
    },
  )

  it.each(FILES)('has in %s.wasm an export that says what it is', (file) => {
    const marked = WebAssembly.validate(bytesOf(file))
      ? WebAssembly.Module.exports(new WebAssembly.Module(bytesOf(file))).map(({ name }) => name)
      : [readFileSync(`${EMBEDDED}/${file}.wasm`, 'latin1').match(/loopless-[\w-]+/)![0]]
    expect(marked).toContain(marks[file])
    expect(marks[file]).toMatch(new RegExp(`^loopless-${file}-[0-9a-f]{16}$`))
  })

  it('is refused when it holds kernels of another version, or none', async () => {
    await expect(float32.load(exporting('loopless-float32-0123456789abcdef'))).rejects.toThrow(
      new RangeError(
        '`wasm` holds float32 kernels of another version, and this net computes by `loopless/runtime/float32.wasm` of the version that runs',
      ),
    )
    for (const module of [exporting('product'), new WebAssembly.Module(decode(core)), exporting()])
      await expect(float32.load(module)).rejects.toThrow(
        new RangeError(
          '`wasm` holds no kernels, or those of an older version, and this net computes by `loopless/runtime/float32.wasm`',
        ),
      )
  })

  it.each([
    ['bytes', bytesOf('float32')],
    ['a buffer', bytesOf('float32').buffer],
    ['what bundlers make of an import', { default: compiled('float32') }],
    ['a promise of one', Promise.resolve(compiled('float32'))],
    ['an address', new URL('file:///float32.wasm')],
    ['null', null as unknown as object],
  ])('is no module when it is %s', async (_, wasm) => {
    await expect(float32.load(wasm)).rejects.toThrow(
      new TypeError(
        '`wasm` is no `WebAssembly.Module`: import one, or compile its bytes (`await WebAssembly.compile(bytes)`)',
      ),
    )
  })

  it('cannot be where there is no WebAssembly', async () => {
    const module = compiled('float32')
    vi.stubGlobal('WebAssembly', undefined)
    try {
      await expect(float32.load(module)).rejects.toThrow(
        new TypeError('`wasm` is a module of WebAssembly, and this platform has none: leave it out'),
      )
    } finally {
      vi.unstubAllGlobals()
    }
  })

  it('is checked by `create` and `predictor`', async () => {
    const [right, wrong] = [compiled('float32'), compiled('float64')]
    const net = await iris.create({ batch: 3, wasm: right })
    const message = /^`wasm` holds float64 kernels/
    await expect(iris.create({ batch: 3, wasm: wrong })).rejects.toThrow(message)
    await expect(iris.predictor(net.save(), { wasm: wrong })).rejects.toThrow(message)
    const x = [5.1, 3.5, 1.4, 0.2]
    expect((await iris.predictor(net.save(), { wasm: right })).predictOne(x)).toEqual(net.predictOne(x))
  })
})

/** A module with nothing but exports of these names. */
function exporting(...names: string[]): WebAssembly.Module {
  const text = (name: string) => [name.length, ...new TextEncoder().encode(name)]
  const section = (id: number, content: readonly number[]) => [id, content.length, ...content]
  return new WebAssembly.Module(
    Uint8Array.from([
      ...[0, 97, 115, 109, 1, 0, 0, 0],
      // One global: an i32 that is constantly 1.
      ...section(6, [1, 0x7f, 0, 0x41, 1, 0x0b]),
      ...section(7, [names.length, ...names.flatMap((name) => [...text(name), 3, 0])]),
    ]),
  )
}

describe('operands outside of the memory', () => {
  it('are copied where they are read, and refused where they are written', async () => {
    const { kernels, ...bench } = await benchOf(float32)
    const matrix = <R extends number, C extends number>(rows: R, columns: C) =>
      bench.matrix(rows, columns) as Matrix<R, C>
    const y = matrix(3, 5)
    const column = Matrix.of(3, 1, [1, 2, 3])
    kernels.add(y, column, 0.5)
    expect(y.toArray()).toEqual([1.5, 2.5, 3.5].map((x) => [x, x, x, x, x]))
    kernels.where(y, Matrix.of(3, 1, [1, 0, 1]), column, Matrix.of(1, 5, [9, 8, 7, 6, 5]))
    expect(y.toArray()).toEqual([
      [1, 1, 1, 1, 1],
      [9, 8, 7, 6, 5],
      [3, 3, 3, 3, 3],
    ])
    expect(() => kernels.copy(Matrix.zeros(3, 5), y)).toThrow(
      new TypeError('an output lies outside of the memory of its net'),
    )
    expect(() => kernels.copy(matrix(500, 1), Matrix.zeros(500, 1))).toThrow(
      new RangeError('an operand of 500 numbers lies outside of the memory of its net'),
    )
  })
})
