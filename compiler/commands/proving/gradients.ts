import { float64 } from 'loopless/runtime/float64'
import { BATCH, type Forms, type LayerUse, positionAt, type Report, type Span } from '../../index.ts'
import { figure } from '../table.ts'
import { counted } from '../terminal.ts'
import { culpritOf, firstLost } from './blame.ts'
import { functionOf, type Ground, type NetworkFunction } from './function.ts'
import { Random } from './random.ts'
import { type Comparison, compareSlopes, type Mismatch } from './slopes.ts'
import { nameOf, type Proof, type Subject } from './subject.ts'

/**
 * Where the loss has no value on numbers of both signs (a logarithm of the data, say), positive ones are tried, then
 * positive parameters too.
 */
const GROUNDS: readonly Ground[] = [
  { examples: { low: -1.5, high: 1.5 }, parameters: 'around' },
  { examples: { low: 0.05, high: 1.5 }, parameters: 'around' },
  { examples: { low: 0.05, high: 1.5 }, parameters: 'positive' },
]

/** Of all directions; where there are more, the rest says little. */
const MOST_KINKS = 0.1

/**
 * The gradients that the generated code computes, with its kernels, in float64, are what differences of its loss show: by every
 * parameter or, of equations, by every input that they are differentiated by.
 */
export const gradients: Proof = async (subject, report) => {
  const { forms, seed } = subject
  const f = await finiteFunction(subject)
  if (f === undefined) return 'nothing to differentiate'
  if (!Number.isFinite(f.value())) {
    reportLost(forms, f, seed, report)
    return undefined
  }
  const found = compareSlopes(f.value, f.gradients(), new Random(seed, 4))
  const [mistake] = found.wrong
  if (mistake) reportWrong(subject, f, mistake, report)
  else if (found.bent.length > 0 || found.kinks > Math.max(1, MOST_KINKS * found.directions))
    reportKinks(forms, found, report)
  else return summaryOf(forms, found)
  return undefined
}

/** On the first ground on which it has a value; else on the first. */
async function finiteFunction({ forms, exports, seed }: Subject): Promise<NetworkFunction | undefined> {
  const { program } = forms.select
  let first: NetworkFunction | undefined
  for (const ground of GROUNDS) {
    const f = await functionOf(program, exports, float64, seed, ground)
    if (f === undefined || Number.isFinite(f.value())) return f
    first ??= f
  }
  return first
}

/** `gradients 5 parameters, 48 directions, worst 3.1e-9` */
function summaryOf(forms: Forms, { directions, kinks, worst }: Comparison): string {
  const { kind, differentiated } = forms.select.program.interface
  const what = counted(differentiated.length, kind === 'layers' ? 'parameter' : 'input')
  return [
    `gradients ${what}`,
    counted(directions, 'direction'),
    `worst ${worst.toExponential(1)}`,
    ...(kinks > 0 ? [counted(kinks, 'kink')] : []),
  ].join(', ')
}

function reportWrong(
  { forms, seed }: Subject,
  f: NetworkFunction,
  { name, element, claimed, found }: Mismatch,
  report: Report,
): void {
  const { span, others, notes } = culpritOf(forms, f, seed, name)
  const by =
    element === undefined ? `\`${name}\` in some direction` : `\`${elementName(forms, f, name, element)}\``
  const home = homeOf(forms, name)
  report.add({
    code: 'E410',
    at: span,
    message: `the gradient by ${by} is ${figure(claimed)}, and differences of the loss show ${figure(found)}`,
    labels: [
      ...(home && home.start !== span.start ? [{ span: home, text: `\`${name}\` is here` }] : []),
      ...[...new Map(others.map((other) => [other.start, other])).values()]
        .filter(({ start }) => start !== span.start)
        .map((other) => ({ span: other, text: 'a part of it comes from here' })),
    ],
    notes: [...notes, ...wordOf(forms, span)],
    help: Number.isFinite(claimed)
      ? undefined
      : '`where` chooses between values, and gradients go through both: keep each where it has a slope, by `maximum`, say',
  })
}

function reportKinks(forms: Forms, { kinks, directions, bent }: Comparison, report: Report): void {
  const [name] = bent
  report.add({
    code: 'E411',
    at: (name === undefined ? undefined : homeOf(forms, name)) ?? nameOf(forms),
    message:
      name === undefined
        ? `the loss has a kink in ${kinks} of ${counted(directions, 'direction')}: its gradients cannot be proved`
        : `the loss has a kink in most directions of \`${name}\`: its gradient cannot be proved`,
    help: 'look for a corner (`abs`, `maximum`, `where`) that lies exactly where values are',
  })
}

function reportLost(forms: Forms, f: NetworkFunction, seed: number, report: Report): void {
  const { span, notes } = firstLost(forms, f, seed)
  report.add({
    code: 'E411',
    at: span,
    message: 'the loss is not finite on random examples: its gradients cannot be proved',
    notes: [...notes, ...wordOf(forms, span)],
    help: 'keep what goes into a logarithm, a root or a quotient away from where it has no value',
  })
}

/** As code asks for it: `W1.at(0, 2)`. */
function elementName(
  { select: { program } }: Forms,
  { batch }: NetworkFunction,
  name: string,
  element: number,
) {
  const { shape } = program.values.find((value) => value.leaf && value.name === name)!
  if (shape.length === 0) return name
  const columns = shape[1]!.key === BATCH ? batch : Number(shape[1]!.key)
  return `${name}.at(${Math.floor(element / columns)}, ${element % columns})`
}

/** Where the user's own word of a layer is written: at its equation, if it has but one. */
function wordOf({ check: { body, ownWords } }: Forms, layer: Span): readonly string[] {
  const uses = body.kind === 'layers' ? singleLayers(body.layers) : []
  const word = uses.find(({ span }) => span.start === layer.start)?.use.word
  if (word === undefined || !ownWords.includes(word)) return []
  const [only, ...others] = word.equations
  const { source, start } = only && others.length === 0 ? only.nameSpan : word.span
  const { line, column } = positionAt(source, start)
  return [`in ${word.kind} word \`${word.name}\`, ${source.path}:${line}:${column}`]
}

function singleLayers(layers: readonly LayerUse[]): readonly Extract<LayerUse, { kind: 'layer' }>[] {
  return layers.flatMap((each) => (each.kind === 'layer' ? [each] : singleLayers(each.layers)))
}

/** The layer of a parameter. */
function homeOf({ select: { program } }: Forms, name: string): Span | undefined {
  const note = program.interface.parameters.find((each) => each.name === name)
  return note && program.layers[note.layer]?.span
}
