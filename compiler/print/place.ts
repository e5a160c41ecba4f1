import type { Program } from '../forms/program.ts'
import { placeOf, type Span } from '../forms/source.ts'

/** `Z1 (4, m) = add %11 b1                      · layer 1 · planar.yaml:12`: the remark in a column of its own. */
export function remarked(text: string, remark: string): string {
  return `${text.padEnd(COLUMN)} · ${remark}`
}

const COLUMN = 54

/** `layer 1`, or what stands in its place: `loss`, `update`. */
export function layerOf(layer: number, { layers }: Program): string {
  const key = layers[layer]?.key ?? ''
  return /^\d+$/.test(key) ? `layer ${key}` : key.charAt(0).toLowerCase() + key.slice(1)
}

export function placed(layer: number, program: Program, span: Span): string {
  return [layerOf(layer, program), placeOf(span)].filter((part) => part !== '').join(' · ')
}

/** Lines below their heading; nothing where there are none. */
export function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', heading, ...lines.map((line) => `  ${line}`)]
}
