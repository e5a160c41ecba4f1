import { ts } from 'ts-morph'
import type { Signature } from '../../runtime/kernels/signatures.ts'

/** A call of a kernel in generated code, its operands as they are written; local names of blocks are written out. */
export interface Call {
  readonly className: string
  readonly kernel: string
  readonly operands: readonly string[]
}

/** `64, M` by `this.X`, for each class. */
export type Shapes = ReadonlyMap<string, ReadonlyMap<string, string>>

export function parsed(text: string): ts.SourceFile {
  return ts.createSourceFile('module.ts', text, ts.ScriptTarget.ES2022, true)
}

export function callsIn(file: ts.SourceFile): readonly Call[] {
  const calls: Call[] = []
  const visit = (node: ts.Node, className: string, locals: ReadonlyMap<string, string>): void => {
    const known = ts.isMethodDeclaration(node) ? localsIn(node, file) : locals
    if (ts.isCallExpression(node) && node.expression.getText(file).startsWith('this.kernels.')) {
      const operands = node.arguments.map((argument) => argument.getText(file))
      calls.push({
        className,
        kernel: node.expression.getText(file).slice('this.kernels.'.length),
        operands: operands.map((operand) => known.get(operand) ?? operand),
      })
    }
    const inside = ts.isClassDeclaration(node) ? node.name!.text : className
    ts.forEachChild(node, (child) => visit(child, inside, known))
  }
  visit(file, '', new Map())
  return calls
}

/** `const { v, s } = this.blocks` gives v → this.blocks.v. */
function localsIn(method: ts.MethodDeclaration, file: ts.SourceFile): ReadonlyMap<string, string> {
  const locals = new Map<string, string>()
  for (const statement of method.body?.statements ?? []) {
    if (!ts.isVariableStatement(statement)) continue
    for (const { name, initializer } of statement.declarationList.declarations)
      if (ts.isObjectBindingPattern(name) && initializer)
        for (const { name: local } of name.elements)
          locals.set(local.getText(file), `${initializer.getText(file)}.${local.getText(file)}`)
  }
  return locals
}

/** What the interfaces at the end of a module say. */
export function shapesIn(file: ts.SourceFile): Shapes {
  const interfaces = file.statements.filter(ts.isInterfaceDeclaration)
  return new Map(
    interfaces.map(({ name, members }) => {
      const shapes = members.filter(ts.isPropertySignature).flatMap((member) => {
        const type = member.type!.getText(file)
        const property = `this.${member.name.getText(file)}`
        const whole = /^Matrix<(\w+, \w+)>$/.exec(type)
        if (whole) return [[property, whole[1]!] as const]
        if (property !== 'this.blocks') return []
        const blocks = [...type.matchAll(/(\w+): Matrix<(\w+, \w+)>/g)]
        return blocks.map(([, block, shape]) => [`${property}.${block}`, shape!] as const)
      })
      return [name.text, new Map(shapes)]
    }),
  )
}

/** Whether operands of these shapes fit a kernel: numbers and scalars are `undefined`. */
export function fits(signature: Signature, shapes: readonly (string | undefined)[]): boolean {
  const { outputs, inputs, inPlace = [] } = signature
  const wanted = [
    ...Object.values(outputs),
    ...Object.entries(inputs).flatMap(([name, shape]) => (inPlace.includes(name) ? [] : [shape])),
  ]
  const sizes = new Map<string, string>()
  const stretched = shapes[0]?.split(', ')
  return wanted.every((shape, at) => {
    const given = shapes[at]?.split(', ')
    if (given === undefined) return shape === 'any'
    if (shape === 'any') return given.every((size, axis) => size === '1' || size === stretched?.[axis])
    return dimensions(shape).every((name, axis) => {
      const size = /^\d+$/.test(name) ? name : (sizes.get(name) ?? given[axis]!)
      sizes.set(name, size)
      return size === given[axis]
    })
  })
}

function dimensions(shape: string): readonly string[] {
  return shape.slice(1, -1).split(', ')
}
