import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Forms } from '../../compiler/compile.ts'
import { sourceOf } from '../../compiler/forms/source.ts'
import { compiled } from './compiled.ts'

const folder = resolve(import.meta.dirname, '../../specs/models')

/** Every network of `specs/models`, compiled. */
export function models(): readonly { readonly name: string; readonly forms: Forms }[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => ({
      name: file.replace('.yaml', ''),
      forms: compiled(sourceOf(file, readFileSync(join(folder, file), 'utf8'))),
    }))
}
