import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { pipeline, type Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { Report, Source, Span } from '../../essentials.ts'
import { shown } from '../terminal.ts'

/** A file with examples, as a reader gets it. */
export interface DataFile {
  /** Absolute. */
  readonly path: string
  /** Where the spec names it. */
  readonly span: Span
  readonly separator?: string
}

/** A file's own name without its endings: what its only column is called. */
export function stemOf({ path }: DataFile): string {
  return basename(path)
    .replace(/\.gz$/i, '')
    .replace(/\.[^.]*$/, '')
}

const CHUNK = 1 << 18

/** A file from its beginning; what is compressed by gzip comes uncompressed. */
export function bytesOf({ path }: DataFile): Readable {
  const bytes = createReadStream(path, { highWaterMark: CHUNK })
  if (!/\.gz$/i.test(path)) return bytes
  // Whoever reads the last of a pipeline hears of its errors.
  return pipeline(bytes, createGunzip(), () => {})
}

/** Reports that a file is not what its name says; where the file is no text, at its name in the spec. */
export function unreadable(
  { path, span }: DataFile,
  message: string,
  report: Report,
  help?: string,
): undefined {
  report.add({ code: 'E502', at: span, message: `${shown(path)} ${message}`, help })
}

/**
 * Some of a text file's bytes as a text of their own, from the beginning of a line.
 *
 * @param ranges from and to, in bytes, in order
 */
export async function excerptsOf(
  file: DataFile,
  ranges: readonly (readonly [from: number, to: number])[],
): Promise<readonly Source[]> {
  const found = ranges.map(() => ({ parts: [] as Buffer[], firstLine: 1 }))
  const last = Math.max(0, ...ranges.map(([, to]) => to))
  let at = 0
  for await (const chunk of chunksOf(file)) {
    for (const [index, [from, to]] of ranges.entries()) {
      const excerpt = found[index]!
      excerpt.firstLine += linesIn(chunk.subarray(0, Math.max(0, from - at)))
      if (from < at + chunk.length && to > at)
        excerpt.parts.push(chunk.subarray(Math.max(0, from - at), to - at))
    }
    at += chunk.length
    if (at >= last) break
  }
  return found.map(({ parts, firstLine }) => {
    const text = Buffer.concat(parts).toString('utf8')
    // Blank lines that a parser has passed over belong to nobody.
    const blank = /^(?:\uFEFF|[^\S\n]*\n)*/.exec(text)![0]
    const passed = linesIn(Buffer.from(blank))
    return { path: shown(file.path), text: text.slice(blank.length), firstLine: firstLine + passed }
  })
}

/** The same for lines, counted from 1. */
export async function linesOf(file: DataFile, line: number): Promise<Source> {
  const parts: Buffer[] = []
  let before = 1
  for await (const chunk of chunksOf(file)) {
    let rest = chunk
    while (before < line && rest.includes(NEWLINE)) {
      rest = rest.subarray(rest.indexOf(NEWLINE) + 1)
      before += 1
    }
    if (before < line) continue
    const end = rest.indexOf(NEWLINE)
    parts.push(end < 0 ? rest : rest.subarray(0, end))
    if (end >= 0) break
  }
  const text = Buffer.concat(parts).toString('utf8').replace(/\r$/, '')
  return { path: shown(file.path), text, firstLine: line }
}

const NEWLINE = 10

function linesIn(bytes: Buffer): number {
  let lines = 0
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines += 1
  return lines
}

export function chunksOf(file: DataFile): AsyncIterable<Buffer> {
  return bytesOf(file)
}
