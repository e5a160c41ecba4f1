import type { Model } from './model.ts'
import {
  readNumbers,
  readSafetensors,
  type Tensor,
  type TensorFile,
  type TensorSource,
  writeSafetensors,
} from './safetensors.ts'
import type { Matrix } from './tensor.ts'

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

/** Whole numbers that a file keeps beside the optimizer's state: as metadata name them, and as networks do. */
const COUNTERS = [
  ['loopless.seed', 'seed'],
  ['loopless.step', 'stepNumber'],
  ['loopless.epoch', 'epoch'],
] as const

const EPOCH_LOSS = 'loopless.epochLoss'

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
  const tensors = tensorsOf(network, optimizer)
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
    for (const [key, name] of COUNTERS) metadata[key] = String(network[name])
    metadata[EPOCH_LOSS] = String(network.epochLoss)
    for (const [name, number] of Object.entries(network.memory ?? {}))
      metadata[MEMORY + name] = String(number)
  }
  return writeSafetensors([...tensors, ...addition.tensors], { ...metadata, ...addition.metadata })
}

/**
 * Takes what such a file holds, or any safetensors file with the same names and shapes. Optimizer state is taken where the
 * file and the network have it.
 *
 * @param file by the names of today: see `readFor`
 * @throws WeightsError when something does not fit; nothing has been written then
 */
export function load(network: Saved, { metadata, tensors }: TensorFile): void {
  const isState = (name: string) => name.startsWith(STATE)
  const wanted = tensorsOf(network, [...tensors.keys()].some(isState))
  const names = wanted.map(({ name }) => name)
  const hasState = names.some(isState)

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
  for (const { name, shape } of wanted) {
    const tensor = tensors.get(name)
    if (tensor) mismatches.push(...misfits(name, shape, tensor))
    else mismatches.push(`\`${name}\` ${sizes(shape)} is missing`)
  }
  for (const [name, { shape }] of tensors) {
    const ignored = name.startsWith(RUN) || (isState(name) && !hasState)
    if (!names.includes(name) && !ignored) mismatches.push(`\`${name}\` ${sizes(shape)} is unexpected`)
  }
  const counters: Partial<Saved> = {}
  for (const [key, name] of COUNTERS) {
    const text = metadata.get(key)
    if (text === undefined) continue
    if (/^\d{1,15}$/.test(text)) counters[name] = Number(text)
    else mismatches.push(`metadata \`${key}\` is \`${text}\`, no whole number`)
  }
  const remembered = hasState || metadata.has(COUNTERS[1][0]) ? memoryIn(metadata, network, mismatches) : {}
  if (mismatches.length > 0) throw new WeightsError(network.model.name, mismatches)

  for (const { name, data } of wanted) readNumbers(tensors.get(name)!, data)
  Object.assign(network.memory ?? {}, remembered)
  Object.assign(network, counters)
  network.epochLoss = Number(metadata.get(EPOCH_LOSS) ?? network.epochLoss)
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

/**
 * A file by the names that a network has today, from before a renaming too.
 *
 * @throws SafetensorsError when the bytes are no such file
 */
export function readFor(
  model: Pick<Model, 'digest' | 'parameters' | 'renamed'>,
  bytes: Uint8Array | ArrayBuffer,
): TensorFile {
  const file = readSafetensors(bytes)
  return model.renamed?.(file, model) ?? file
}

/** What a file holds of a network; with the optimizer's state, the trainer's blocks that carry over from step to step. */
function tensorsOf({ model, matrices, savedNames, blocks }: Saved, optimizer: boolean): TensorSource[] {
  const tensors: TensorSource[] = savedNames.map((name) => {
    const { rows, columns, data } = matrices.get(name)!
    return { name, shape: [rows, columns], data }
  })
  for (const [name, { columns, data }] of Object.entries(optimizer ? blocks : {})) {
    if (name !== 'gradients' && !(name in model.serving.blocks))
      tensors.push({ name: STATE + name, shape: [columns], data })
  }
  return tensors
}

function sizes(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`
}

function misfits(name: string, shape: readonly number[], tensor: Tensor): string[] {
  const misfits: string[] = []
  if (tensor.dtype !== 'F32' && tensor.dtype !== 'F64') {
    misfits.push(`\`${name}\` has dtype ${tensor.dtype}, not F32 or F64`)
  }
  if (sizes(tensor.shape) !== sizes(shape)) {
    misfits.push(`\`${name}\` has shape ${sizes(tensor.shape)}, not ${sizes(shape)}`)
  }
  return misfits
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
