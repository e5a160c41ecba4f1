import type { Report } from '../diagnostics/report.ts'
import { type Document, type Entry, entryOf, fieldOf, type Node, type Scalar } from '../forms/document.ts'
import { BATCH } from '../forms/program.ts'
import type { Span } from '../forms/source.ts'
import { type NetworkSpec, type PortSpec, unknownShape } from '../forms/spec.ts'
import { allowancesOf } from './allowances.ts'
import { checkedBatch } from './batch.ts'
import { bodyOf } from './body.ts'
import { budgetOf } from './budget.ts'
import { dataOf } from './data.ts'
import { withBatch } from './fixed-batch.ts'
import { keysOf, referenceOf, referencesOf, Scope, textOf } from './names.ts'
import { ownWordsOf } from './own-words.ts'
import type { Elsewhere } from './place.ts'
import { placeOfKey } from './place-of-key.ts'
import { portsOf, targetsOf } from './ports.ts'
import { renamedOf } from './renamed.ts'
import { checkRows } from './rows.ts'
import { network as schema } from './schemas/network.ts'
import { sizesOf } from './sizes.ts'
import { trainingOf } from './training.ts'
import { validate } from './validate.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A network's file, checked; of what is wrong in it, everything is reported. */
export function networkOf({ root, source }: Document, vocabulary: Vocabulary): NetworkSpec | undefined {
  const { report } = vocabulary
  const elsewhere: Elsewhere = (key, here) => placeOfKey(key, here, root, vocabulary)
  validate(root, schema, report, root.span, elsewhere)
  const listed = ownWordsOf(fieldOf(root, 'words'), source, vocabulary)
  const sizes = sizesOf(fieldOf(root, 'sizes'), report)
  const written = {
    inputs: portsOf(fieldOf(root, 'inputs'), report),
    targets: targetsOf(fieldOf(root, 'targets'), report),
  }
  const { inputs, targets, batch } = withBatch(written, entryOf(root, 'layers') !== undefined, report)
  const scope = new Scope(report)
  scope.reserve(BATCH, 'the batch')
  for (const size of sizes) scope.define(size, 'a size')
  // By their keys: a name whose shape is wrong is still a name.
  const ports = { inputs: keysOf(fieldOf(root, 'inputs')), targets: keysOf(fieldOf(root, 'targets')) }
  for (const input of ports.inputs) scope.define(input, 'an input')
  for (const target of ports.targets) scope.define(target, 'a target')
  const visible = new Map<string, Span>(ports.inputs.map(({ name, span }) => [name, span]))
  const body = bodyOf(root, { vocabulary, sizes, ...ports, scope, visible })
  const training = trainingOf(fieldOf(root, 'training'), body, batch, vocabulary)
  const batchSpan = batch?.span ?? fieldOf(fieldOf(root, 'training'), 'batch')?.span
  const data = dataOf(fieldOf(root, 'data'), ports, report)
  const allow = allowancesOf(fieldOf(root, 'allow'), report)
  const doubtful = data ? checkRows(data, [...inputs, ...targets], report) : []
  if (body === undefined) return undefined
  const checked = (section: string, known: readonly PortSpec[]) =>
    entriesOf(fieldOf(root, section)).map((entry) => {
      const port = known.find(({ name }) => name === entry.key.text)
      const isKnown = !doubtful.includes(entry.key.text) && !isUnclear(entry, report)
      return isKnown && port
        ? checkedBatch(port, body.kind, sizes, report)
        : { ...referenceOf(entry.key), shape: unknownShape(entry.key.span) }
    })
  const name = fieldOf(root, 'network')
  if (name?.kind === 'scalar') checkLength(name, report)
  return {
    kind: 'network',
    name: textOf(name) ?? '',
    summary: textOf(fieldOf(root, 'summary')) ?? '',
    source,
    span: name?.span ?? root.span,
    precision: textOf(fieldOf(root, 'precision')) === 'float64' ? 'float64' : 'float32',
    sizes,
    inputs: checked('inputs', inputs),
    targets: checked('targets', targets),
    ...(batch !== undefined && { batch: batch.columns }),
    ...(batchSpan && { batchSpan }),
    body,
    allow,
    budget: budgetOf(fieldOf(root, 'budget')),
    renamed: renamedOf(fieldOf(root, 'renamed')),
    keep: referencesOf(fieldOf(root, 'keep')),
    ...(training && { training }),
    ...(data && { data }),
    words: vocabulary.words,
    ownWords: listed.map(({ word }) => word),
    wordFiles: listed.map(({ file }) => file),
  }
}

function entriesOf(node: Node | undefined): readonly Entry[] {
  return node?.kind === 'mapping' ? node.entries : []
}

/** A shape and classes, one of which is wrong: nobody knows what was meant. */
function isUnclear({ value }: Entry, report: Report): boolean {
  return value.kind === 'mapping' && report.blames(value.span)
}

/** Files are called after the network, and file systems end a name at 255 bytes, endings included. */
const LONGEST_NAME = 200

function checkLength({ text, span }: Scalar, report: Report): void {
  const bytes = Buffer.byteLength(text)
  if (bytes <= LONGEST_NAME || report.blames(span)) return
  report.add({
    code: 'E208',
    at: span,
    message: `a network's name of ${bytes} bytes is longer than that of a file may be`,
    help: `its files are called after it: give it a name of at most ${LONGEST_NAME} bytes`,
  })
}
