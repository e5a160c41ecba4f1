import type { Report } from '../diagnostics/report.ts'
import type { Expression } from '../forms/equation.ts'
import { className, encoderName, valuesNamedAfter, variableName } from '../forms/module-names.ts'
import { BATCH, type Port, type Promises, type ValueId } from '../forms/program.ts'
import { isReserved, isReservedAtTop, isReservedForClasses } from '../forms/reserved.ts'
import type { Dimension, Shape } from '../forms/shape.ts'
import * as size from '../forms/size.ts'
import type { NetworkSpec, PortSpec, Word } from '../forms/spec.ts'
import type { Builder } from '../operations/builder.ts'
import { axisNamed } from './output.ts'
import type { Scope } from './scope.ts'
import { attempt, dimensionHere, numbered, type Sizes, sizeOf } from './sizes.ts'

/** What a module exports for its network, and for each input and target, has a name of its own. */
export function checkExportedNames(
  { name, span, body, inputs, targets, data }: NetworkSpec,
  report: Report,
): void {
  // Of a name that is none, that is told.
  if (report.blames(span)) return
  if (isReservedAtTop(variableName(name)) || isReservedForClasses(className(name))) {
    report.add({
      code: 'E208',
      at: span,
      message: `\`${name}\` is a name that generated code needs itself`,
      help: 'give the network another name',
    })
    return
  }
  // Of equations, inputs are parameters of a function.
  if (body.kind !== 'layers') return
  const own = valuesNamedAfter(name)
  for (const [port, what] of [
    ...inputs.map((each) => [each, 'input'] as const),
    ...targets.map((each) => [each, 'target'] as const),
  ]) {
    if (isReservedAtTop(port.name) && !isReserved(port.name)) reportNeeded(port, report)
    if (own.includes(port.name))
      report.add({
        code: 'E208',
        at: span,
        message: `the module of \`${name}\` exports \`${port.name}\` for the network, and for ${what} \`${port.name}\` too`,
        labels: [{ span: port.span, text: `${what} \`${port.name}\` is here` }],
        help: 'give the network another name',
      })
    // Rows of the data become an input by a function that is called after it.
    const encoded = inputs.find(
      (input) =>
        inputs.length > 1 && hasColumns(input.name, data) && encoderName(input.name, false) === port.name,
    )
    if (encoded)
      report.add({
        code: 'E208',
        at: port.span,
        message: `the module exports \`${port.name}\` for the data of input \`${encoded.name}\``,
        labels: [{ span: encoded.span, text: `input \`${encoded.name}\` is here` }],
        help: `give the ${what} another name`,
      })
  }
}

function hasColumns(input: string, data: NetworkSpec['data']): boolean {
  return data?.inputs.some(({ name, columns }) => name === input && columns !== undefined) ?? false
}

function reportNeeded({ name, span }: PortSpec, report: Report): void {
  report.add({
    code: 'E208',
    at: span,
    message: `\`${name}\` is a name that generated code needs itself`,
    help: 'give it another name, such as `X`',
  })
}

/** `sizes:` of the network, and the batch. */
export function networkSizes(spec: NetworkSpec, report: Report): Sizes {
  const sizes: Sizes = new Map([[BATCH, { size: size.named(BATCH), span: spec.span }]])
  for (const { name, value, span, isUnknown } of spec.sizes) {
    const read = () => sizeOf(value, (known) => sizes.has(known), sizes, report)
    const here = isUnknown ? undefined : unlessTold(value, report, () => numbered(read(), sizes))
    sizes.set(name, { size: here ?? size.UNKNOWN, span, written: value.span })
  }
  return sizes
}

/** Unless an error has been told of an expression, or is told now. */
function unlessTold<T>({ span }: Expression, report: Report, work: () => T): T | undefined {
  return report.blames(span) ? undefined : attempt(work)
}

/** A data port as a leaf; class targets promise what they are. */
export function portLeaf(
  port: PortSpec,
  kind: 'input' | 'target',
  sizes: Sizes,
  builder: Builder,
  report: Report,
): { readonly id: ValueId; readonly port: Port; readonly labelled: Shape } {
  if (isReserved(port.name)) reportNeeded(port, report)
  const labelled: readonly Dimension[] = port.shape.isUnknown
    ? [size.UNKNOWN, size.named(BATCH)]
    : port.shape.dimensions.map(
        (dimension) =>
          unlessTold(dimension, report, () => dimensionHere(dimension, sizes, report)) ?? size.UNKNOWN,
      )
  const shape = labelled.map(({ label: _label, ...dimension }) => dimension)
  const axis = axisNamed(port.sumsToOneOver, port)
  const promises: Promises | undefined = port.range
    ? { range: port.range, ...(axis !== undefined && { sumsToOne: axis }) }
    : undefined
  const id = builder.leaf({ kind }, shape, port.name, promises)
  return { id, labelled, port: { name: port.name, shape, ...(port.classes && { classes: port.classes }) } }
}

/** Streams of random numbers by name: adding a layer does not change what another draws. */
export function streams(prefix: string): () => number {
  let count = 0
  return () => hash(`${prefix}:${count++}`)
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let state = 0x811c9dc5
  for (let at = 0; at < text.length; at++) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193)
  return state >>> 0
}

/** Activation words by their camelCase name, among those that are called. */
export function activationsAmong(words: readonly Word[]): Scope['activation'] {
  return (name) => {
    const kebab = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    const word = words.find((each) => each.kind === 'activation' && each.name === kebab)
    if (!word) return undefined
    const attributes = new Map(
      word.attributes.flatMap((each) => (each.default ? [[each.name, each.default] as const] : [])),
    )
    return { kind: 'word', use: { word, attributes, span: word.span }, span: word.span }
  }
}
