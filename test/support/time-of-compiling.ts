/*
 * Compiles networks of 250, 500 and 1,000 layers and prints what it took, as JSON. A process of its own, so that
 * nothing else is measured.
 *
 *     node --expose-gc
 */
import { render } from '../../compiler/index.ts'
import { type Cost, growth, LINEAR, LINEAR_MEMORY, LONGEST, least } from './costs.ts'
import { deepNetwork } from './deep.ts'
import { compiled } from './generate.ts'
import { stopwatch } from './stopwatch.ts'

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

/** Nothing has disturbed us so much that the laws would seem broken. */
function isSettled(costs: readonly Cost[]): boolean {
  const isLinear = (of: (cost: Cost) => number, most: number) =>
    [250, 500].every((layers) => growth(costs, layers, of) < most)
  return (
    isLinear(({ compile }) => compile, LINEAR) &&
    isLinear(({ render }) => render, LINEAR) &&
    isLinear(({ held }) => held, LINEAR_MEMORY) &&
    least(costs, 1000, ({ compile, render }) => compile + render) < LONGEST
  )
}

// Once for nothing, since the engine compiles the compiler meanwhile; then once more where something disturbed us.
await cost(250)
const costs: Cost[] = []
for (let round = 0; round < 3 && (round === 0 || !isSettled(costs)); round++)
  costs.push(await cost(250), await cost(500), await cost(1000))
console.log(JSON.stringify(costs))
