import {
  type Document,
  fieldOf,
  type Node,
  type Report,
  read,
  type Schema,
  type Source,
  type Span,
  validate,
} from '../essentials.ts'

/** What a `loopless.yaml` says; every key may be left out. */
export interface Settings {
  /** Files, folders and globs, from the project's root. */
  readonly specs: readonly string[]
  /** The folder of generated modules, from the project's root. */
  readonly out: string
  /** Where that is said. */
  readonly outSpan?: Span
}

export const USUAL: Settings = { specs: ['specs'], out: 'generated' }

const path: Schema = { title: 'a path', type: 'string', pattern: '\\S' }

export const settingsSchema: Schema = {
  title: 'the settings',
  type: 'object',
  additionalProperties: false,
  properties: {
    specs: { title: 'a path, or a list of paths', type: ['string', 'array'], items: path, minItems: 1 },
    out: path,
    emit: { title: 'a kind of module', type: 'string', enum: ['ts', 'js'] },
    runtime: { title: 'where the runtime is', type: 'string', enum: ['package', 'copy'] },
  },
}

/** Choices that the schema knows and this version does not make. */
const LATER: readonly (readonly [key: string, value: string])[] = [
  ['emit', 'js'],
  ['runtime', 'copy'],
]

export function settingsOf(source: Source, report: Report): Settings {
  // Comments alone settle nothing, and are no mistake either.
  if (/^(\s*(#.*)?\r?\n?)*$/.test(source.text)) return USUAL
  const document = read(source, report)
  if (document === undefined || !validate(document.root, settingsSchema, report)) return USUAL
  for (const [key, value] of LATER) reportLater(document, key, value, report)
  const specs = textsOf(fieldOf(document.root, 'specs'))
  const out = fieldOf(document.root, 'out')
  return {
    specs: specs.length > 0 ? specs : USUAL.specs,
    ...(out?.kind === 'scalar' ? { out: out.text, outSpan: out.span } : { out: USUAL.out }),
  }
}

function reportLater({ root }: Document, key: string, value: string, report: Report): void {
  const node = fieldOf(root, key)
  if (node?.kind === 'scalar' && node.text === value)
    report.add({ code: 'E299', at: node.span, message: `\`${key}: ${value}\` is not supported yet` })
}

function textsOf(node: Node | undefined): readonly string[] {
  if (node?.kind === 'sequence') return node.items.flatMap(textsOf)
  return node?.kind === 'scalar' ? [node.text] : []
}
