import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type BuildOptions, build } from 'esbuild'
import { type Forms, render } from '../../compiler/index.ts'
import type { Matrix, Net, Options } from '../../runtime/index.ts'
import { compiled } from '../support/generate.ts'
import type { Activation, DenseStack, TaskFile } from './task.ts'
import type { Workload } from './workloads.ts'

interface Module {
  readonly create: (options: Options) => Promise<Net>
}

/** A workload as files in a folder of its own: compiled, bundled, with data and initial parameters for everybody. */
export async function prepare(workload: Workload, within: string): Promise<string> {
  const folder = join(within, workload.id)
  mkdirSync(folder, { recursive: true })
  const write = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content)

  const { check, emit } = formsOf(workload)
  write(`${workload.spec}.ts`, await render(emit))
  write('module.mjs', await bundled(`export * from './${workload.spec}.ts'`, folder))
  const module: Module = await import(pathToFileURL(join(folder, 'module.mjs')).href)

  const batch = workload.batch ?? check.training!.batch
  if (batch === 'all') throw new Error(`${workload.spec}.yaml says no number for its batch`)
  const net = await module.create({ batch, seed: 1 })
  const network = stackOf(check, net)
  const task: TaskFile = { mode: workload.mode, batch, network }
  write('task.json', JSON.stringify(task))
  write('weights.safetensors', net.save())
  for (const [name, { data }] of Object.entries(net.parameters))
    write(`${name}.f32`, bytesOf(Float32Array.from(data)))
  write('X.f32', bytesOf(inputs(network.sizes[0]!, batch)))
  write('Y.f32', bytesOf(targets(network.sizes.at(-1)!, batch)))
  return folder
}

function formsOf({ spec }: Workload): Forms {
  const path = `test/bench/specs/${spec}.yaml`
  return compiled(path, readFileSync(path, 'utf8'))
}

/** One script of this TypeScript, beside the module in a folder. The runtime comes from its sources. */
export async function bundled(
  contents: string,
  resolveDir: string,
  options: BuildOptions = {},
): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'es2022',
    alias: { 'loopless/runtime': resolve('runtime/index.ts') },
    logLevel: 'silent',
    ...options,
    write: false,
  })
  return outputFiles[0]!.text
}

/** What the spec says, for those who cannot read it. Only what peers can do too may be in a spec of the bench. */
export function stackOf({ body, training }: Forms['check'], net: Pick<Net, 'parameters'>): DenseStack {
  if (body.kind !== 'layers' || training?.optimizer.word.name !== 'gradient-descent')
    throw new Error('the bench knows layers, trained by gradient descent')
  const rate = training.optimizer.attributes.get('rate')
  const activations = body.layers.map((layer): Activation => {
    const activation = layer.kind === 'layer' && layer.use.attributes.get('activation')
    if (
      layer.kind !== 'layer' ||
      layer.use.word.name !== 'dense' ||
      !activation ||
      activation.kind !== 'word'
    )
      throw new Error('the bench knows dense layers')
    return activation.use.word.name as Activation
  })
  const weights = activations.map((_, l): Matrix => net.parameters[`W${l + 1}`]!)
  return {
    kind: 'dense',
    sizes: [weights[0]!.columns, ...weights.map(({ rows }) => rows)],
    activations,
    loss: body.loss!.word.name as DenseStack['loss'],
    rate: rate?.kind === 'number' ? rate.value : Number.NaN,
  }
}

/** Numbers about 0, row by row: the same ones on every machine. */
export function inputs(rows: number, batch: number): Float32Array<ArrayBuffer> {
  let state = 1
  return Float32Array.from({ length: rows * batch }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  })
}

/** The classes in turn. */
export function targets(rows: number, batch: number): Float32Array<ArrayBuffer> {
  const Y = new Float32Array(rows * batch)
  for (let c = 0; c < batch; c++) {
    if (rows === 1) Y[c] = c % 2
    else Y[(c % rows) * batch + c] = 1
  }
  return Y
}

function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer)
}
