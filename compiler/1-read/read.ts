import { parseDocument } from 'yaml'
import type { Report } from '../diagnostics/report.ts'
import type { Document } from '../forms/document.ts'
import type { Source } from '../forms/source.ts'
import { Converter } from './convert.ts'
import { tooDeep } from './depth.ts'
import { isText } from './encoding.ts'
import { tooLong } from './length.ts'
import { reportSyntax } from './syntax-errors.ts'

/**
 * Text to plain data in which every node knows its place.
 *
 * YAML 1.2, core schema. What YAML would swallow in silence (`*v`, `!a`,
 * `{ J: f(a, b) }`) is reported here, where its text can still be seen. After
 * an error of syntax there is no document: what follows it is guesswork.
 */
export function read(source: Source, report: Report): Document | undefined {
  if (!isText(source, report)) return undefined
  const deep = tooDeep(source.text)
  if (deep !== undefined) {
    report.add({
      code: 'E101',
      at: { source, start: deep, end: deep + 1 },
      message: 'nested more than 200 deep',
    })
    return undefined
  }
  const long = tooLong(source.text)
  if (long !== undefined) {
    report.add({
      code: 'E101',
      at: { source, start: long, end: long + 1 },
      message: 'more than 50,000 lines, or 100,000 commas, colons, brackets and quotes',
      help: 'a spec is written by hand; what has so many parts is data',
    })
    return undefined
  }
  const yaml = parsed(source.text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  })
  const converter = new Converter(source, report, yaml)
  const root = yaml.contents === null ? undefined : converter.node(yaml.contents)
  if (yaml.errors.length > 0) {
    reportSyntax(yaml.errors, source, report)
    return undefined
  }
  if (root === undefined || (root.kind === 'scalar' && root.text === '')) {
    const at = { source, start: 0, end: 0 }
    report.add({ code: 'E102', at, message: 'the file is empty', help: 'a spec begins with `loopless: 1`' })
    return undefined
  }
  return { source, root }
}

/** Every tag is an error object to the parser: nobody reads where in its code each was made, and that takes long. */
const parsed: typeof parseDocument = (text, options) => {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return parseDocument(text, options)
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}
