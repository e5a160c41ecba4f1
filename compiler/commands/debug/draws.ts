import { inverseNormal as inverseNormal32 } from '../../../runtime/mathematics/inverse-normal-float32.ts'
import { inverseNormal as inverseNormal64 } from '../../../runtime/mathematics/inverse-normal-float64.ts'
import { threefry } from '../../../runtime/random.ts'
import { uniform24, uniform53 } from '../../../runtime/uniform.ts'
import type { Program, Surroundings } from '../../index.ts'

type Draw = NonNullable<Surroundings['draw']>

/**
 * Random numbers as the runtime documents them: element (row, column) of a value with so many rows is drawn under the
 * key (seed, stream) at the counter (step, column · rows + row).
 */
export function drawsOf(
  program: Program,
  {
    seed,
    step,
    precision,
  }: { readonly seed: number; readonly step: number; readonly precision: 'float32' | 'float64' },
): Draw {
  const rows = new Map<number, number>()
  for (const { attributes, result, operation } of program.instructions)
    if (operation === 'uniform' || operation === 'normal')
      rows.set(attributes.stream!, Number(program.values[result]!.shape[0]!.key))
  const words = new Uint32Array(2)
  return (distribution, stream, row, column) => {
    threefry(seed, stream, step, column * rows.get(stream)! + row, words)
    const [high, low] = [words[0]!, words[1]!]
    if (distribution === 'uniform') return precision === 'float32' ? uniform24(high) : uniform53(high, low)
    // The middle of an interval of 2⁻²³, or of 2⁻⁵²: never 0 or 1.
    return precision === 'float32'
      ? inverseNormal32(((high >>> 9) + 0.5) * 2 ** -23)
      : inverseNormal64(((high >>> 6) * 2 ** 26 + (low >>> 6) + 0.5) * 2 ** -52)
  }
}
