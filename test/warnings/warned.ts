import { renderAll } from '../../compiler/diagnostics/render.ts'
import { type Diagnostic, Report } from '../../compiler/diagnostics/report.ts'
import { sourceOf } from '../../compiler/forms/source.ts'
import { understand } from '../../compiler/front-end.ts'
import { libraryWith } from '../support/compiled.ts'

type Files = Readonly<Record<string, string>>

/** What is said of a network that has to be sound. */
export function diagnosticsOf(text: string, files: Files = {}): readonly Diagnostic[] {
  const report = new Report()
  understand(sourceOf('spec.yaml', text), libraryWith(files), report)
  if (report.hasErrors) throw new Error(`${renderAll(report.diagnostics)}\nin\n${text}`)
  return report.diagnostics
}

/** `W404 at dense: 8`: the codes, and what they point at. */
export function warned(text: string, files: Files = {}): readonly string[] {
  return diagnosticsOf(text, files).map(
    ({ code, at }) => `${code} at ${at.source.text.slice(at.start, at.end)}`,
  )
}

/** A network of these layers that learns numbers, of 5 rows each; `rest` may say otherwise. */
export function networkOf(layers: readonly string[], rest: readonly string[] = []): string {
  const said = (key: string) => rest.some((line) => line.startsWith(`${key}:`))
  return [
    'loopless: 1',
    'network: example',
    ...(said('inputs') ? [] : ['inputs: { X: [5, m] }']),
    ...(said('targets') ? [] : ['targets: { Y: [2, m] }']),
    'layers:',
    ...layers.map((layer) => `  - ${layer.replaceAll('\n', '\n    ')}`),
    ...(said('loss') ? [] : ['loss: squared-error']),
    ...rest,
    '',
  ].join('\n')
}
