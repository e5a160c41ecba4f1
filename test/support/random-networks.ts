import type { Forms } from '../../compiler/compile.ts'
import { compiled, understood } from './compiled.ts'
import type { Sample } from './interpreted.ts'
import { type NetworkText, randomNetwork } from './networks.ts'
import { Random } from './random.ts'
import { randomWordNetwork, sampleOfWord } from './random-words.ts'

/** A random network that keeps some of its values, compiled. */
export interface RandomNetwork extends NetworkText {
  readonly seed: number
  readonly forms: Forms
  /** What its parameters and ports ask for. */
  readonly sample: Sample
}

/** Networks of random layers. */
export function randomNetworks(count: number): readonly RandomNetwork[] {
  return Array.from({ length: count }, (_, seed) => {
    const network = randomNetwork(seed, keptBy(seed))
    return { ...network, seed, forms: compiled(network.text, network.files), sample: () => undefined }
  })
}

/** Networks of one layer whose equation is random. */
export function randomWords(count: number): readonly RandomNetwork[] {
  return Array.from({ length: count }, (_, seed) => seed).flatMap((seed): readonly RandomNetwork[] => {
    const network = randomWordNetwork(seed)
    if (!network) return []
    return [{ ...network, seed, forms: compiled(network.text, network.files), sample: sampleOfWord }]
  })
}

/** Some of what the forward pass names. */
function keptBy(seed: number): readonly string[] {
  const random = new Random(seed)
  const { text, files } = randomNetwork(seed)
  const { expand } = understood(text, files).understood
  if (!expand || random.chance(0.5)) return []
  const names = expand.instructions.flatMap(({ result, phase }) => {
    const { name } = expand.values[result]!
    return phase === 'forward' && name && name !== 'J' && /^\w+$/.test(name) ? [name] : []
  })
  return random.shuffled([...new Set(names)]).slice(0, random.integer(0, 2))
}
