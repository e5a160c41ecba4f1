import type { Document, Node } from '../forms/document.ts'
import { positionAt } from '../forms/source.ts'

/** The data of a file, each node behind its line and column. */
export function printDocument({ source, root }: Document): string {
  return `${[source.path, ...nodeLines(root, '', '')].join('\n')}\n`
}

function nodeLines(node: Node, label: string, indent: string): readonly string[] {
  const { line, column } = positionAt(node.span.source, node.span.start)
  const at = `${line}:${column}`.padEnd(8)
  const deeper = `${indent}  `
  switch (node.kind) {
    case 'scalar': {
      const kind =
        node.value === null ? 'nothing' : typeof node.value === 'string' ? 'text' : typeof node.value
      return [`${at}${indent}${label}${[kind, ...(node.text === '' ? [] : [node.text])].join(' ')}`]
    }
    case 'sequence':
      return [`${at}${indent}${label}list`, ...node.items.flatMap((item) => nodeLines(item, '- ', deeper))]
    case 'mapping':
      return [
        `${at}${indent}${label}mapping`,
        ...node.entries.flatMap(({ key, value }) => nodeLines(value, `${key.text}: `, deeper)),
      ]
  }
}
