import type { Model } from './model.ts'
import type { TensorFile } from './safetensors.ts'

/** A file that was saved under the old names, as if it had been saved under the new ones; any other as it is. */
export type Renaming = (file: TensorFile, model: Pick<Model, 'digest' | 'parameters'>) => TensorFile

const PARAMETER = 'loopless.parameter.'

/**
 * For generated modules whose spec says `renamed`; in a file of its own, so that others need not load it.
 *
 * @param formerDigest of the architecture under its old names
 * @param names by the name of today the old one, and the old position where that is known
 */
export function renaming(
  formerDigest: string,
  names: Readonly<Record<string, readonly [name: string, position?: string]>>,
): Renaming {
  const entries = Object.entries(names)
  const newNames = new Map(entries.map(([name, [old, position]]) => [old, { name, position }]))
  return (file, { digest, parameters }) => {
    const said = file.metadata.get('loopless.digest')
    // What others have written says nothing of architectures: then names decide, those of today first.
    const isOld =
      said === undefined
        ? !entries.every(([name]) => file.tensors.has(name)) &&
          entries.every(([, [old]]) => file.tensors.has(old))
        : said !== digest && said === formerDigest
    if (!isOld) return file
    const metadata = [...file.metadata].map(([key, value]): [string, string] => {
      if (key === 'loopless.digest') return [key, digest]
      const found = key.startsWith(PARAMETER) ? newNames.get(key.slice(PARAMETER.length)) : undefined
      if (found === undefined) return [key, value]
      const isThere = found.position === undefined || found.position === value
      return [PARAMETER + found.name, isThere ? (parameters[found.name] ?? value) : value]
    })
    const tensors = [...file.tensors].map(
      ([name, tensor]) => [newNames.get(name)?.name ?? name, tensor] as const,
    )
    return { metadata: new Map(metadata), tensors: new Map(tensors) }
  }
}
