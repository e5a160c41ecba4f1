import { didYouMean } from '../diagnostics/suggest.ts'
import type { Binary, Call, Expression } from '../forms/equation.ts'
import type { Attributes } from '../forms/program.ts'
import { isScalar } from '../forms/shape.ts'
import * as size from '../forms/size.ts'
import type { Span } from '../forms/source.ts'
import type { AttributeType, WordUse } from '../forms/spec.ts'
import { operationNamed, operations } from '../operations/index.ts'
import { ShapeError } from '../operations/operation.ts'
import { blame, fail } from './blame.ts'
import type { Scope, Typed } from './scope.ts'
import { dimensionHere, printLabels, Stopped, sizeOf } from './sizes.ts'

const OPERATION_OF = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '@': 'matmul',
  '^': 'power',
  '<': 'less',
  '<=': 'lessOrEqual',
  '>': 'less',
  '>=': 'lessOrEqual',
  '==': 'equal',
  '!=': 'notEqual',
  and: 'and',
  or: 'or',
} as const

const FUNCTIONS = new Map(
  operations.flatMap((each) => (each.function ? [[each.function.name, each] as const] : [])),
)

/** Functions of sizes alone. */
const OF_SIZES: ReadonlySet<string> = new Set(['uniform', 'normal', 'rowNumber'])

/** Builds what an expression says. Throws `Stopped` once an error in it has been reported. */
export function evaluate(expression: Expression, scope: Scope): Typed {
  switch (expression.kind) {
    case 'number':
      return { id: scope.builder.build.constant(expression.value), shape: [] }
    case 'name':
      return lookUp(expression.name, expression.span, scope)
    case 'unary':
      return apply(expression.operator === '-' ? 'negate' : 'not', [expression.operand], expression, scope)
    case 'transpose':
      return apply('transpose', [expression.operand], expression, scope)
    case 'binary':
      return binary(expression, scope)
    case 'call':
      return call(expression, scope)
  }
}

function binary(expression: Binary, scope: Scope): Typed {
  const { operator, left, right } = expression
  const swapped = operator === '>' || operator === '>='
  const typed = evaluateAll([left, right], scope)
  scope.sides.set(
    expression,
    typed.map(({ shape }) => shape),
  )
  checkMixing(expression, typed, scope)
  return typedApply(
    OPERATION_OF[operator],
    swapped ? typed.toReversed() : typed,
    swapped ? [right, left] : [left, right],
    expression.operatorSpan,
    scope,
  )
}

/** `@` beside an element-wise `*` or `/` asks for parentheses, unless the other factor is a scalar. */
function checkMixing(expression: Binary, [left, right]: readonly Typed[], scope: Scope): void {
  const inner = expression.left
  if (inner.kind !== 'binary' || inner.parenthesized) return
  const elementwise = (operator: string) => operator === '*' || operator === '/'
  const products = [inner.operator, expression.operator]
  if (!products.includes('@') || !products.some(elementwise)) return
  if (expression.operator === '@') {
    if (scope.sides.get(inner)?.some(isScalar)) return
  } else if (isScalar(right!.shape) || isScalar(left!.shape)) return
  const [a, b, c] = [inner.left, inner.right, expression.right].map(writtenOf)
  const [first, second] = products
  fail(scope, 'E404', expression.operatorSpan, `\`${first}\` beside \`${second}\` can be read in two ways`, {
    help: `write \`(${a} ${first} ${b}) ${second} ${c}\` or \`${a} ${first} (${b} ${second} ${c})\``,
  })
}

function writtenOf({ span: { source, start, end } }: Expression): string {
  return source.text.slice(start, end).replace(/\s+/g, ' ')
}

function call(expression: Call, scope: Scope): Typed {
  const { name } = expression
  const attribute = scope.attributes.get(name)
  if (attribute?.kind === 'word') return activate(expression, attribute, scope)
  if (name === 'if') return choose(expression, scope)
  if (OF_SIZES.has(name)) return fill(expression, scope)
  if (name === 'mean') return mean(expression, scope)
  const operation = FUNCTIONS.get(name)
  if (!operation) {
    const activation = scope.activation(name)
    if (activation) return activate(expression, activation, scope)
    // What is called as nothing is known has been told; this is a number, or a rounding of sizes.
    return fail(scope, 'E402', expression.nameSpan, `\`${name}\` is no function of values`, {
      help: scope.attributes.has(name)
        ? `a product is written \`${name} * (…)\``
        : '`ceil` rounds sizes; of values, `-floor(-x)` does the same',
    })
  }
  if (operation.function!.over) return reduce(operation.name, expression, scope)
  const wanted = operation.examples[0]?.shapes.length ?? 1
  if (expression.named.length > 0 || expression.arguments.length !== wanted) {
    const hint =
      expression.named.some((argument) => argument.name === 'over') &&
      (name === 'maximum' || name === 'minimum')
    return fail(
      scope,
      'E403',
      expression.span,
      `\`${name}\` takes ${wanted} value${wanted === 1 ? '' : 's'}, element by element`,
      hint ? { help: `\`${name.slice(0, 3)}(…, over=…)\` reduces a dimension` } : {},
    )
  }
  return apply(operation.name, expression.arguments, expression, scope)
}

function activate(expression: Call, use: NonNullable<ReturnType<Scope['activation']>>, scope: Scope): Typed {
  if (use.use.word.kind === 'schedule') return ask(expression, use.use, scope)
  const [argument, ...rest] = expression.arguments
  if (!argument || rest.length > 0 || expression.named.length > 0)
    return fail(scope, 'E403', expression.span, `\`${expression.name}\` is an activation and takes one value`)
  return scope.activate(use, evaluate(argument, scope), expression.span)
}

/** `then(rate, step - length, epoch)` */
function ask(expression: Call, use: WordUse, scope: Scope): Typed {
  const { arguments: given, named, name, span } = expression
  if (!scope.follow || given.length !== 3 || named.length > 0)
    return fail(scope, 'E403', span, `\`${name}\` is a schedule and takes three values`, {
      help: `write \`${name}(rate, step, epoch)\``,
    })
  return scope.follow(use, name, evaluateAll(given, scope))
}

/** Decided now; the other branch is checked and dropped, with whatever only it needs. */
function choose(expression: Call, scope: Scope): Typed {
  const [condition, yes, no] = expression.arguments
  const attribute = condition?.kind === 'name' ? scope.attributes.get(condition.name) : undefined
  if (expression.arguments.length !== 3 || expression.named.length > 0 || attribute?.kind !== 'boolean')
    return fail(scope, 'E403', expression.span, '`if` takes a boolean attribute and two values', {
      help: '`where(c, a, b)` chooses element by element, while the network runs',
    })
  evaluate(attribute.value ? no! : yes!, scope.aside(scope))
  return evaluate(attribute.value ? yes! : no!, scope)
}

/** A matrix of these sizes: drawn, or known by its places. */
function fill(expression: Call, scope: Scope): Typed {
  if (expression.named.length > 0 || expression.arguments.length !== 2)
    return fail(
      scope,
      'E403',
      expression.span,
      `\`${expression.name}\` takes the sizes of what it makes, as in \`${expression.name}(n, m)\``,
    )
  const shape = expression.arguments.map((argument) => dimensionHere(argument, scope.sizes, scope.report))
  const isDrawn = operationNamed(expression.name).meaning.kind === 'draw'
  const attributes = { shape, ...(isDrawn && { stream: scope.stream() }) }
  return { id: scope.builder.build(expression.name, [], attributes), shape }
}

function mean(expression: Call, scope: Scope): Typed {
  const { operand, axis } = reduced(expression, scope)
  const { build } = scope.builder
  const sum = build('sum', [operand.id], { axis })
  const count = build('size', [], { size: operand.shape[axis]! })
  return {
    id: build('divide', [sum, count]),
    shape: operationNamed('sum').shape([operand.shape], { axis }, size.same),
  }
}

function reduce(operation: string, expression: Call, scope: Scope): Typed {
  const { operand, axis } = reduced(expression, scope)
  return typedApply(operation, [operand], expression.arguments, expression.span, scope, { axis })
}

function reduced(expression: Call, scope: Scope): { readonly operand: Typed; readonly axis: number } {
  const [argument, ...rest] = expression.arguments
  const over = expression.named.find((named) => named.name === 'over')
  if (!argument || rest.length > 0 || !over || expression.named.length > 1) {
    const pairwise = expression.name === 'max' || expression.name === 'min'
    return fail(
      scope,
      'E403',
      expression.span,
      `\`${expression.name}\` reduces one value over a named dimension`,
      {
        help:
          pairwise && rest.length === 1
            ? `\`${expression.name}imum(a, b)\` takes the ${expression.name === 'max' ? 'larger' : 'smaller'} of two`
            : `write \`${expression.name}(x, over=n)\``,
      },
    )
  }
  const operand = evaluate(argument, scope)
  const wanted = sizeOf(over.value, (name) => scope.sizes.has(name), scope.sizes, scope.report)
  const axes = operand.shape.flatMap((dimension, axis) =>
    (dimension.label ?? dimension).key === wanted.key ? [axis] : [],
  )
  // What it would be called is not known.
  if (axes.length !== 1 && operand.shape.some(({ label, key }) => !label && key === size.UNKNOWN.key))
    throw new Stopped()
  if (axes.length !== 1)
    return fail(
      scope,
      'E307',
      over.value.span,
      axes.length === 0
        ? `\`${wanted.key}\` is no dimension of ${printLabels(operand.shape)}`
        : `\`${wanted.key}\` stands twice in ${printLabels(operand.shape)}`,
      axes.length === 0
        ? {
            help: didYouMean(
              wanted.key,
              operand.shape.map((dimension) => (dimension.label ?? dimension).key),
            ),
          }
        : { help: 'a dimension that is reduced has a name of its own' },
    )
  return { operand, axis: axes[0]! }
}

/** Every expression, so that each error in any of them is found. */
function evaluateAll(expressions: readonly Expression[], scope: Scope): readonly Typed[] {
  let stopped: Stopped | undefined
  const values = expressions.flatMap((expression) => {
    try {
      return [evaluate(expression, scope)]
    } catch (error) {
      if (!(error instanceof Stopped)) throw error
      stopped = error
      return []
    }
  })
  if (stopped) throw stopped
  return values
}

function lookUp(name: string, span: Span, scope: Scope): Typed {
  // Said once, wherever else the name is read.
  if (scope.report.blames(span)) scope.broken.add(name)
  if (scope.broken.has(name)) throw new Stopped()
  const value = scope.values.get(name) ?? scope.lazily(name)
  if (value) return value
  const attribute = scope.attributes.get(name)
  const { build } = scope.builder
  if (attribute?.kind === 'number') return { id: build.constant(attribute.value), shape: [] }
  const named = scope.sizes.get(name)
  if (named) return { id: build('size', [], { size: named.size }), shape: [] }
  if (attribute) {
    const [what, help] = notAValue(name, scope.word?.attributes.find((each) => each.name === name)?.type)
    return fail(scope, 'E403', span, `\`${name}\` is ${what}, not a value`, { help })
  }
  scope.broken.add(name)
  const when = scope.word?.parameters.find((each) => each.name === name)?.when
  if (when?.kind === 'name')
    return fail(scope, 'E401', span, `\`${name}\` exists only where \`${when.name}\` is true`, {
      labels: [{ span: when.span, text: 'says so' }],
      help: `write \`if(${when.name}, ${name}, 0)\``,
    })
  const others = scope.names().filter((each) => each !== name)
  return fail(scope, 'E401', span, `\`${name}\` is not known here`, { help: didYouMean(name, others) })
}

/** What an attribute is that equations cannot read, and what to do with it. */
function notAValue(name: string, type: AttributeType | undefined): readonly [string, string?] {
  switch (type) {
    case 'boolean':
      return ['true or false', `\`if(${name}, a, b)\` decides by it`]
    case 'schedule':
      return ['a schedule', `\`${name}(rate, step, epoch)\` asks it`]
    case 'initializer':
      return ['an initializer', `\`initial: ${name}\` fills a parameter by it`]
    default:
      return ['an activation', `\`${name}(x)\` applies it`]
  }
}

function apply(
  operation: string,
  operands: readonly Expression[],
  expression: Expression,
  scope: Scope,
): Typed {
  return typedApply(operation, evaluateAll(operands, scope), operands, expression.span, scope)
}

/** Labelled sizes say what the reader calls it; the builder proves the sizes themselves. */
function typedApply(
  operation: string,
  operands: readonly Typed[],
  written: readonly Expression[],
  at: Span,
  scope: Scope,
  attributes: Attributes = {},
): Typed {
  try {
    const shape = operationNamed(operation).shape(
      operands.map((operand) => operand.shape),
      attributes,
      scope.builder.equal,
    )
    const id = scope.builder.build(
      operation,
      operands.map((operand) => operand.id),
      attributes,
    )
    return { id, shape }
  } catch (error) {
    if (error instanceof ShapeError) return blame(error.problem, operation, operands, written, at, scope)
    throw error
  }
}
