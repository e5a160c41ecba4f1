import { create, X, Y } from '../../generated/digits.ts'
import type { fit, Workers } from '../../runtime/index.ts'
// @ts-expect-error: the bundler makes it text
import table from '../../specs/data/digits.csv'

/** The parameters of `digits` after so many steps that threads share, as hexadecimal digits of the saved file. */
export async function trained(train: typeof fit, iterations: number, workers: Workers): Promise<string> {
  const rows = (table as string)
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(',').map(Number))
  // A batch that makes parts of different sizes, and a last one of another.
  const net = await create({ batch: 31, seed: 1 })
  const data = { X: X(rows.map((row) => row.slice(0, 64))), Y: Y(rows.map((row) => row[64]!)) }
  await train(net, data, { iterations, workers })
  return Array.from(net.save({ optimizer: true }), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
