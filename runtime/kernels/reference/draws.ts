import { threefry } from '../../random.ts'
import type { Matrix } from '../../tensor.ts'
import type { Arithmetic } from './arithmetic.ts'

/**
 * Random draws. The element of row r and column c is drawn under the key (seed, stream) at the counter
 * (step, c · rows + r), where columns are counted from that of the whole batch: it depends neither on the number of
 * columns nor on the order of visits.
 */
export function draws({ round, uniform: uniformOf, between, inverseNormal }: Arithmetic) {
  const words = new Uint32Array(2)

  const uniform = (
    y: Matrix,
    scale: number,
    shift: number,
    seed: number,
    step: number,
    stream: number,
    first = 0,
  ): void => {
    const factor = round(scale)
    const origin = round(shift)
    for (let r = 0; r < y.rows; r++) {
      for (let c = 0; c < y.columns; c++) {
        threefry(seed, stream, step, (first + c) * y.rows + r, words)
        y.data[r * y.stride + c] = round(round(factor * uniformOf(words[0]!, words[1]!)) + origin)
      }
    }
  }

  const normal = (
    y: Matrix,
    scale: number,
    shift: number,
    seed: number,
    step: number,
    stream: number,
    first = 0,
  ): void => {
    const factor = round(scale)
    const origin = round(shift)
    for (let r = 0; r < y.rows; r++) {
      for (let c = 0; c < y.columns; c++) {
        threefry(seed, stream, step, (first + c) * y.rows + r, words)
        const z = inverseNormal(between(words[0]!, words[1]!))
        y.data[r * y.stride + c] = round(round(factor * z) + origin)
      }
    }
  }

  return { uniform, normal }
}
