/**
 * The safetensors format: eight bytes with the length of a header, the header in JSON, the numbers.
 *
 * Source: https://github.com/huggingface/safetensors, section *Format*. Everything is little-endian.
 */

export interface Tensor {
  /** `F32`, `F64` or another of the format's types. */
  readonly dtype: string
  readonly shape: readonly number[]
  /** The numbers' bytes, row after row. */
  readonly data: DataView<ArrayBufferLike>
}

export interface TensorFile {
  readonly metadata: ReadonlyMap<string, string>
  readonly tensors: ReadonlyMap<string, Tensor>
}

const LENGTH_BYTES = 8
/** The format's own limit. */
const LONGEST_HEADER = 100_000_000

/**
 * Reads a file. The tensors are views of its bytes.
 *
 * @throws SafetensorsError when the file is truncated or malformed
 */
export function readSafetensors(bytes: Uint8Array | ArrayBuffer): TensorFile {
  const file = ArrayBuffer.isView(bytes) ? bytes : new Uint8Array(bytes)
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  if (file.length < LENGTH_BYTES) malformed(`it has ${file.length} bytes, too few for a header`)
  const headerLength = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32
  if (headerLength > LONGEST_HEADER) malformed(`its header claims ${headerLength} bytes`)
  const start = LENGTH_BYTES + headerLength
  if (start > file.length)
    malformed(`its header claims ${headerLength} bytes, and the file has ${file.length}`)
  const metadata = new Map<string, string>()
  const tensors = new Map<string, Tensor>()
  for (const [name, entry] of Object.entries(parseHeader(file.subarray(LENGTH_BYTES, start)))) {
    if (name === '__metadata__') {
      for (const [key, value] of Object.entries(record(entry, name))) {
        if (typeof value !== 'string') malformed(`its metadata \`${key}\` is no text`)
        metadata.set(key, value)
      }
      continue
    }
    const { dtype, shape, begin, end } = tensorEntry(name, entry)
    if (start + end > file.length)
      malformed(`it is truncated: \`${name}\` ends at byte ${start + end}, and the file has ${file.length}`)
    const data = new DataView(file.buffer, file.byteOffset + start + begin, end - begin)
    tensors.set(name, { dtype, shape, data })
  }
  checkSpans(tensors, file.byteOffset + start, file.length - start)
  return { metadata, tensors }
}

type Numbers = Float32Array | Float64Array

/** Whether this machine has the bytes of a number the other way round than the format. */
function isBigEndian(): boolean {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 0
}

/**
 * The numbers of a tensor of `F32` or `F64`, rounded to what they are put into, which is as long.
 *
 * @param turned for machines that have bytes the other way round
 */
export function readNumbers({ dtype, data }: Tensor, into: Numbers, turned = isBigEndian()): void {
  const width = dtype === 'F32' ? 4 : 8
  let bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  // Numbers begin at multiples of their length: what begins elsewhere is copied, and what will be turned round as well.
  if (turned || bytes.byteOffset % width > 0) bytes = bytes.slice()
  // Where all bytes are turned round, so is the order of the numbers.
  if (turned) bytes.reverse()
  const { buffer, byteOffset } = bytes
  const length = bytes.length / width
  const numbers =
    width === 4 ? new Float32Array(buffer, byteOffset, length) : new Float64Array(buffer, byteOffset, length)
  into.set(turned ? numbers.reverse() : numbers)
}

/** The bytes of numbers as the format has them: where they lie, or turned round. */
export function bytesOf(numbers: Numbers, turned = isBigEndian()): Uint8Array {
  const { buffer, byteOffset, byteLength } = turned ? numbers.slice().reverse() : numbers
  const bytes = new Uint8Array(buffer, byteOffset, byteLength)
  return turned ? bytes.reverse() : bytes
}

/** What a writer needs: numbers that lie row after row. */
export interface TensorSource {
  readonly name: string
  readonly shape: readonly number[]
  readonly data: Numbers
}

/**
 * Writes a file: the same tensors and metadata, in the same order, give the same bytes. The header is padded with
 * spaces so that numbers begin at a multiple of eight bytes.
 */
export function writeSafetensors(
  tensors: readonly TensorSource[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { __metadata__: metadata }
  let length = 0
  for (const { name, shape, data } of tensors) {
    const dtype = data instanceof Float32Array ? 'F32' : 'F64'
    header[name] = { dtype, shape, data_offsets: [length, length + data.byteLength] }
    length += data.byteLength
  }
  const json = new TextEncoder().encode(JSON.stringify(header))
  const headerLength = Math.ceil(json.length / 8) * 8
  const start = LENGTH_BYTES + headerLength
  const file = new Uint8Array(start + length)
  new DataView(file.buffer).setUint32(0, headerLength, true)
  file.fill(0x20, LENGTH_BYTES, start)
  file.set(json, LENGTH_BYTES)
  let at = start
  for (const { data } of tensors) {
    file.set(bytesOf(data), at)
    at += data.byteLength
  }
  return file
}

/** The bytes are no safetensors file. */
export class SafetensorsError extends Error {
  override readonly name = 'SafetensorsError'

  constructor(why: string, options?: ErrorOptions) {
    super(`not a safetensors file: ${why}`, options)
  }
}

function malformed(why: string, options?: ErrorOptions): never {
  throw new SafetensorsError(why, options)
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  try {
    return record(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), 'header')
  } catch (cause) {
    if (cause instanceof SafetensorsError) throw cause
    malformed('its header is no JSON', { cause })
  }
}

function tensorEntry(name: string, entry: unknown) {
  const { dtype, shape, data_offsets: offsets } = record(entry, name)
  if (typeof dtype !== 'string') malformed(`\`${name}\` has no dtype`)
  if (!wholeNumbers(shape)) malformed(`\`${name}\` has no shape`)
  const [begin, end] = wholeNumbers(offsets) && offsets.length === 2 ? offsets : []
  // What is missing is not at most anything.
  if (!(begin! <= end!)) malformed(`\`${name}\` has no data_offsets`)
  const length = end! - begin!
  const width = dtype === 'F64' ? 8 : dtype === 'F32' ? 4 : 0
  const needed = shape.reduce((product, size) => product * size, width)
  if (width && length !== needed)
    malformed(`\`${name}\` of shape [${shape.join(', ')}] takes ${needed} bytes, not ${length}`)
  return { dtype, shape, begin: begin!, end: end! }
}

/** The format wants every byte of data to belong to exactly one tensor. */
function checkSpans(tensors: TensorFile['tensors'], start: number, length: number): void {
  const spans = [...tensors].map(([name, { data }]) => ({
    name,
    begin: data.byteOffset - start,
    size: data.byteLength,
  }))
  let at = 0
  for (const { name, begin, size } of spans.sort((a, b) => a.begin - b.begin || a.size - b.size)) {
    if (begin !== at) malformed(`\`${name}\` begins at byte ${begin} of the data, not ${at}`)
    at += size
  }
  if (at !== length) malformed(`its tensors take ${at} bytes, and the file has ${length} for them`)
}

function record(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== 'object' || !value || Array.isArray(value)) malformed(`\`${name}\` is no object`)
  return value as Record<string, unknown>
}

function wholeNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0)
}
