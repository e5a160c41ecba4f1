import { afterEach, describe, expect, it, vi } from 'vitest'
import { asGithub, printAnnotation } from '../../compiler/commands/formats/github.ts'
import { asGitlab } from '../../compiler/commands/formats/gitlab.ts'
import { asJson } from '../../compiler/commands/formats/json.ts'
import { asSarif } from '../../compiler/commands/formats/sarif.ts'
import { CODES, type Code } from '../../compiler/diagnostics/codes.ts'
import { explain } from '../../compiler/diagnostics/explain.ts'
import { type Diagnostic, type Finding, Report } from '../../compiler/diagnostics/report.ts'
import { type Source, type Span, sourceOf } from '../../compiler/forms/source.ts'
import { understand } from '../../compiler/front-end.ts'
import { library } from '../support/compiled.ts'
import { complaintsAboutSarif } from './support/sarif.ts'

// A surrogate pair before the mistake: columns and offsets count UTF-16 units.
const CAT = sourceOf(
  'specs/cat.yaml',
  'loopless: 1\nnetwork: cat # 🐈, and all\nlayers:\n  - dense: 20\n  - mine: { units: 7, wide: 21 }\n',
)
const ODD = sourceOf('layers/100% odd: a, #b/[ü].yaml', 'loopless: 1\r\nlayer: odd\r\n')
const WORD = sourceOf('library/layers/dense.yaml', 'loopless: 1\nlayer: dense\n')

const MISMATCH: Finding = {
  code: 'E301',
  at: at(CAT, '21'),
  message: '`W @ A` multiplies (7, 21) by (20, m)',
  labels: [
    { span: at(CAT, '21'), text: 'W has 21 columns from here' },
    { span: at(CAT, '20'), text: 'A has [20](0) rows from here' },
    { span: at(WORD, 'dense'), text: 'used here' },
  ],
  notes: ['in layer word `mine`'],
  help: '`wide` must be 20 here',
}
const ODDITY: Finding = {
  code: 'E203',
  at: at(ODD, 'layer: odd\r\n'),
  message: '50% of `a\nb`, [x](1)\r and so on',
}
const IN_ORDER = [ODDITY, MISMATCH]

/** The place of a text in a source. */
function at(source: Source, text: string): Span {
  const start = source.text.indexOf(text)
  return { source, start, end: start + text.length }
}

function found(...findings: readonly Finding[]): readonly Diagnostic[] {
  const report = new Report()
  for (const finding of findings) report.add(finding)
  return report.diagnostics
}

const parsedSarif = (diagnostics: readonly Diagnostic[]) => {
  const log = JSON.parse(asSarif(diagnostics))
  expect(complaintsAboutSarif(log)).toEqual([])
  return log.runs[0]
}

afterEach(() => {
  vi.unstubAllEnvs()
})

describe('JSON', () => {
  it('has every place with its lines, columns and offsets, and all that is said', () => {
    expect(JSON.parse(asJson(found(MISMATCH)))).toEqual({
      diagnostics: [
        {
          code: 'E301',
          severity: 'error',
          message: '`W @ A` multiplies (7, 21) by (20, m)',
          at: {
            file: 'specs/cat.yaml',
            start: { line: 5, column: 29, offset: 89 },
            end: { line: 5, column: 31, offset: 91 },
          },
          labels: [
            {
              text: 'W has 21 columns from here',
              at: {
                file: 'specs/cat.yaml',
                start: { line: 5, column: 29, offset: 89 },
                end: { line: 5, column: 31, offset: 91 },
              },
            },
            {
              text: 'A has [20](0) rows from here',
              at: {
                file: 'specs/cat.yaml',
                start: { line: 4, column: 12, offset: 58 },
                end: { line: 4, column: 14, offset: 60 },
              },
            },
            {
              text: 'used here',
              at: {
                file: 'library/layers/dense.yaml',
                start: { line: 2, column: 8, offset: 19 },
                end: { line: 2, column: 13, offset: 24 },
              },
            },
          ],
          notes: ['in layer word `mine`'],
          help: '`wide` must be 20 here',
        },
      ],
    })
  })

  it('has no offsets of an excerpt, whose beginning nobody knows', () => {
    const excerpt = { path: 'data.csv', text: 'x,2\n', firstLine: 70_000 }
    const [{ at: place }] = JSON.parse(
      asJson(found({ code: 'E505', at: at(excerpt, 'x'), message: 'no' })),
    ).diagnostics
    expect(place).toEqual({
      file: 'data.csv',
      start: { line: 70_000, column: 1 },
      end: { line: 70_000, column: 2 },
    })
  })
})

describe('SARIF', () => {
  it('is valid without any diagnostics', () => {
    expect(parsedSarif([]).results).toEqual([])
  })

  it('has a rule for each code that was found, with its page', () => {
    const { tool, results } = parsedSarif(found(...IN_ORDER, { ...MISMATCH, at: at(CAT, '20') }))
    expect(tool.driver.rules).toEqual(
      (['E203', 'E301'] as const).map((code) => ({
        id: code,
        shortDescription: { text: CODES[code] },
        help: { text: explain(code), markdown: explain(code) },
        defaultConfiguration: { level: 'error' },
      })),
    )
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId)
  })

  it('has regions, and other places that the message links to', () => {
    const { columnKind, results } = parsedSarif(found(MISMATCH))
    expect(columnKind).toBe('utf16CodeUnits')
    const [{ message, level, locations, relatedLocations }] = results
    expect(level).toBe('error')
    expect(message.text.split('\n')).toEqual([
      '`W @ A` multiplies (7, 21) by (20, m)',
      '[W has 21 columns from here](0)',
      '[A has \\[20\\](0) rows from here](1)',
      '[used here](2)',
      'in layer word `mine`',
      'help: `wide` must be 20 here',
    ])
    expect(locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: 'specs/cat.yaml', uriBaseId: 'SRCROOT' },
          region: {
            startLine: 5,
            startColumn: 29,
            endLine: 5,
            endColumn: 31,
            charOffset: 89,
            charLength: 2,
            snippet: { text: '21' },
          },
        },
      },
    ])
    const places = relatedLocations.map(
      ({ id, message: { text }, physicalLocation: { artifactLocation } }: RelatedLocation) => ({
        id,
        text,
        ...artifactLocation,
      }),
    )
    expect(places).toEqual([
      { id: 0, text: 'W has 21 columns from here', uri: 'specs/cat.yaml', uriBaseId: 'SRCROOT' },
      { id: 1, text: 'A has [20](0) rows from here', uri: 'specs/cat.yaml', uriBaseId: 'SRCROOT' },
      { id: 2, text: 'used here', uri: 'library/layers/dense.yaml', uriBaseId: 'LIBRARY' },
    ])
  })

  it('writes paths as URIs, and takes nothing of a message for a link', () => {
    const [{ message, locations }] = parsedSarif(found(ODDITY)).results
    const [{ physicalLocation }] = locations
    expect(physicalLocation.artifactLocation.uri).toBe(
      'layers/100%25%20odd%3A%20a%2C%20%23b/%5B%C3%BC%5D.yaml',
    )
    expect(physicalLocation.region).toMatchObject({ startLine: 2, startColumn: 1, endLine: 3, endColumn: 1 })
    expect(message.text).toContain('[x\\](1)')
  })

  it('names what lies outside from nowhere', () => {
    const outside = sourceOf('../words/far.yaml', 'loopless: 1\n')
    const [{ locations }] = parsedSarif(found({ ...MISMATCH, at: at(outside, '1') })).results
    expect(locations[0].physicalLocation.artifactLocation).toEqual({ uri: '../words/far.yaml' })
  })

  interface RelatedLocation {
    readonly id: number
    readonly message: { readonly text: string }
    readonly physicalLocation: { readonly artifactLocation: object }
  }
})

describe('annotations of GitHub', () => {
  it('are a line each, with all that is said', () => {
    expect(asGithub(found(MISMATCH))).toBe(
      [
        '::error file=specs/cat.yaml,line=5,endLine=5,col=29,endColumn=31,title=E301%3A sizes do not fit',
        [
          '`W @ A` multiplies (7, 21) by (20, m)',
          'W has 21 columns from here',
          'specs/cat.yaml:4:12: A has [20](0) rows from here',
          'library/layers/dense.yaml:2:8: used here',
          'in layer word `mine`',
          'help: `wide` must be 20 here',
        ].join('%0A'),
      ].join('::'),
    )
  })

  it('are escaped, and have columns only in one line', () => {
    expect(asGithub(found(ODDITY))).toBe(
      '::error file=layers/100%25 odd%3A a%2C #b/[ü].yaml,line=2,endLine=3,title=E203%3A an unknown key::50%25 of `a␊b`, [x](1)␍ and so on',
    )
  })

  it('escape a percent sign before what it escapes', () => {
    expect(printAnnotation({ severity: 'warning', file: '%3A', title: '\r\n', message: '%0A' })).toBe(
      '::warning file=%253A,title=%0D%0A::%250A',
    )
  })

  it('are none where nothing was found', () => {
    expect(asGithub([])).toBe('')
  })

  it('name files from the root of the repository, where GitHub says which that is', () => {
    vi.stubEnv('GITHUB_WORKSPACE', `${process.cwd()}/..`)
    const folder = process.cwd().split('/').at(-1)
    expect(asGithub(found(MISMATCH))).toContain(`file=${folder}/specs/cat.yaml,`)
    vi.stubEnv('GITHUB_WORKSPACE', `${process.cwd()}/elsewhere`)
    expect(asGithub(found(MISMATCH))).toContain('file=specs/cat.yaml,')
  })
})

describe('what a spec says', () => {
  // Of a terminal: colours, a bell, a command in one character, and text from right to left.
  const COMMANDS = '\u001b[31m \u0007 \u009b2J \u202e \u2066'
  const SHOWN = '␛[31m ␇ \ufffd2J \ufffd \ufffd'
  const source = sourceOf('specs/bad.yaml', `network: "${COMMANDS}"\n`)
  const span = at(source, COMMANDS)
  const diagnostics = found({
    code: 'E203',
    at: span,
    message: `message ${COMMANDS}`,
    labels: [{ span, text: `label ${COMMANDS}` }],
    notes: [`note ${COMMANDS}`],
    help: `help ${COMMANDS}`,
  })

  it.each([
    ['GitHub', asGithub],
    ['GitLab', asGitlab],
    ['SARIF', asSarif],
    ['JSON', asJson],
  ])('commands no terminal, as %s', (_, format) => {
    const text = format(diagnostics)
    expect(text).not.toMatch(/(?!\n)\p{Cc}|[\u2028-\u202e\u2066-\u2069]/u)
    if (format === asJson) {
      expect(JSON.parse(text).diagnostics[0].message).toBe(`message ${COMMANDS}`)
      return
    }
    for (const part of ['message', 'label', 'note', 'help'])
      expect(text).toContain(`${part} ${format === asGithub ? SHOWN : JSON.stringify(SHOWN).slice(1, -1)}`)
  })

  it('is in SARIF as it is where a region quotes it', () => {
    const [{ locations }] = parsedSarif(diagnostics).results
    expect(locations[0].physicalLocation.region.snippet.text).toBe(COMMANDS)
  })
})

describe('the code quality report of GitLab', () => {
  it('has an issue for each diagnostic, which keeps its fingerprint when lines are added above', () => {
    const issues = JSON.parse(asGitlab(found(MISMATCH)))
    expect(issues).toEqual([
      {
        description: expect.stringMatching(
          /^E301: `W @ A` multiplies .*\n[\s\S]*help: `wide` must be 20 here$/,
        ),
        check_name: 'E301',
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
        severity: 'major',
        location: { path: 'specs/cat.yaml', lines: { begin: 5, end: 5 } },
      },
    ])
    const later = sourceOf(CAT.path, `# more\n${CAT.text}`)
    const [moved] = JSON.parse(asGitlab(found({ ...MISMATCH, at: at(later, '21') })))
    expect(moved.location.lines.begin).toBe(6)
    expect(moved.fingerprint).toBe(issues[0].fingerprint)
  })

  it('tells apart what is alike', () => {
    const twice = found(MISMATCH, { ...MISMATCH, at: at(CAT, '20') }, ODDITY)
    const fingerprints = JSON.parse(asGitlab(twice)).map(
      ({ fingerprint }: { readonly fingerprint: string }) => fingerprint,
    )
    expect(new Set(fingerprints).size).toBe(3)
  })
})

/** The spec of a code's page that fails, or is warned of. */
function exampleOf(code: Code): string | undefined {
  return /## (?:Fails|Warns)\n[\s\S]*?```yaml.*\n([\s\S]*?)```/.exec(explain(code))?.[1]
}

/** What the formats make of real diagnostics: those of every page. */
const shown = (Object.keys(CODES) as Code[]).filter((code) => !code.startsWith('E5') && exampleOf(code))
describe.each(shown)('%s', (code) => {
  const yaml = exampleOf(code)
  const report = new Report()
  understand(sourceOf('spec.yaml', yaml!), library, report)
  const { diagnostics } = report

  it('is valid SARIF, whose regions are what lines, columns and offsets say', () => {
    const { results } = parsedSarif(diagnostics)
    expect(results).toHaveLength(diagnostics.length)
    for (const { locations, relatedLocations = [] } of results)
      for (const { physicalLocation } of [...locations, ...relatedLocations]) {
        const { artifactLocation, region } = physicalLocation
        if (artifactLocation.uri !== 'spec.yaml') continue
        const { startLine, startColumn, endLine, endColumn, charOffset, charLength, snippet } = region
        const lines = yaml!.split('\n').slice(startLine - 1, endLine)
        lines.push(lines.pop()?.slice(0, endColumn - 1) ?? '')
        expect(lines.join('\n').slice(startColumn - 1)).toBe(snippet.text)
        expect(yaml!.slice(charOffset, charOffset + charLength)).toBe(snippet.text)
      }
  })

  it('is an annotation that GitHub reads back', () => {
    const annotations = asGithub(diagnostics).split('\n')
    for (const [i, { at: place, message }] of diagnostics.entries()) {
      const [, properties, data] = /^::(?:error|warning) ([^:]*)::(.*)$/.exec(annotations[i]!)!
      const { file, line, title } = Object.fromEntries(
        properties!.split(',').map((property) => property.split('=').map(unescaped)),
      )
      expect(file).toBe(place.source.path)
      expect(Number(line)).toBe(yaml!.slice(0, place.start).split('\n').length)
      expect(title).toMatch(/^[EW]\d{3}: /)
      expect(unescaped(data!).startsWith(message)).toBe(true)
    }
    expect(annotations.filter((text) => text !== '')).toHaveLength(diagnostics.length)
  })
})

/** As GitHub's runner does it. */
function unescaped(text: string): string {
  return decodeURIComponent(text.replaceAll(/%(?!25|0D|0A|3A|2C)/g, '%25'))
}
