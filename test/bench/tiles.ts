import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { aligned } from '../../compiler/commands/table.ts'
import { built, missing, nodeOf } from './contestant.ts'
import { type Participant, participants } from './participants.ts'
import { prepare } from './prepare.ts'
import { short } from './table.ts'
import { readTask } from './task.ts'
import type { Workload } from './workloads.ts'

/** The sizes of a dense layer's products. */
export interface LayerSizes {
  readonly units: number
  readonly inputs: number
  readonly batch: number
}

export interface TilesRequest {
  readonly layers: readonly LayerSizes[]
  readonly seconds: number
}

/** A median, and its share of the register-only tile's in the same rounds. */
export interface Share {
  readonly gigaflops: number
  readonly share: number
}

export interface LayerShares extends LayerSizes {
  /** W·X */
  readonly forward: Share
  /** dZ·Xᵀ */
  readonly weightGradient: Share
  /** Wᵀ·dZ */
  readonly inputGradient: Share
}

/** What one engine reaches. */
export interface Shares {
  readonly engine: string
  readonly node: string
  /** How many undisturbed rounds the medians are of. */
  readonly rounds: number
  readonly registers: Share
  /** The tile with packed factors in the first level of the cache. */
  readonly cached: Share
  readonly layers: readonly LayerShares[]
}

/** How much of a tile that knows no memory the products of these workloads reach: strict here, relaxed on the newest Node. */
export async function tileShares(
  workloads: readonly Workload[],
  folder: string,
  seconds: number,
): Promise<readonly (Shares | string)[]> {
  const layers: LayerSizes[] = []
  for (const workload of workloads) {
    const task = readTask(await prepare(workload, folder))
    for (const { units, inputs } of task.layers) {
      const known = layers.some(
        (layer) => layer.units === units && layer.inputs === inputs && layer.batch === task.batch,
      )
      if (!known) layers.push({ units, inputs, batch: task.batch })
    }
  }
  const shares: (Shares | string)[] = []
  for (const [way, name] of [
    ['strict', 'loopless'],
    ['relaxed', 'loopless-relaxed'],
  ] as const) {
    const participant = participants.find((each) => each.name === name)!
    const absent = missing(participant)
    shares.push(
      absent ? `${participant.label}: ${absent}` : await sharesOn(participant, way, { layers, seconds }),
    )
  }
  return shares
}

async function sharesOn(
  participant: Participant,
  way: 'strict' | 'relaxed',
  request: TilesRequest,
): Promise<Shares> {
  const child = spawn(nodeOf(participant), [join(built, 'tiles-child.js'), way], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdin.end(JSON.stringify(request))
  const [answer, [code]] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (code !== 0) throw new Error(`${participant.label} ended with ${code}`)
  return JSON.parse(answer)
}

/** GFLOP/s, and the share of the register-only tile. */
export function tileTable(shares: Shares | string): string {
  if (typeof shares === 'string') return shares
  const { engine, node, rounds, registers, cached, layers } = shares
  const cells = ({ gigaflops, share }: Share) => [short(gigaflops), `${Math.round(100 * share)} %`]
  return [
    `${engine}, Node ${node}, medians of ${rounds} rounds`,
    ...aligned('lrrrrrr', [
      ['GFLOP/s, of registers only', 'W·X', '', 'dZ·Xᵀ', '', 'Wᵀ·dZ', ''],
      ['4 × 8 tile in registers', ...cells(registers)],
      ['the same, packed factors in the first-level cache', ...cells(cached)],
      ...layers.map(({ units, inputs, batch, ...products }) => [
        `W ${units} × ${inputs}, X ${inputs} × ${batch}`,
        ...cells(products.forward),
        ...cells(products.weightGradient),
        ...cells(products.inputGradient),
      ]),
    ]),
  ].join('\n')
}
