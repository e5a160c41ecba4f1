import type { Report } from '../diagnostics/report.ts'
import type { Source } from '../forms/source.ts'

/** Text, and all of it UTF-8: nothing is read into bytes that somebody's editor or disk has spoilt. Tells the first that is wrong. */
export function isText(source: Source, report: Report): boolean {
  const { text, foreign } = source
  if (foreign !== undefined) {
    const { at, byte } = foreign
    report.add({
      code: 'E115',
      at: { source, start: at, end: at + 1 },
      message:
        byte === undefined ? 'the file is UTF-16, not UTF-8' : `the byte 0x${hexadecimal(byte)} is not UTF-8`,
      help: 'save it as UTF-8',
    })
    return false
  }
  const nul = text.indexOf('\0')
  if (nul === -1) return true
  report.add({
    code: 'E115',
    at: { source, start: nul, end: nul + 1 },
    message: 'a NUL byte, which no text has',
    help: 'a spec is a text file, saved as UTF-8',
  })
  return false
}

function hexadecimal(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0')
}
