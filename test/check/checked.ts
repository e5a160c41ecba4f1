import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { read } from '../../compiler/1-read/read.ts'
import { check } from '../../compiler/2-check/check.ts'
import { renderAll } from '../../compiler/diagnostics/render.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import { type Source, sourceOf } from '../../compiler/forms/source.ts'
import type { Library, NetworkSpec, Word, WordKind } from '../../compiler/forms/spec.ts'

const FOLDERS: Readonly<Record<WordKind, string>> = {
  layer: 'specs/library/layers',
  activation: 'specs/library/activations',
  loss: 'specs/library/losses',
  metric: 'specs/library/metrics',
  regularizer: 'specs/library/regularizers',
  schedule: 'specs/library/schedules',
  clipping: 'specs/library/clippings',
  optimizer: 'specs/library/optimizers',
  initializer: 'specs/library/initializers',
}

/** Files beside the spec, by path: what `words:` may name. */
export type Files = Readonly<Record<string, string>>

/** The library on disk, and files that are only in the test. */
export function libraryWith(files: Files = {}): Library {
  return {
    names: (kind) => specsIn(FOLDERS[kind]).map((path) => posix.basename(path, '.yaml')),
    word: (kind, name) => sourceAt(`${FOLDERS[kind]}/${name}.yaml`),
    file: (from, path) => {
      const found = posix.join(posix.dirname(from.path), path)
      const text = files[found]
      return text === undefined ? undefined : sourceOf(found, text)
    },
  }
}

export function specsIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => `${folder}/${name}`)
}

export function sourceAt(path: string): Source | undefined {
  return existsSync(path) ? sourceOf(path, readFileSync(path, 'utf8')) : undefined
}

/** Stages 1 and 2. */
export function checked(source: Source, files: Files = {}) {
  const report = new Report()
  const document = read(source, report)
  const spec = document && check(document, libraryWith(files), report, read)
  return { spec, report }
}

/** What is said of a text, as it is printed. */
export function complaints(text: string, files: Files = {}): string {
  return renderAll(checked(sourceOf('spec.yaml', text), files).report.diagnostics)
}

/** The network a text says; fails with its complaints. */
export function network(text: string, files: Files = {}): NetworkSpec {
  const spec = sound(text, files)
  if (spec.kind !== 'network') throw new Error(`${spec.kind} ${spec.name} is no network`)
  return spec
}

export function word(text: string, files: Files = {}): Word {
  const spec = sound(text, files)
  if (spec.kind === 'network') throw new Error(`network ${spec.name} is no word`)
  return spec
}

function sound(text: string, files: Files): NetworkSpec | Word {
  const { spec, report } = checked(sourceOf('spec.yaml', text), files)
  if (spec === undefined) throw new Error(renderAll(report.diagnostics))
  return spec
}
