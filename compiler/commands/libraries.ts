import { dirname, resolve } from 'node:path'
import type { Library } from '../essentials.ts'
import type { SpecFile } from './specs.ts'

/** @param note called with every file that specs name, there or not, before it is read: what they say depends on it */
export function noting(library: Library, note: (file: string) => void): Library {
  return {
    ...library,
    file: (from, path) => {
      note(resolve(dirname(from.path), path))
      return library.file(from, path)
    },
  }
}

/** One of the files is not on the disk as it is meant. */
export function withOneOf(library: Library, { file, source }: SpecFile): Library {
  return {
    ...library,
    file: (from, path) => (resolve(dirname(from.path), path) === file ? source : library.file(from, path)),
  }
}
