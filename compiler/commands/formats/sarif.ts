import {
  CODES,
  type Code,
  type Diagnostic,
  explain,
  positionAt,
  printable,
  type Source,
  type Span,
} from '../../essentials.ts'
import { version } from '../version.ts'
import { fingerprintsOf } from './fingerprints.ts'
import { inJson } from './in-json.ts'
import { inRepository, isOfLibrary } from './places.ts'

/** Folders that files are named from; where they lie on this machine is nobody's business. */
const BASES = {
  SRCROOT: { description: { text: 'The root of the repository, or the folder in which loopless ran.' } },
  LIBRARY: { description: { text: 'The folder `specs` of the package loopless.' } },
}

/**
 * Diagnostics in the Static Analysis Results Interchange Format, version 2.1.0
 * (OASIS, 2020). A rule is a code, with its page as help; a result's region is
 * where it is, and its related locations are the other places that played a part.
 */
export function asSarif(diagnostics: readonly Diagnostic[]): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort()
  const fingerprints = fingerprintsOf(diagnostics)
  const run = {
    tool: {
      driver: {
        name: 'loopless',
        semanticVersion: version(),
        shortDescription: { text: 'Checks neural networks written in YAML: schema, names, sizes.' },
        rules: codes.map(ruleOf),
      },
    },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: BASES,
    results: diagnostics.map((diagnostic, i) => ({
      ...resultOf(diagnostic),
      ruleIndex: codes.indexOf(diagnostic.code),
      partialFingerprints: { 'codeFileAndMessage/v1': fingerprints[i] },
    })),
  }
  return inJson({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [run],
  })
}

function ruleOf(code: Code): object {
  const page = explain(code)
  return {
    id: code,
    shortDescription: { text: CODES[code] },
    help: { text: page, markdown: page },
    defaultConfiguration: { level: code.startsWith('W') ? 'warning' : 'error' },
  }
}

function resultOf({ code, severity, message, at, labels, notes, help }: Diagnostic): object {
  return {
    ruleId: code,
    level: severity,
    message: {
      text: [
        plain(message),
        // Links to the related locations: viewers show those that a message names.
        ...labels.map(({ text }, id) => `[${printable(text).replaceAll(/[\\[\]]/g, '\\$&')}](${id})`),
        ...notes.map(plain),
        ...(help === undefined ? [] : [`help: ${plain(help)}`]),
      ].join('\n'),
    },
    locations: [{ physicalLocation: placeOf(at) }],
    ...(labels.length > 0 && {
      relatedLocations: labels.map(({ span, text }, id) => ({
        id,
        physicalLocation: placeOf(span),
        message: { text: printable(text) },
      })),
    }),
  }
}

/** Text in which nothing is taken for a link, or by a terminal. */
function plain(text: string): string {
  return printable(text).replaceAll(/\](?=\()/g, '\\]')
}

function placeOf(span: Span): object {
  return { artifactLocation: fileOf(span.source), region: regionOf(span) }
}

function fileOf(source: Source): object {
  const path = isOfLibrary(source) ? source.path : inRepository(source.path)
  const uri = path.split('/').map(encodeURIComponent).join('/')
  if (isOfLibrary(source)) return { uri, uriBaseId: 'LIBRARY' }
  // What lies outside is not named from there.
  return uri.startsWith('../') || uri.startsWith('/') ? { uri } : { uri, uriBaseId: 'SRCROOT' }
}

function regionOf({ source, start, end }: Span): object {
  const [first, last] = [positionAt(source, start), positionAt(source, end)]
  return {
    startLine: first.line,
    startColumn: first.column,
    endLine: last.line,
    endColumn: last.column,
    // Of an excerpt, nobody knows where in its file it begins.
    ...(source.firstLine === undefined && { charOffset: start, charLength: end - start }),
    snippet: { text: source.text.slice(start, end) },
  }
}
