import type { Report } from '../diagnostics/report.ts'
import { fieldOf, type Node } from '../forms/document.ts'
import { type FilesSpec, PARTS, type SplitSpec } from '../forms/spec.ts'
import { referenceOf } from './names.ts'

/** `a.csv`, or `{ training: a.csv, test: b.csv }`; what is wrong with it has been told. */
export function filesOf(node: Node | undefined): FilesSpec | undefined {
  if (node?.kind === 'scalar' && typeof node.value === 'string')
    return { training: referenceOf(node), span: node.span }
  if (node?.kind !== 'mapping') return undefined
  const parts = PARTS.map((part) => {
    const file = fieldOf(node, part)
    return [part, file?.kind === 'scalar' ? referenceOf(file) : undefined] as const
  })
  const named = Object.fromEntries(parts.filter(([, file]) => file !== undefined))
  const { training } = named
  return training && { ...named, training, span: node.span }
}

/** Ports have their examples side by side: in every part, or in none. What files hold out, no split holds out. */
export function partsAgree(all: readonly FilesSpec[], split: SplitSpec | undefined, report: Report): boolean {
  const [first, ...others] = all
  for (const part of ['validation', 'test'] as const) {
    const other = others.find((files) => (files[part] === undefined) !== (first?.[part] === undefined))
    const [having, lacking] = first?.[part] ? [first, other] : [other, first]
    if (other !== undefined && having !== undefined && lacking !== undefined) {
      report.add({
        code: 'E204',
        at: lacking.span,
        message: `a file for \`${part}\` is missing here`,
        labels: [{ span: having[part]!.span, text: 'one is here' }],
      })
      return false
    }
    const held = first?.[part]
    if (held === undefined || split === undefined) continue
    const isSplit = split.kind === 'column' || split[part] !== undefined
    if (!isSplit) continue
    report.add({
      code: 'E217',
      at: split.span,
      message: `the examples for \`${part}\` are in a file of their own, and \`split\` parts them too`,
      labels: [{ span: held.span, text: 'the file' }],
    })
    return false
  }
  return true
}
