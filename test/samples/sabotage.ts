import { parse } from 'yaml'
import { javascriptOf } from '../../compiler/9-emit/javascript.ts'
import { render } from '../../compiler/9-emit/render.ts'
import { kernels } from '../../compiler/commands/proving/kernels.ts'
import { exportsOf } from '../../compiler/commands/proving/loading.ts'
import { loops } from '../../compiler/commands/proving/loops.ts'
import { memory } from '../../compiler/commands/proving/memory.ts'
import { reportTypes } from '../../compiler/commands/proving/sizes.ts'
import { type Diagnostic, Report } from '../../compiler/diagnostics/report.ts'
import { sourceOf } from '../../compiler/forms/source.ts'
import { float32 } from '../../runtime/float32.ts'
import { compiled } from '../support/compiled.ts'
import { loaded } from '../support/loaded.ts'
import { moved, nudged, trainingPlanOf, typeMistakesOf, valueNamed } from '../support/sabotage.ts'
import type { Sample } from './samples.ts'

/** What `sabotage.yaml` says is done to what the compiler made: one of these. */
interface Sabotage {
  /** Code that is replaced, and the proof that should see it. */
  readonly code?: {
    readonly from: string
    readonly to: string
    readonly proof: 'loops' | 'sizes' | 'loading'
  }
  /** A value of the forward pass that is moved: to where another lies, or to where the memory of a column ends. */
  readonly place?: { readonly move: string; readonly to?: string }
  /** A kernel that makes other bits than its definition. */
  readonly kernel?: string
}

/** What `prove` tells of a network whose code or plan was changed: of promises that only the compiler can break. */
export async function sabotaged({ files, sabotage }: Sample): Promise<readonly Diagnostic[]> {
  const forms = compiled(sourceOf('spec.yaml', files['spec.yaml']!.toString('utf8')))
  const { code, place, kernel }: Sabotage = parse(sabotage!)
  const report = new Report()
  const written = await render(forms.emit)
  if (code && !written.includes(code.from)) throw new Error(`\`${code.from}\` is not in the code`)
  const text = code ? written.replaceAll(code.from, code.to) : written
  const subject = { forms, text, exports: {}, seed: 1 }
  if (code?.proof === 'loading') {
    const script = `data:text/javascript,${encodeURIComponent(javascriptOf(text))}`
    await exportsOf(subject, () => import(/* @vite-ignore */ script), report)
  }
  if (code?.proof === 'loops') await loops(subject, report)
  if (code?.proof === 'sizes') reportTypes({ forms, text }, typeMistakesOf([{ forms, text }])[0]!, report)
  if (place) {
    const training = trainingPlanOf(forms)
    const offset =
      place.to === undefined
        ? training.perColumn
        : training.places.get(valueNamed(place.to, 'forward', forms))!.offset
    await memory(
      { ...subject, forms: moved(valueNamed(place.move, 'forward', forms), offset, forms) },
      report,
    )
  }
  if (kernel !== undefined)
    await kernels({ ...subject, exports: await loaded<object>(forms) }, report, {
      simd: float32,
      reference: nudged(kernel),
    })
  return report.diagnostics
}
