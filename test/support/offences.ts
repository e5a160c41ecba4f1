import { ts } from 'ts-morph'

/**
 * What generated code must not hold, found on its syntax tree: loops, recursion, callbacks that iterate, `any`, code
 * made at run time. Whatever calls it cannot place is an offence too, so that nothing slips through under another name.
 */
export function offences(text: string): readonly string[] {
  const file = ts.createSourceFile('module.ts', text, ts.ScriptTarget.ES2022, true)
  const found: string[] = []
  const graph = new Map<string, Set<string>>()
  const imported = importedNames(file)
  const functions = new Set(file.statements.filter(ts.isFunctionDeclaration).map(({ name }) => name?.text))
  const add = (node: ts.Node, what: string) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file))
    found.push(`${line + 1}: ${what}`)
  }

  /** `here` is the function whose body we are in. */
  const visit = (node: ts.Node, here: string, owner: string | undefined): void => {
    if (ts.isIterationStatement(node, false)) add(node, 'loop')
    if (node.kind === ts.SyntaxKind.AnyKeyword) add(node, 'any')
    if (ts.isIdentifier(node) && (node.text === 'eval' || node.text === 'Function')) add(node, node.text)
    if (ts.isLabeledStatement(node)) add(node, 'label')
    if (ts.isYieldExpression(node) || ts.isSpreadElement(node)) add(node, 'iteration')
    if (isCallback(node) && !isMaker(node)) add(node, 'callback')
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
    ts.forEachChild(node, (child) => visit(child, inside, next))
  }

  const calleeOf = (callee: ts.Expression, owner: string | undefined): string | undefined => {
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
  for (const match of text.matchAll(/@ts-[\w-]+/g)) found.push(match[0])
  return [...found, ...cycles(graph)]
}

const RUNTIME = Symbol('runtime').toString()

function nameIn(owner: string | undefined, method: string | undefined): string {
  return owner === undefined ? `${method}` : `${owner}.${method}`
}

function importedNames(file: ts.SourceFile): ReadonlySet<string> {
  return new Set(
    file.statements.filter(ts.isImportDeclaration).flatMap(({ importClause }) => {
      const bindings = importClause?.namedBindings
      return bindings && ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name.text) : []
    }),
  )
}

function isCallback(node: ts.Node): boolean {
  return ts.isArrowFunction(node) || ts.isFunctionExpression(node)
}

/** `(arena) => new Planar(arena)`, which `open` and `restore` call once. */
function isMaker(node: ts.Node): boolean {
  const { parent } = node
  return (
    ts.isArrowFunction(node) &&
    ts.isNewExpression(node.body) &&
    ts.isCallExpression(parent) &&
    ts.isIdentifier(parent.expression) &&
    ['open', 'restore'].includes(parent.expression.text)
  )
}

/** Functions that come back to themselves. */
function cycles(graph: ReadonlyMap<string, ReadonlySet<string>>): readonly string[] {
  const finished = new Set<string>()
  const found: string[] = []
  const follow = (name: string, path: readonly string[]): void => {
    if (path.includes(name)) found.push(`recursion: ${[...path.slice(path.indexOf(name)), name].join(' → ')}`)
    if (path.includes(name) || finished.has(name)) return
    for (const next of graph.get(name) ?? []) follow(next, [...path, name])
    finished.add(name)
  }
  for (const name of graph.keys()) follow(name, [])
  return found
}
