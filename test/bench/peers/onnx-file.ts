import type { Activation, Task } from '../task.ts'

/*
 * A stack of dense layers as an ONNX model: Gemm, then the activation. The file is a protobuf message; numbers of fields are
 * those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
 */

const FLOAT = 1
const OPERATORS: Readonly<Record<Activation, string>> = {
  tanh: 'Tanh',
  relu: 'Relu',
  sigmoid: 'Sigmoid',
  softmax: 'Softmax',
}

/** Input `X` (m, features), output `A` (m, units of the last layer). */
export function onnxOf(task: Task): Uint8Array {
  const { sizes } = task.network
  const last = task.layers.length
  const nodes = task.layers.flatMap(({ number, activation }) => {
    const [from, Z] = [number === 1 ? 'X' : `A${number - 1}`, `Z${number}`]
    const to = number === last ? 'A' : `A${number}`
    return [
      node('Gemm', [from, `W${number}`, `b${number}`], Z, wholeNumber('transB', 1)),
      node(OPERATORS[activation], [Z], to),
    ]
  })
  const initializers = task.layers.flatMap(({ number, inputs, units }) => [
    tensor(`W${number}`, [units, inputs], task.matrix(`W${number}`)),
    tensor(`b${number}`, [units], task.matrix(`b${number}`)),
  ])
  const graph = message([
    ...nodes.map((each) => field(1, each)),
    field(2, 'network'),
    ...initializers.map((each) => field(5, each)),
    field(11, port('X', [task.batch, sizes[0]!])),
    field(12, port('A', [task.batch, sizes.at(-1)!])),
  ])
  const operatorSet = message([field(1, ''), number(2, 13)])
  // The version of the format, the graph, the operators it uses.
  return message([number(1, 8), field(7, graph), field(8, operatorSet)])
}

function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attribute?: Uint8Array,
): Uint8Array {
  return message([
    ...inputs.map((input) => field(1, input)),
    field(2, output),
    field(4, operator),
    ...(attribute ? [field(5, attribute)] : []),
  ])
}

function wholeNumber(name: string, value: number): Uint8Array {
  const INT = 2
  return message([field(1, name), number(3, value), number(20, INT)])
}

function tensor(name: string, shape: readonly number[], values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  return message([...shape.map((size) => number(1, size)), number(2, FLOAT), field(8, name), field(9, bytes)])
}

function port(name: string, shape: readonly number[]): Uint8Array {
  const dimensions = message(shape.map((size) => field(1, message([number(1, size)]))))
  const type = message([number(1, FLOAT), field(2, dimensions)])
  return message([field(1, name), field(2, message([field(1, type)]))])
}

/** A field with its length: text, bytes, or a message. */
function field(key: number, content: string | Uint8Array): Uint8Array {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return message([varint(key * 8 + 2), varint(bytes.length), bytes])
}

function number(key: number, value: number): Uint8Array {
  return message([varint(key * 8), varint(value)])
}

/** Seven bits a byte, the lowest first; all but the last byte have the eighth. */
function varint(value: number): Uint8Array {
  const bytes: number[] = []
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) + 128)
  return Uint8Array.from([...bytes, value])
}

function message(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
