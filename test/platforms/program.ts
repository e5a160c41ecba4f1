import { create, X, Y } from '../../generated/digits.ts'
import { fit } from '../../runtime/index.ts'
// @ts-expect-error: the bundler makes it text
import table from '../../specs/data/digits.csv'

/*
 * What the tests of this folder run, on one engine after the other.
 */

/** The parameters of `digits` after so many steps, as hexadecimal digits of the saved file. */
export async function trained(iterations: number, wasm?: object): Promise<string> {
  const rows = (table as string)
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number))
  const net = await create({ batch: 32, seed: 1, ...(wasm && { wasm }) })
  const data = { X: X(rows.map((row) => row.slice(0, 64))), Y: Y(rows.map((row) => row[64]!)) }
  await fit(net, data, { iterations })
  const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  const one = net.predictOne(rows[0]!.slice(0, 64))
  return hex(net.save({ optimizer: true })) + hex(new Uint8Array(one.buffer))
}

/** Whether code may be made of text here. */
export function mayEvaluate(): boolean {
  try {
    return new Function('return true')()
  } catch {
    return false
  }
}
