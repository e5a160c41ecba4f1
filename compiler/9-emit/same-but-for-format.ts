import type { ts as TypeScript } from 'ts-morph'
import { tsMorph } from './ts-morph.ts'

/**
 * Whether two modules differ in nothing but what formatters decide: blanks and line
 * ends, quotes, semicolons, commas at the end, parentheses that change nothing.
 * Comments count, for generated ones say what is computed.
 */
export function sameButForFormat(one: string, other: string): boolean {
  const meaning = meaningOf(one)
  return meaning !== undefined && meaning === meaningOf(other)
}

/** All tokens in the brackets of the syntax tree, which do what parentheses did; then the comments. Nothing where it is no TypeScript. */
function meaningOf(text: string): string | undefined {
  const { ts } = tsMorph()
  const { SyntaxKind } = ts
  const file = ts.createSourceFile('module.ts', text, ts.ScriptTarget.Latest, true)
  // The compiler's own field: a tree that was mended means nothing.
  const { parseDiagnostics } = file as unknown as { readonly parseDiagnostics: readonly unknown[] }
  if (parseDiagnostics.length > 0) return undefined
  const comments: string[] = []

  const commentsBefore = ({ pos }: TypeScript.Node) => {
    const ranges = [
      ...(ts.getTrailingCommentRanges(text, pos) ?? []),
      ...(ts.getLeadingCommentRanges(text, pos) ?? []),
    ]
    for (const range of ranges) comments.push(text.slice(range.pos, range.end).replace(/\s+/g, ' '))
  }

  const isFormat = (node: TypeScript.Node): boolean => {
    const { kind, parent } = node
    switch (kind) {
      case SyntaxKind.CommaToken:
      case SyntaxKind.EmptyStatement:
      case SyntaxKind.SemicolonClassElement:
        return true
      case SyntaxKind.SemicolonToken:
        return parent.kind !== SyntaxKind.ForStatement
      case SyntaxKind.OpenParenToken:
      case SyntaxKind.CloseParenToken:
        return (
          ts.isParenthesizedExpression(parent) ||
          ts.isParenthesizedTypeNode(parent) ||
          ts.isArrowFunction(parent)
        )
      case SyntaxKind.BarToken:
      case SyntaxKind.AmpersandToken:
        // Before the first of a union.
        return (
          (ts.isUnionTypeNode(parent) || ts.isIntersectionTypeNode(parent)) &&
          parent.types[0]!.pos >= node.end
        )
      default:
        return false
    }
  }

  const print = (node: TypeScript.Node): string => {
    const children = node.getChildren(file)
    if (children.length === 0) commentsBefore(node)
    const printed = children.map(print)
    if (isFormat(node)) return ''
    if (ts.isParenthesizedExpression(node) || ts.isParenthesizedTypeNode(node)) return printed.join('')
    // A property's name needs its quotes or does not.
    if (ts.isStringLiteral(node))
      return ` ${isNameOf(node.parent, node) ? node.text : JSON.stringify(node.text)}`
    if (ts.isNumericLiteral(node)) return ` ${node.text}`
    if (children.length === 0) return ` ${node.getText(file)}`
    return `(${printed.join('')})`
  }

  return [print(file), ...comments].join('\n')
}

function isNameOf(parent: TypeScript.Node, node: TypeScript.Node): boolean {
  return 'name' in parent && parent.name === node
}
