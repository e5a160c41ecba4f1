import { existsSync } from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { readSafetensors } from '../../runtime/safetensors.ts'
import { type ExitCode, Failure, wrongUsage } from './failure.ts'
import { counted, say, shown } from './terminal.ts'
import { readWeights } from './training/weights.ts'
import { writeWhole } from './write.ts'

export interface EmbedOptions {
  readonly out?: string
}

const LANGUAGES: Readonly<Record<string, 'ts' | 'js'>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.js': 'js',
  '.mjs': 'js',
}

/** A file of weights as a module, for places where there are no files. */
export async function embed(weights: string, options: EmbedOptions): Promise<ExitCode> {
  const file = resolve(weights)
  if (!existsSync(file)) throw wrongUsage(`there is no file \`${weights}\``)
  const out = resolve(options.out ?? join(dirname(file), `${basename(file, '.safetensors')}.weights.ts`))
  const language = LANGUAGES[extname(out)]
  if (language === undefined)
    throw wrongUsage(
      `\`${options.out}\` is no module`,
      `a module ends in ${Object.keys(LANGUAGES).join(', ')}`,
    )
  const bytes = await readWeights(file)
  const { network, numbers } = contents(bytes, file)
  await writeWhole(
    out,
    moduleOf(bytes, { name: basename(out), from: basename(file), network, numbers, language }),
  )
  say(`wrote ${shown(out)}, ${counted(numbers, 'number')} of \`${network}\``)
  return 0
}

function contents(bytes: Uint8Array, file: string): { readonly network: string; readonly numbers: number } {
  try {
    const { metadata, tensors } = readSafetensors(bytes)
    const sizes = [...tensors.values()].map(({ shape }) => shape.reduce((product, size) => product * size, 1))
    return {
      network: metadata.get('loopless.network') ?? '?',
      numbers: sizes.reduce((sum, size) => sum + size, 0),
    }
  } catch (error) {
    throw new Failure(
      1,
      `${shown(file)} is no file of weights: ${error instanceof Error ? error.message : error}`,
    )
  }
}

interface Embedded {
  readonly name: string
  readonly from: string
  readonly network: string
  readonly numbers: number
  readonly language: 'ts' | 'js'
}

/** As wide as code is. */
const WIDTH = 116

/** Base64 in lines, blanks between which `atob` passes over. */
function moduleOf(bytes: Uint8Array, { name, from, network, numbers, language }: Embedded): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
  const lines = text.match(new RegExp(`.{1,${WIDTH}}`, 'g')) ?? []
  const type = language === 'ts' ? ': Uint8Array<ArrayBuffer>' : ''
  return [
    `// ${name} · by \`loopless embed\`, from ${from}: make it again from that file`,
    '// @generated',
    '// biome-ignore-all format: generated',
    '// biome-ignore-all lint: generated',
    '// deno-fmt-ignore-file',
    '// deno-lint-ignore-file',
    '/* eslint-disable */',
    '',
    `/** What \`${network}\` has learned, ${counted(numbers, 'number')}, as a safetensors file: \`predictor(weights)\` and \`load(weights)\` read it. */`,
    ...(language === 'js' ? ['/** @type {Uint8Array<ArrayBuffer>} */'] : []),
    `const weights${type} = Uint8Array.from(atob(\``,
    ...lines,
    '`), (character) => character.charCodeAt(0))',
    '',
    'export default weights',
    '',
  ].join('\n')
}
