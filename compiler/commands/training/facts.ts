import { createHash } from 'node:crypto'
import type { Facts } from 'loopless/runtime'
import type { Subject } from './subject.ts'

/** Of data and network, as short texts: a checkpoint of others is refused. */
export function fingerprintsOf({ data, generated }: Subject): Facts {
  const hash = createHash('sha256').update(data.digest)
  for (const part of [data.split.training, data.split.validation, data.split.test])
    if (part) hash.update(new Uint8Array(part.buffer, part.byteOffset, part.byteLength)).update('\n')
  return { data: short(hash.digest('hex')), equations: equationsOf(generated.text) }
}

/** Lines that compute nothing, or that other facts speak of. */
const ASIDE = /^\s*(\/\/|\/\*|\*|import |hyperparameters:)|from '/

/** Of all that a module computes, whatever its comments say about it and wherever its runtime is. */
function equationsOf(text: string): string {
  const lines = text.split('\n').filter((line) => !ASIDE.test(line))
  return short(createHash('sha256').update(lines.join('\n')).digest('hex'))
}

function short(digest: string): string {
  return digest.slice(0, 16)
}
