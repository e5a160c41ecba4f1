import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ts as typescript } from 'ts-morph'
import { tsMorph } from '../../compiler/9-emit/ts-morph.ts'

/** A message as the compiler's sources write it. */
export interface Written {
  /** `compiler/2-check/names.ts:54` */
  readonly place: string
  /** Where it stands beside the message. */
  readonly code: string | undefined
  /** Its text, `…` where something is put in. */
  readonly text: string
  readonly pattern: RegExp
}

interface Handed {
  readonly at: number
  readonly code?: number
  readonly isWhole?: boolean
}

/** Functions that are handed a message: which of their arguments it is, and which its code; some put a name before it. */
const HANDED: ReadonlyMap<string, Handed> = new Map([
  ['fail', { at: 3, code: 1 }],
  ['Misread', { at: 1 }],
  ['reportShape', { at: 1 }],
  ['unreadable', { at: 1, isWhole: false }],
])

/** Every message that the sources of a folder write into a diagnostic, each way that a choice can go. */
export function messagesIn(folder: string): readonly Written[] {
  const { ts } = tsMorph()
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .flatMap((file) => {
      const path = join(folder, file).replaceAll('\\', '/')
      const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)
      return messagesOf(source, ts)
    })
}

function messagesOf(source: typescript.SourceFile, ts: typeof typescript): readonly Written[] {
  const found: Written[] = []
  const constants = new Map<string, typescript.Expression>()
  const add = (expression: typescript.Expression, code: typescript.Node | undefined, isWhole = true) => {
    const { line } = source.getLineAndCharacterOfPosition(expression.getStart())
    for (const parts of waysOf(expression, constants, ts))
      found.push({
        place: `${source.fileName}:${line + 1}`,
        code: code && ts.isStringLiteralLike(code) ? code.text : undefined,
        text: parts.map((part) => part ?? '…').join(''),
        pattern: new RegExp(
          `${isWhole ? '^' : ''}${parts.map((part) => (part === undefined ? '.*' : escaped(part))).join('')}$`,
          's',
        ),
      })
  }
  const visit = (node: typescript.Node) => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer)
      constants.set(node.name.text, node.initializer)
    if (ts.isObjectLiteralExpression(node) && isFinding(node)) {
      const code = initializerOf(node, 'code')
      const message = initializerOf(node, 'message')
      if (message) add(message, code)
    }
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      const { at, code, isWhole } = HANDED.get(node.expression.getText()) ?? {}
      const handed = at === undefined ? undefined : node.arguments?.[at]
      if (handed) add(handed, code === undefined ? undefined : node.arguments?.[code], isWhole)
    }
    ts.forEachChild(node, visit)
  }
  /** What has a message and a code, the code perhaps from elsewhere. */
  const isFinding = ({ properties }: typescript.ObjectLiteralExpression) =>
    properties.some((each) => each.name?.getText() === 'message') &&
    properties.some((each) => ts.isSpreadAssignment(each) || each.name?.getText() === 'code')
  const initializerOf = ({ properties }: typescript.ObjectLiteralExpression, name: string) => {
    const property = properties.find((each) => each.name?.getText() === name)
    if (property && ts.isPropertyAssignment(property)) return property.initializer
    return property && constants.get(name)
  }
  visit(source)
  return found
}

/** The fixed parts of a text, and `undefined` for what is put between them; nothing where no part is fixed. */
type Parts = readonly (string | undefined)[]

function waysOf(
  expression: typescript.Expression,
  constants: ReadonlyMap<string, typescript.Expression>,
  ts: typeof typescript,
): readonly Parts[] {
  if (ts.isStringLiteralLike(expression)) return [[expression.text]]
  if (ts.isConditionalExpression(expression))
    return [expression.whenTrue, expression.whenFalse].flatMap((each) => waysOf(each, constants, ts))
  if (ts.isTemplateExpression(expression))
    return [
      [expression.head.text, ...expression.templateSpans.flatMap(({ literal }) => [undefined, literal.text])],
    ]
  const known = ts.isIdentifier(expression) ? constants.get(expression.text) : undefined
  return known ? waysOf(known, constants, ts) : []
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
