import { placeOf } from '../../forms/source.ts'
import type { Forms, Span } from '../../index.ts'
import { nameOf } from './subject.ts'

/** The layer that a line of a module belongs to, numbered from 1: that of the comment over its method. Outside of methods, the network. */
export function layerAt(text: string, line: number, forms: Forms): Span {
  const layers = new Map(
    forms.select.program.layers.map(({ title, span }) => [`  // ${title} · ${placeOf(span)}`, span]),
  )
  for (const above of text.split('\n').slice(0, line).toReversed()) {
    const span = layers.get(above)
    if (span) return span
    // The end of another method.
    if (above === '  }' || above === '}') break
  }
  return nameOf(forms)
}

/** A line of a module as a note: `planar.ts:12: const x = 1`. */
export function quoted({ emit: { fileName } }: Forms, text: string, line: number): string {
  return `${fileName}:${line}: ${text.split('\n')[line - 1]?.trim() ?? ''}`
}
