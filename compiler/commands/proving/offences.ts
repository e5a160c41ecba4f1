import type { ts as Ts } from 'ts-morph'
import { tsMorph } from '../../index.ts'

/** What generated code must not hold, and where it does. */
export interface Offence {
  readonly what: string
  /** From 1; missing where no line shows it. */
  readonly line?: number
}

/**
 * What generated code must not hold, found on its syntax tree: loops, recursion, callbacks that iterate, `any`, code
 * made at run time. Whatever calls it cannot place is an offence too, so that nothing slips through under another name.
 */
export function offencesIn(text: string): readonly Offence[] {
  const { ts } = tsMorph()
  const file = ts.createSourceFile('module.ts', text, ts.ScriptTarget.ES2022, true)
  const found: Offence[] = []
  const graph = new Map<string, Set<string>>()
  const lines = new Map<string, number>()
  const imported = importedNames(file, ts)
  const functions = new Set(file.statements.filter(ts.isFunctionDeclaration).map(({ name }) => name?.text))
  const lineOf = (node: Ts.Node) => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
  const add = (node: Ts.Node, what: string) => found.push({ what, line: lineOf(node) })

  /** `here` is the function whose body we are in. */
  const visit = (node: Ts.Node, here: string, owner: string | undefined): void => {
    if (ts.isIterationStatement(node, false)) add(node, 'loop')
    if (node.kind === ts.SyntaxKind.AnyKeyword) add(node, 'any')
    if (ts.isIdentifier(node) && (node.text === 'eval' || node.text === 'Function')) add(node, node.text)
    if (ts.isLabeledStatement(node)) add(node, 'label')
    if (ts.isYieldExpression(node) || ts.isSpreadElement(node)) add(node, 'iteration')
    if (isCallback(node, ts) && !isMaker(node, ts)) add(node, 'callback')
    if (ts.isCallExpression(node)) {
      // Whoever spreads, iterates.
      const to = node.arguments.some(ts.isSpreadElement) ? undefined : calleeOf(node.expression, owner)
      if (to === undefined) add(node, `call of ${node.expression.getText(file)}`)
      else if (to !== RUNTIME) graph.set(here, (graph.get(here) ?? new Set()).add(to))
    }
    const next = ts.isClassDeclaration(node) ? node.name?.text : owner
    const inside =
      ts.isMethodDeclaration(node) || ts.isFunctionDeclaration(node)
        ? nameIn(owner, node.name?.getText(file))
        : here
    if (inside !== here) lines.set(inside, lineOf(node))
    ts.forEachChild(node, (child) => visit(child, inside, next))
  }

  const calleeOf = (callee: Ts.Expression, owner: string | undefined): string | undefined => {
    if (ts.isIdentifier(callee)) {
      if (imported.has(callee.text)) return RUNTIME
      return functions.has(callee.text) ? callee.text : undefined
    }
    if (!ts.isPropertyAccessExpression(callee)) return undefined
    const object = callee.expression.getText(file)
    const method = callee.name.text
    if (object === 'super' || object === 'this.kernels') return RUNTIME
    if ((object === 'scalar' || object === 'each') && imported.has(object)) return RUNTIME
    if (object === 'Math') return RUNTIME
    if (object === 'this.predictor') return nameIn(`${owner}Predictor`, method)
    if (object !== 'this') return undefined
    return method === 'read' || method === 'expect' ? RUNTIME : nameIn(owner, method)
  }

  visit(file, '', undefined)
  for (const { 0: what, index } of text.matchAll(/@ts-[\w-]+/g))
    found.push({ what, line: file.getLineAndCharacterOfPosition(index).line + 1 })
  return [...found, ...cycles(graph, lines)]
}

const RUNTIME = Symbol('runtime').toString()

function nameIn(owner: string | undefined, method: string | undefined): string {
  return owner === undefined ? `${method}` : `${owner}.${method}`
}

function importedNames(file: Ts.SourceFile, ts: typeof Ts): ReadonlySet<string> {
  return new Set(
    file.statements.filter(ts.isImportDeclaration).flatMap(({ importClause, moduleSpecifier }) => {
      if (!ts.isStringLiteral(moduleSpecifier) || !moduleSpecifier.text.startsWith('loopless/')) return []
      const bindings = importClause?.namedBindings
      return bindings && ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name.text) : []
    }),
  )
}

function isCallback(node: Ts.Node, ts: typeof Ts): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node)
}

/** `(arena) => new Planar(arena)`, which the runtime calls once. */
function isMaker(node: Ts.Node, ts: typeof Ts): boolean {
  const { parent } = node
  return (
    ts.isArrowFunction(node) &&
    ts.isNewExpression(node.body) &&
    ts.isCallExpression(parent) &&
    ts.isIdentifier(parent.expression) &&
    ['open', 'openFormula', 'restore'].includes(parent.expression.text)
  )
}

/** Functions that come back to themselves. */
function cycles(
  graph: ReadonlyMap<string, ReadonlySet<string>>,
  lines: ReadonlyMap<string, number>,
): readonly Offence[] {
  const finished = new Set<string>()
  const found: Offence[] = []
  const follow = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) {
      const line = lines.get(name)
      const what = `recursion: ${[...path.slice(path.indexOf(name)), name].join(' → ')}`
      found.push({ what, ...(line !== undefined && { line }) })
    }
    if (path.includes(name) || finished.has(name)) return
    for (const next of graph.get(name) ?? []) follow(next, [...path, name])
    finished.add(name)
  }
  for (const name of graph.keys()) follow(name, [])
  return found
}
