import { type Forms, fieldOf, printShape, type Span } from '../../index.ts'
import type { Finding } from './finding.ts'

/** One thing that code which calls the module can see. */
interface Aspect {
  readonly what: string
  readonly value: string
  readonly at: Span
  /** Code must give it: a new one breaks as well. */
  readonly isGiven?: true
}

/** What callers see: ports, classes, the output, and what else bears a name. */
export function interfaceFindings(before: Forms, after: Forms): readonly Finding[] {
  const [old, young] = [aspectsOf(before), aspectsOf(after)]
  const finding = (severity: Finding['severity'], message: string, at: Span): Finding => ({
    severity,
    subject: 'interface',
    message,
    at,
  })
  return [
    ...old.flatMap(({ what, value, at }) => {
      const now = young.find((each) => each.what === what)
      if (now === undefined) return [finding('callers', `${what} is gone`, at)]
      return now.value === value
        ? []
        : [finding('callers', `${what} is ${now.value}, and was ${value}`, now.at)]
    }),
    ...young.flatMap(({ what, at, isGiven }) =>
      old.some((each) => each.what === what)
        ? []
        : [finding(isGiven ? 'callers' : 'nobody', `${what} is new`, at)],
    ),
  ]
}

function aspectsOf({ read, check, simplify }: Forms): readonly Aspect[] {
  const { interface: ports, results, values } = simplify
  const { inputs, targets, keep, body, span } = check
  const spanIn = (specs: typeof inputs, name: string) =>
    specs.find((each) => each.name === name)?.span ?? span
  const aspects: Aspect[] = [
    { what: 'the name of the network', value: `\`${check.name}\``, at: span },
    { what: 'the kind of network', value: `one of ${ports.kind}`, at: span },
    {
      what: 'the precision',
      value: check.precision,
      at: fieldOf(read.root, 'precision')?.span ?? span,
    },
    ...ports.inputs.flatMap(({ name, shape, columns }): readonly Aspect[] => [
      { what: `input \`${name}\``, value: printShape(shape), at: spanIn(inputs, name), isGiven: true },
      ...(columns
        ? [
            {
              what: `what \`${name}\` is encoded of`,
              value: columnsText(columns),
              at: check.data?.span ?? span,
            },
          ]
        : []),
    ]),
    ...ports.targets.flatMap(({ name, shape, classes }): readonly Aspect[] => [
      { what: `target \`${name}\``, value: printShape(shape), at: spanIn(targets, name), isGiven: true },
      ...(classes
        ? [{ what: `what \`${name}\` is one of`, value: classes.join(', '), at: spanIn(targets, name) }]
        : []),
    ]),
  ]
  if (check.batch !== undefined)
    aspects.push({ what: 'the batch of training', value: String(check.batch), at: span, isGiven: true })
  for (const { role, phase, name, value } of results) {
    if (role === 'output' && phase === 'predict')
      aspects.push({ what: 'the output', value: printShape(values[value]!.shape), at: lastLayerOf(check) })
    if (role === 'loss' && phase === 'forward')
      aspects.push({
        what: 'training',
        value: 'there',
        at: body.kind === 'layers' ? (body.loss?.span ?? span) : span,
      })
    if (role === 'metric' || role === 'kept' || (role === 'gradient' && ports.kind === 'equations'))
      aspects.push({
        what: `${role === 'kept' ? 'the value' : `the ${role}`} \`${name}\``,
        value: printShape(values[value]!.shape),
        at: keep.find((each) => each.name === name)?.span ?? originOf(value, simplify) ?? span,
      })
    if (role === 'output' && ports.kind === 'equations')
      aspects.push({
        what: `the result \`${name}\``,
        value: printShape(values[value]!.shape),
        at: originOf(value, simplify) ?? span,
      })
  }
  return aspects
}

function columnsText(columns: readonly { readonly name: string; readonly categories?: readonly string[] }[]) {
  return columns
    .map(({ name, categories }) => (categories ? `${name} (${categories.join(', ')})` : name))
    .join(', ')
}

function lastLayerOf({ body, span }: Forms['check']): Span {
  return body.kind === 'layers' ? (body.layers.at(-1)?.span ?? span) : span
}

function originOf(value: number, { instructions }: Forms['simplify']): Span | undefined {
  return instructions.find(({ result }) => result === value)?.origin.span
}
