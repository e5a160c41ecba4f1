/** What is measured: a spec in `specs/`, and what is done with its network. Batch and rate are the spec's own where nothing is said. */
export interface Workload {
  readonly id: string
  readonly title: string
  readonly spec: string
  readonly mode: Mode
  readonly batch?: number
}

/** `train`: forward, backward, update; `predict`: the output for a batch. */
export type Mode = 'train' | 'predict'

export const workloads: readonly Workload[] = [
  { id: 'W1', title: '2-4-1, batch 4', spec: 'w1', mode: 'train' },
  { id: 'W2', title: '784-128-64-10, batch 64', spec: 'w2', mode: 'train' },
  { id: 'W3', title: '12288-20-7-5-1, batch 209', spec: 'w3', mode: 'train' },
  { id: 'W4', title: '1024-1024-1024-10, batch 256', spec: 'w4', mode: 'train' },
  { id: 'W2P1', title: '784-128-64-10, predicting 1', spec: 'w2', mode: 'predict', batch: 1 },
  { id: 'W2P256', title: '784-128-64-10, predicting 256', spec: 'w2', mode: 'predict', batch: 256 },
]

/** The workloads whose products take most of a step. */
export const wide = workloads.filter(({ id }) => ['W2', 'W3', 'W4'].includes(id))

/** The workload whose size and cold start are measured. */
export const servedWorkload = workloads.find(({ id }) => id === 'W2P1')!

/**
 * The workloads of these names, whatever their case; all where none is named.
 *
 * @throws RangeError when there is no such workload
 */
export function chosen(names: readonly string[]): readonly Workload[] {
  if (names.length === 0) return workloads
  return names.map((name) => {
    const workload = workloads.find(({ id }) => id === name.toUpperCase())
    if (!workload) {
      throw new RangeError(`no workload \`${name}\`; there are ${workloads.map(({ id }) => id).join(', ')}`)
    }
    return workload
  })
}
