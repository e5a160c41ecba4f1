import { compile, type DataSpec, type Forms, fileLibrary, type NetworkSpec, Report } from '../../index.ts'
import { dataOf, type SpecData } from '../data/data.ts'
import { Rejected, stopIfWrong, stopOrWarn, wrongUsage } from '../failure.ts'
import { findSpec, type SpecFile } from '../specs.ts'
import { counted, say } from '../terminal.ts'
import { type Generated, load } from './generated.ts'

/** A network that runs, and says where its data are. */
export interface RunnableNetwork {
  readonly file: SpecFile
  readonly spec: NetworkSpec & { readonly data: DataSpec }
  readonly forms: Forms
  readonly generated: Generated
}

/** What training and evaluating begin with: such a network, and its data. */
export interface Subject extends RunnableNetwork {
  readonly data: SpecData
}

/** Says what a spec lacks for what is asked of it. */
export type Requirement = (spec: NetworkSpec, report: Report) => void

/** Everything wrong is known before anything long begins. */
export async function subjectOf(path: string, requirements: readonly Requirement[]): Promise<Subject> {
  const { file, spec, forms, report } = await checked(path, requirements)
  const data = await dataOf(spec, forms.simplify, report)
  if (report.hasErrors || data === undefined) throw new Rejected(report.diagnostics)
  if (data.dropped > 0) say(`${counted(data.dropped, 'example')} without all values left out`)
  return { file, spec, forms, data, generated: await load(forms.emit) }
}

/** The same for other examples than the spec's own. */
export async function networkIn(path: string): Promise<RunnableNetwork> {
  const { file, spec, forms, report } = await checked(path, [])
  stopIfWrong(report)
  return { file, spec, forms, generated: await load(forms.emit) }
}

async function checked(path: string, requirements: readonly Requirement[]) {
  const { file, spec, forms, report } = await compiled(path, [needsData, ...requirements])
  if (!hasData(spec)) throw new Rejected(report.diagnostics)
  return { file, spec, forms, report }
}

/** A network, with a report of what it lacks. */
export async function compiled(path: string, requirements: readonly Requirement[]) {
  const file = await findSpec(path)
  const found = new Report()
  const forms = compile(file.source, fileLibrary(), found)
  stopOrWarn(found)
  if (forms === undefined) throw wrongUsage(`\`${path}\` is a word, and only networks are trained`)
  const { check: spec } = forms
  const report = new Report()
  for (const requirement of requirements) requirement(spec, report)
  return { file, spec, forms, report }
}

/** Layers, and not equations alone. */
export function needsLayers({ body, span, name }: NetworkSpec, report: Report): void {
  if (body.kind === 'equations')
    report.add({
      code: 'E501',
      at: span,
      message: `\`${name}\` is written as equations, and has nothing to learn`,
    })
}

function hasData(spec: NetworkSpec): spec is NetworkSpec & { readonly data: DataSpec } {
  return spec.data !== undefined
}

/** A stack of layers with data for every port. */
function needsData(spec: NetworkSpec, report: Report): void {
  const { data, body, inputs, targets, span, name } = spec
  const columns = (ports: NetworkSpec['inputs']) =>
    ports.map((port) => `${port.name}: { columns: […] }`).join(', ')
  const wanted = {
    inputs: `inputs: { ${columns(inputs)} }`,
    targets: `targets: { ${columns(targets)} }`,
  }
  if (body.kind === 'equations') needsLayers(spec, report)
  else if (data === undefined)
    report.add({
      code: 'E501',
      at: span,
      message: `\`${name}\` has no \`data:\``,
      help: `add \`data: { file: ….csv, ${wanted.inputs}, ${wanted.targets} }\``,
    })
  else if (targets.some((target) => !data.targets.some((columns) => columns.name === target.name)))
    report.add({
      code: 'E501',
      at: data.files?.training.span ?? data.span,
      message: '`data:` does not say where the targets are',
      help: `add \`${wanted.targets}\` to it`,
    })
}

export function needsLoss({ body, span, name }: NetworkSpec, report: Report): void {
  if (body.kind === 'layers' && body.loss === undefined)
    report.add({
      code: 'E501',
      at: span,
      message: `\`${name}\` has no \`loss:\``,
      help: 'add one, `loss: squared-error`, say',
    })
}

/** A section that says how, and for how long. */
export function needsTraining(asked: {
  readonly epochs?: number
  readonly iterations?: number
}): Requirement {
  return ({ training, span, name }, report) => {
    const help = 'add `epochs` (each one pass over the data) or `iterations` (each one update)'
    if (training === undefined)
      report.add({
        code: 'E501',
        at: span,
        message: `\`${name}\` has no \`training:\``,
        help: 'add `training: { optimizer: adam, batch: 32, epochs: 20 }`, say',
      })
    else if ([training, asked].every((each) => (each.epochs ?? each.iterations) === undefined))
      report.add({ code: 'E501', at: training.span, message: '`training:` does not say how long', help })
  }
}
