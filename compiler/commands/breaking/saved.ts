import { ABI } from '../../../runtime/model.ts'
import { renaming } from '../../../runtime/renaming.ts'
import { load, readFor, type Saved, save, WeightsError } from '../../../runtime/weights.ts'
import {
  constantOf,
  digestOf,
  elementsOf,
  type Forms,
  type Program,
  positionOf,
  renamingOf,
  type Shape,
} from '../../index.ts'

/** What a net of the module has that goes into files: all its numbers are 0. The runtime itself then says what loads. */
export function savedOf({ simplify: program }: Forms): Saved {
  const { interface: ports, blocks, layers, memory } = program
  const { digest, names } = renamingOf(program)
  const members = blocks.flatMap((block) => (isSaved(block.role) ? block.members : []))
  const rows = blocks
    .filter(({ role }) => role !== 'fitted')
    .map(({ name, members: within }) => {
      const length = within.reduce((sum, { shape }) => sum + elementsIn(shape), 0)
      return [name, matrix(1, length)] as const
    })
  return {
    model: {
      name: program.network,
      abi: ABI,
      digest: digestOf(program),
      kernels: [],
      parameters: Object.fromEntries(
        ports.parameters.map(({ name, word, layer }) => [name, positionOf(word, layers[layer]!.key)]),
      ),
      ...(ports.renamed && { renamed: renaming(digest, names) }),
      serving: { blocks: { parameters: [0, 0] } },
    },
    matrices: new Map(members.map(({ name, shape }) => [name, matrix(...sizesOf(shape))])),
    savedNames: members.map(({ name }) => name),
    blocks: Object.fromEntries(rows),
    seed: 0,
    stepNumber: 1,
    epoch: 1,
    epochLoss: 0,
    memory: Object.fromEntries(memory.map(({ name, value }) => [name, value])),
  }
}

/** Why a file does not load, line by line; nothing where it does. */
export function mismatchesOf(network: Saved, bytes: Uint8Array): readonly string[] {
  try {
    load(network, readFor(network.model, bytes))
    return []
  } catch (error) {
    if (error instanceof WeightsError) return error.mismatches
    throw error
  }
}

/** What of the files that one network saved another can load. */
export function loadable(
  before: Forms,
  after: Forms,
): { readonly weights: boolean; readonly state: boolean } {
  const [old, young] = [savedOf(before), savedOf(after)]
  const loads = (optimizer: boolean) => mismatchesOf(young, save(old, { optimizer })).length === 0
  return { weights: loads(false), state: loads(true) }
}

function isSaved(role: Program['blocks'][number]['role']): boolean {
  return role === 'parameters' || role === 'fitted'
}

function sizesOf([rows, columns]: Shape): readonly [number, number] {
  return [constantOf(rows!)!, constantOf(columns!)!]
}

function elementsIn(shape: Shape): number {
  return constantOf(elementsOf(shape))!
}

function matrix<R extends number>(rows: R, columns: number) {
  return { rows, columns, data: new Float32Array(rows * columns) } as unknown as Saved['blocks'][string]
}
