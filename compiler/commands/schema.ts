import { resolve } from 'node:path'
import { WORD_KINDS } from '../forms/spec.ts'
import {
  closedNetworkEditorSchema,
  type Document,
  didYouMean,
  fieldOf,
  fileLibrary,
  type Library,
  type Node,
  Report,
  read,
  type Source,
  understandWords,
  wordEditorSchema,
} from '../index.ts'
import { type ExitCode, stopIfWrong, wrongUsage } from './failure.ts'
import { findSpecs } from './specs.ts'
import { say } from './terminal.ts'
import { outputTo } from './write.ts'

export interface SchemaOptions {
  /** Files of words; without them, those of the project. */
  readonly words?: readonly string[]
  readonly kind: string
  readonly out?: string
}

const KINDS = ['network', ...WORD_KINDS] as const

/** A schema for editors that knows the library and the user's own words. */
export async function schema({ words: paths, kind: name, out }: SchemaOptions): Promise<ExitCode> {
  const kind = KINDS.find((each) => each === name)
  if (kind === undefined)
    throw wrongUsage(
      `there is no kind \`${name}\``,
      didYouMean(name, KINDS) ?? `the kinds are ${KINDS.join(', ')}`,
    )
  const library = fileLibrary()
  const report = new Report()
  const files = paths ? await named(paths) : await ofProject(library, report)
  const words = understandWords(files, library, report)
  stopIfWrong(report)
  const made = kind === 'network' ? closedNetworkEditorSchema(words) : wordEditorSchema(kind, words)
  const output = outputTo(out)
  output.write(`${JSON.stringify(made, undefined, 2)}\n`)
  await output.end()
  if (out !== undefined) say(`wrote ${out}`)
  return 0
}

async function named(paths: readonly string[]): Promise<readonly Source[]> {
  return (await findSpecs(paths)).map(({ source }) => source)
}

/** The words among the project's specs, and those that its networks name. */
async function ofProject(library: Library, report: Report): Promise<readonly Source[]> {
  const specs = await findSpecs([])
  const found = new Map<string, Source>()
  for (const { source } of specs) {
    const document = read(source, report)
    if (document === undefined) continue
    const isNetwork = fieldOf(document.root, 'network') !== undefined
    // Of files that are not there `check` tells.
    const own = isNetwork
      ? textsOf(fieldOf(document.root, 'words')).flatMap((path) => {
          const file = library.file(source, path)
          return file && !('refused' in file) ? [file] : []
        })
      : [source]
    for (const each of own) if (!isOf(library, document, each)) found.set(resolve(each.path), each)
  }
  return [...found.values()]
}

/** A copy of a word of the library is none of the user's own: this very repository has them among its specs. */
function isOf(library: Library, { root }: Document, { text }: Source): boolean {
  return WORD_KINDS.some((kind) => {
    const [name] = textsOf(fieldOf(root, kind))
    return name !== undefined && library.word(kind, name)?.text === text
  })
}

function textsOf(node: Node | undefined): readonly string[] {
  if (node?.kind === 'sequence') return node.items.flatMap(textsOf)
  return node?.kind === 'scalar' ? [node.text] : []
}
