/*
 * Compiles networks of 250, 500 and 1,000 layers and prints what it took, as JSON. A process of its own, so that
 * nothing else is measured.
 *
 *     node --expose-gc
 */
import { render } from '../../compiler/index.ts'
import { deepNetwork } from './deep.ts'
import { compiled } from './generate.ts'
import { stopwatch } from './stopwatch.ts'

export interface Cost {
  readonly layers: number
  /** Milliseconds. */
  readonly compile: number
  readonly render: number
  /** Bytes that all forms of the network hold together. */
  readonly held: number
}

async function cost(layers: number): Promise<Cost> {
  const text = deepNetwork(layers)
  gc()
  const before = process.memoryUsage().heapUsed
  const compiling = stopwatch()
  const forms = compiled('specs/models/deep.yaml', text)
  const compile = compiling()
  gc()
  const held = process.memoryUsage().heapUsed - before
  const rendering = stopwatch()
  const module = await render(forms.emit)
  if (!module.includes(`#forward${layers}(`)) throw new Error('that is not the whole module')
  return { layers, compile, render: rendering(), held }
}

function gc(): void {
  globalThis.gc?.()
}

// Twice, since the engine compiles the compiler meanwhile.
const costs: Cost[] = []
for (let round = 0; round < 2; round++) costs.push(await cost(250), await cost(500), await cost(1000))
// Once more where something disturbed us.
const isSlow = ({ layers, compile, render }: Cost): boolean => layers < 1000 || compile + render > 5000
for (let more = 0; more < 3 && costs.every(isSlow); more++) costs.push(await cost(1000))
console.log(JSON.stringify(costs))
