/*
 * Compiles networks of 250, 500 and 1,000 layers and prints what it took, as JSON. A process of its own, so that
 * nothing else is measured: processor time, which other processes do not lengthen as they do the clock's.
 *
 *     node --expose-gc
 */
import { render } from '../../compiler/index.ts'
import { deepNetwork } from './deep.ts'
import { compiled } from './generate.ts'

export interface Cost {
  readonly layers: number
  /** Milliseconds of processor time. */
  readonly compile: number
  readonly render: number
  /** Bytes that all forms of the network hold together. */
  readonly held: number
}

async function cost(layers: number): Promise<Cost> {
  const text = deepNetwork(layers)
  gc()
  const before = process.memoryUsage().heapUsed
  const start = process.cpuUsage()
  const forms = compiled('specs/models/deep.yaml', text)
  const compile = milliseconds(start)
  gc()
  const held = process.memoryUsage().heapUsed - before
  const middle = process.cpuUsage()
  const module = await render(forms.emit)
  if (!module.includes(`#forward${layers}(`)) throw new Error('that is not the whole module')
  return { layers, compile, render: milliseconds(middle), held }
}

function milliseconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1000
}

function gc(): void {
  globalThis.gc?.()
}

const cold = await cost(1000)
const rounds: Cost[][] = []
for (let round = 0; round < 3; round++) rounds.push([await cost(250), await cost(500), await cost(1000)])
console.log(JSON.stringify({ cold, rounds }))
