import type { Model } from './model.ts'
import {
  readSafetensors,
  type Tensor,
  type TensorFile,
  type TensorSource,
  writeSafetensors,
} from './safetensors.ts'
import type { FloatArray, Matrix } from './tensor.ts'

/** The part of a network that goes into files and comes out of them. */
export interface Saved {
  readonly model: Pick<Model, 'name' | 'abi' | 'digest' | 'kernels' | 'parameters' | 'renamed'> & {
    readonly serving: Pick<Model['serving'], 'blocks'>
  }
  readonly matrices: ReadonlyMap<string, Matrix>
  readonly savedNames: readonly string[]
  readonly blocks: Readonly<Record<string, Matrix<1>>>
  seed: number
  stepNumber: number
  epoch: number
  epochLoss: number
  readonly memory?: Record<string, number>
}

export interface SaveOptions {
  /** Also the optimizer's state, the seed, the numbers of step and epoch, so that training can continue. */
  readonly optimizer?: boolean
}

/** What else goes into a file. */
export interface Addition {
  readonly tensors: readonly TensorSource[]
  readonly metadata: Readonly<Record<string, string>>
}

/** What a checkpoint adds: of a run of training, not of a network. */
export const RUN = 'run.'

const STATE = 'optimizer.'

const MEMORY = 'loopless.memory.'

/**
 * Parameters and fitted values by name, as a safetensors file. Its metadata name the network, its architecture's
 * digest, the word and position of each parameter, and the kernels that computed.
 */
export function save(
  network: Saved,
  { optimizer = false }: SaveOptions,
  addition: Addition = { tensors: [], metadata: {} },
): Uint8Array<ArrayBuffer> {
  const { model } = network
  const tensors: TensorSource[] = network.savedNames.map((name) => {
    const { rows, columns, data } = network.matrices.get(name)!
    return { name, shape: [rows, columns], data }
  })
  const metadata: Record<string, string> = {
    'loopless.network': model.name,
    'loopless.abi': String(model.abi),
    'loopless.digest': model.digest,
    'loopless.kernels': model.kernels.join(','),
  }
  for (const [name, position] of Object.entries(model.parameters)) {
    metadata[`loopless.parameter.${name}`] = position
  }
  if (optimizer) {
    for (const name of stateBlocks(network)) {
      const { columns, data } = network.blocks[name]!
      tensors.push({ name: STATE + name, shape: [columns], data })
    }
    metadata['loopless.seed'] = String(network.seed)
    metadata['loopless.step'] = String(network.stepNumber)
    metadata['loopless.epoch'] = String(network.epoch)
    metadata['loopless.epochLoss'] = String(network.epochLoss)
    for (const [name, number] of Object.entries(network.memory ?? {}))
      metadata[MEMORY + name] = String(number)
  }
  return writeSafetensors([...tensors, ...addition.tensors], { ...metadata, ...addition.metadata })
}

/**
 * Reads such a file, or any safetensors file with the same names and shapes, those from before a renaming too. Optimizer
 * state is read where the file and the network have it.
 *
 * @throws SafetensorsError when the bytes are no such file
 * @throws WeightsError when something does not fit; nothing has been written then
 */
export function load(network: Saved, bytes: Uint8Array | ArrayBuffer): void {
  const { metadata, tensors } = readFor(network.model, bytes)
  const wanted = new Map<string, { shape: readonly number[]; data: FloatArray }>()
  for (const name of network.savedNames) {
    const { rows, columns, data } = network.matrices.get(name)!
    wanted.set(name, { shape: [rows, columns], data })
  }
  const hasState = [...tensors.keys()].some((name) => name.startsWith(STATE))
  const states = hasState ? stateBlocks(network) : []
  for (const name of states) {
    const { columns, data } = network.blocks[name]!
    wanted.set(STATE + name, { shape: [columns], data })
  }

  const mismatches: string[] = []
  const digest = metadata.get('loopless.digest')
  if (digest !== undefined && digest !== network.model.digest) {
    mismatches.push(
      `the file is of another architecture: \`${metadata.get('loopless.network') ?? '?'}\` ` +
        `with digest ${digest}, not ${network.model.digest}`,
    )
  }
  for (const [name, position] of Object.entries(network.model.parameters)) {
    const there = metadata.get(`loopless.parameter.${name}`)
    if (there !== undefined && there !== position) {
      mismatches.push(`\`${name}\` is of ${there}, not of ${position}`)
    }
  }
  for (const [name, { shape }] of wanted) {
    const tensor = tensors.get(name)
    if (tensor) mismatches.push(...misfits(name, shape, tensor))
    else mismatches.push(`\`${name}\` [${shape.join(', ')}] is missing`)
  }
  for (const [name, { shape }] of tensors) {
    const ignored = name.startsWith(RUN) || (name.startsWith(STATE) && states.length === 0)
    if (!wanted.has(name) && !ignored) mismatches.push(`\`${name}\` [${shape.join(', ')}] is unexpected`)
  }
  const step = wholeNumber(metadata, 'loopless.step', mismatches)
  const seed = wholeNumber(metadata, 'loopless.seed', mismatches)
  const epoch = wholeNumber(metadata, 'loopless.epoch', mismatches)
  const epochLoss = metadata.get('loopless.epochLoss')
  const remembered = states.length > 0 || step !== undefined ? memoryIn(metadata, network, mismatches) : {}
  if (mismatches.length > 0) throw new WeightsError(network.model.name, mismatches)

  for (const [name, { data }] of wanted) readNumbers(tensors.get(name)!, data)
  if (network.memory) Object.assign(network.memory, remembered)
  network.stepNumber = step ?? network.stepNumber
  network.seed = seed ?? network.seed
  network.epoch = epoch ?? network.epoch
  network.epochLoss = epochLoss === undefined ? network.epochLoss : Number(epochLoss)
}

/** A file does not fit a network; `mismatches` has a line for everything that does not. */
export class WeightsError extends Error {
  override readonly name = 'WeightsError'
  readonly mismatches: readonly string[]

  constructor(network: string, mismatches: readonly string[]) {
    super(
      `the file does not fit \`${network}\`:\n${mismatches.map((mismatch) => `  ${mismatch}`).join('\n')}`,
    )
    this.mismatches = mismatches
  }
}

/** A file by the names that a network has today. */
export function readFor(
  model: Pick<Model, 'digest' | 'parameters' | 'renamed'>,
  bytes: Uint8Array | ArrayBuffer,
): TensorFile {
  const file = readSafetensors(bytes)
  return model.renamed?.(file, model) ?? file
}

/** Blocks of the trainer alone that carry over from step to step. */
function stateBlocks({ model, blocks }: Saved): string[] {
  return Object.keys(blocks).filter((name) => name !== 'gradients' && !(name in model.serving.blocks))
}

function misfits(name: string, shape: readonly number[], tensor: Tensor): string[] {
  const misfits: string[] = []
  if (tensor.dtype !== 'F32' && tensor.dtype !== 'F64') {
    misfits.push(`\`${name}\` has dtype ${tensor.dtype}, not F32 or F64`)
  }
  if (tensor.shape.length !== shape.length || tensor.shape.some((size, i) => size !== shape[i])) {
    misfits.push(`\`${name}\` has shape [${tensor.shape.join(', ')}], not [${shape.join(', ')}]`)
  }
  return misfits
}

function wholeNumber(
  metadata: ReadonlyMap<string, string>,
  key: string,
  mismatches: string[],
): number | undefined {
  const text = metadata.get(key)
  if (text === undefined) return undefined
  if (/^\d{1,15}$/.test(text)) return Number(text)
  mismatches.push(`metadata \`${key}\` is \`${text}\`, no whole number`)
  return undefined
}

/** What optimizers and schedules remember; numbers are written so that they read back as they were. */
function memoryIn(
  metadata: ReadonlyMap<string, string>,
  { memory = {} }: Saved,
  mismatches: string[],
): Record<string, number> {
  const found: Record<string, number> = {}
  for (const name of Object.keys(memory)) {
    const text = metadata.get(MEMORY + name)
    if (text === undefined) mismatches.push(`metadata \`${MEMORY}${name}\` is missing`)
    else if (text.trim() === '' || Number.isNaN(Number(text))) {
      mismatches.push(`metadata \`${MEMORY}${name}\` is \`${text}\`, no number`)
    } else found[name] = Number(text)
  }
  return found
}

export function readNumbers({ dtype, data }: Tensor, into: FloatArray): void {
  if (dtype === 'F32') {
    for (let i = 0; i < into.length; i++) into[i] = data.getFloat32(4 * i, true)
  } else {
    for (let i = 0; i < into.length; i++) into[i] = data.getFloat64(8 * i, true)
  }
}
