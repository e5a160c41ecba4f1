import { SafetensorsError } from 'loopless/runtime'
import { describe, expect, it } from 'vitest'
import { bytesOf, readNumbers, readSafetensors, writeSafetensors } from '../../runtime/safetensors.ts'

/** A file of this header and these bytes of data. */
function file(header: string, data: Uint8Array | number[] = []): Uint8Array {
  const json = new TextEncoder().encode(header)
  const bytes = new Uint8Array(8 + json.length + data.length)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true)
  bytes.set(json, 8)
  bytes.set(data, 8 + json.length)
  return bytes
}

const tensor = (dtype: string, shape: number[], begin: number, end: number) => ({
  dtype,
  shape,
  data_offsets: [begin, end],
})

describe.each([Float32Array, Float64Array])('numbers of a %o', (Numbers) => {
  const numbers = Numbers.of(1, -0.1, 3e-40, Infinity)
  const dtype = Numbers === Float32Array ? 'F32' : 'F64'
  const set = dtype === 'F32' ? 'setFloat32' : 'setFloat64'

  /** What a machine does whose numbers lie in this order of bytes. */
  const inOrder = (little: boolean) => {
    const view = new DataView(new ArrayBuffer(numbers.byteLength))
    for (const [i, x] of numbers.entries()) view[set](i * numbers.BYTES_PER_ELEMENT, x, little)
    return new Uint8Array(view.buffer)
  }

  it.each([false, true])(
    'are bytes from the last on, on machines that have them the other way round: %s',
    (turned) => {
      const here = new Numbers(inOrder(!turned).buffer)
      expect(bytesOf(here, turned)).toEqual(inOrder(true))
      for (const before of [1, 8]) {
        const there = new Numbers(numbers.length)
        const file = Uint8Array.of(...new Uint8Array(before), ...inOrder(true))
        readNumbers({ dtype, shape: [4], data: new DataView(file.buffer, before) }, there, turned)
        expect(new Uint8Array(there.buffer)).toEqual(inOrder(!turned))
        // Whoever has the file still has it.
        expect(file.subarray(before)).toEqual(inOrder(true))
      }
    },
  )

  it('are rounded to what they are read into', () => {
    const data = new DataView(inOrder(true).buffer)
    const [single, double] = [new Float32Array(4), new Float64Array(4)]
    readNumbers({ dtype, shape: [4], data }, single)
    readNumbers({ dtype, shape: [4], data }, double)
    expect(single).toEqual(Float32Array.from(numbers))
    expect(double).toEqual(Float64Array.from(numbers))
  })
})

describe('a safetensors file', () => {
  const written = writeSafetensors(
    [
      { name: 'a', shape: [1, 3], data: Float64Array.of(1, 2, Math.PI) },
      { name: 'b', shape: [2], data: Float32Array.of(0.5, -0) },
    ],
    { note: 'for a test: ×' },
  )

  it('comes back as it went', () => {
    const { metadata, tensors } = readSafetensors(written)
    expect([...metadata]).toEqual([['note', 'for a test: ×']])
    const { a, b } = Object.fromEntries(tensors)
    expect(a).toMatchObject({ dtype: 'F64', shape: [1, 3] })
    expect(a?.data.getFloat64(16, true)).toBe(Math.PI)
    expect(b).toMatchObject({ dtype: 'F32', shape: [2] })
    expect(b?.data.getFloat32(4, true)).toBe(-0)
  })

  it('can be read inside a larger buffer', () => {
    const larger = new Uint8Array(written.length + 7)
    larger.set(written, 3)
    expect(readSafetensors(larger.subarray(3, 3 + written.length)).tensors.size).toBe(2)
    expect(readSafetensors(written.buffer).tensors.size).toBe(2)
  })

  it('has a header of whole words, padded with spaces', () => {
    const length = Number(new DataView(written.buffer).getBigUint64(0, true))
    expect(length % 8).toBe(0)
    expect(new TextDecoder().decode(written.subarray(8, 8 + length))).toMatch(/^\{.*\} *$/)
  })

  it('may be empty', () => {
    expect(readSafetensors(writeSafetensors([], {})).tensors.size).toBe(0)
  })

  it('may hold types that nobody here reads', () => {
    const bytes = file(JSON.stringify({ a: tensor('BF16', [2], 0, 4) }), [0, 0, 0, 0])
    expect(readSafetensors(bytes).tensors.get('a')?.dtype).toBe('BF16')
  })
})

describe('what is no safetensors file', () => {
  it.each([
    ['it has 3 bytes, too few for a header', new Uint8Array(3)],
    ['its header claims 281474976710655 bytes', Uint8Array.of(255, 255, 255, 255, 255, 255, 0, 0)],
    ['its header claims 9 bytes, and the file has 9', Uint8Array.of(9, 0, 0, 0, 0, 0, 0, 0, 123)],
    ['its header is no JSON', file('{"a":')],
    ['`header` is no object', file('[]')],
    ['`a` is no object', file('{"a": 1}')],
    ['its metadata `x` is no text', file('{"__metadata__": {"x": 1}}')],
    ['`a` has no dtype', file('{"a": {"shape": [1], "data_offsets": [0, 4]}}')],
    ['`a` has no shape', file('{"a": {"dtype": "F32", "shape": [-1], "data_offsets": [0, 4]}}')],
    ['`a` has no data_offsets', file('{"a": {"dtype": "F32", "shape": [1], "data_offsets": [4, 0]}}')],
    ['`a` has no data_offsets', file('{"a": {"dtype": "F32", "shape": [1], "data_offsets": [0, 4, 8]}}')],
    [
      '`a` of shape [3] takes 12 bytes, not 8',
      file(JSON.stringify({ a: tensor('F32', [3], 0, 8) }), new Uint8Array(8)),
    ],
    [
      'it is truncated: `a` ends at byte 70, and the file has 67',
      file(JSON.stringify({ a: tensor('F32', [2], 0, 8) }), new Uint8Array(5)),
    ],
    [
      '`b` begins at byte 0 of the data, not 4',
      file(JSON.stringify({ a: tensor('F32', [1], 0, 4), b: tensor('F32', [1], 0, 4) }), new Uint8Array(4)),
    ],
    [
      'its tensors take 4 bytes, and the file has 9 for them',
      file(JSON.stringify({ a: tensor('F32', [1], 0, 4) }), new Uint8Array(9)),
    ],
  ])('%s', (message, bytes) => {
    expect(() => readSafetensors(bytes)).toThrow(new SafetensorsError(message))
  })
})
