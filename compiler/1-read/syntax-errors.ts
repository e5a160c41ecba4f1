import type { YAMLError } from 'yaml'
import type { Finding, Report } from '../diagnostics/report.ts'
import { positionAt, type Source } from '../forms/source.ts'

/**
 * Only the first error of syntax is told: the rest are its echoes. None is if
 * that line already has a complaint of ours, which says more.
 */
export function reportSyntax(errors: readonly YAMLError[], source: Source, report: Report): void {
  const [first] = [...errors].sort((a, b) => a.pos[0] - b.pos[0])
  if (first === undefined) return
  const conflict = conflictIn(source)
  if (conflict !== undefined) {
    report.add(conflict)
    return
  }
  const line = positionAt(source, first.pos[0]).line
  const explained = report.diagnostics.some(
    ({ at }) => at.source === source && positionAt(source, at.start).line === line,
  )
  if (explained) return
  const isList = first.code === 'BLOCK_AS_IMPLICIT_KEY' && first.message.includes('sequence')
  const isBoth = !isList && errors.some(({ code }) => code === 'MULTILINE_IMPLICIT_KEY')
  report.add(isBoth ? valueAndMapping(first, source) : syntaxError(first, source))
}

/** What git writes where two changes meet. */
function conflictIn(source: Source): Finding | undefined {
  const start = source.text.search(/^<{7} /m)
  if (start === -1 || !/^={7}\r?$/m.test(source.text) || !/^>{7} /m.test(source.text)) return undefined
  return {
    code: 'E101',
    at: { source, start, end: start + 7 },
    message: 'a merge has left a conflict here',
    help: 'keep one of its sides, and remove the lines of `<<<<<<<`, `=======` and `>>>>>>>`',
  }
}

function syntaxError({ code, pos, message }: YAMLError, source: Source): Finding {
  const [start, end] = pos
  const at = { source, start, end: Math.min(end, source.text.length) }
  switch (code) {
    case 'MULTIPLE_DOCS':
      return {
        code: 'E103',
        at: { ...at, end: start + 3 },
        message: 'a second document begins here',
        help: 'a file holds one spec; give this one a file of its own',
      }
    case 'TAB_AS_INDENT':
      return { code: 'E111', at, message: 'a tab indents this line', help: 'YAML is indented with blanks' }
    case 'BAD_INDENT':
      return (
        unclosedBracket(source, start) ??
        (message.startsWith('All mapping items') ? anotherColumn(source, start) : plainly(at, message))
      )
    case 'MISSING_CHAR':
      return unclosedQuote(source, message) ?? plainly(at, message)
    case 'BLOCK_AS_IMPLICIT_KEY':
      if (message.includes('sequence')) return indentedTooLittle(source, start)
      return {
        code: 'E101',
        at,
        message: 'a mapping cannot begin in the middle of a line',
        help: 'put quotes around a text that holds `: `, or check the indentation of the next line',
      }
    case 'BAD_SCALAR_START':
      return {
        code: 'E101',
        at,
        message: `YAML keeps \`${source.text.slice(start, start + 1)}\` for itself at the start of a text`,
        help: 'put quotes around the text',
      }
    case 'BAD_DQ_ESCAPE':
      return {
        code: 'E101',
        at,
        message: `\`${source.text.slice(start, end + 1)}\` is no escape that YAML knows`,
        help: 'in double quotes `\\` begins an escape; in single quotes it is itself',
      }
    default:
      return strayBracket(at) ?? plainly(at, message)
  }
}

/** YAML points at the blanks before what it means. */
function behindBlanks(source: Source, before: number): number {
  return before + (/^\s*/.exec(source.text.slice(before))?.[0].length ?? 0)
}

function anotherColumn(source: Source, before: number): Finding {
  const start = behindBlanks(source, before)
  const key = /^[^\s:]*/.exec(source.text.slice(start))?.[0] ?? ''
  return {
    code: 'E101',
    at: { source, start, end: start + Math.max(1, key.length) },
    message: 'this key begins in another column than those of the mapping it stands in',
    help: 'indent all keys of a mapping alike',
  }
}

/** A list goes on with less indentation than it began. */
function indentedTooLittle(source: Source, before: number): Finding {
  const start = behindBlanks(source, before)
  const among = keyBefore(source, start)
  if (among !== undefined)
    return /^-\S/.test(among.text)
      ? {
          code: 'E101',
          at: { source, start: among.start, end: among.start + 1 },
          message: 'a blank is missing behind this `-`',
          help: `an item of a list is written \`- ${among.text.slice(1)}\``,
        }
      : {
          code: 'E101',
          at: { source, start, end: start + 1 },
          message: 'this item of a list stands among the keys of a mapping',
          help: 'remove its `- `, or begin those above with one too',
        }
  return {
    code: 'E101',
    at: { source, start, end: start + 1 },
    message: 'this item is indented less than the first of its list',
    help: 'begin all items of a list in one column',
  }
}

/** What the nearest line above begins with that begins in the same column, if that is a key and no item. */
function keyBefore(
  source: Source,
  start: number,
): { readonly start: number; readonly text: string } | undefined {
  const lines = source.text.slice(0, start).split('\n')
  const column = lines.pop()!.length
  let end = start - column
  for (const line of lines.toReversed()) {
    const from = end - line.length - 1
    end = from
    const indent = line.search(/[^ ]/)
    if (indent === -1 || indent > column || line[indent] === '#') continue
    const text = line.slice(indent).trimEnd()
    return indent === column && !/^(-(\s|$)|---)/.test(text) ? { start: from + indent, text } : undefined
  }
  return undefined
}

function valueAndMapping({ pos: [start, end] }: YAMLError, source: Source): Finding {
  return {
    code: 'E101',
    at: { source, start, end },
    message: 'a key has a value beside it or keys below it, not both',
    help: 'remove the value, or indent the next line less',
  }
}

function strayBracket(at: Finding['at']): Finding | undefined {
  const text = at.source.text.slice(at.start, at.start + 1)
  if (text !== ']' && text !== '}') return undefined
  return { code: 'E101', at: { ...at, end: at.start + 1 }, message: `this \`${text}\` was never opened` }
}

/** YAML's own words, without its names for tokens. */
function plainly(at: Finding['at'], message: string): Finding {
  const sentence = message
    .replace(/^Unexpected \S+ token in YAML stream: "(.*)"$/s, 'unexpected `$1`')
    .replace(/^Not a YAML token: (.*)$/s, 'unexpected `$1`')
    .replace(/^Unexpected scalar at node end$/, 'unexpected text after a value')
    .replace(/ at node end$/, ' after a value')
    .replace(/\s+/g, ' ')
  return {
    code: 'E101',
    at,
    message: `not YAML: ${sentence[0]?.toLowerCase()}${sentence.slice(1)}`,
    help: 'check the indentation; put quotes around a text with signs in it',
  }
}

/** YAML complains where the next line begins; the reader looks for the bracket. */
function unclosedBracket(source: Source, before: number): Finding | undefined {
  const closed: string[] = []
  for (let i = before - 1; i >= 0; i--) {
    const character = source.text[i]!
    if (character === ']' || character === '}') closed.push(character)
    else if (character === '[' || character === '{')
      if (closed.pop() === undefined) return unclosed(source, i)
  }
  return undefined
}

function unclosed(source: Source, start: number): Finding {
  const interval = /^\[[^\][{}\n]*\)/.exec(source.text.slice(start))?.[0]
  if (interval !== undefined)
    return {
      code: 'E114',
      at: { source, start, end: start + interval.length },
      message: `\`${interval}\` begins a list to YAML, which never ends`,
      help: `put quotes around an interval: \`"${interval}"\``,
    }
  const bracket = source.text[start]!
  return {
    code: 'E101',
    at: { source, start, end: start + 1 },
    message: `this \`${bracket}\` is never closed`,
    help: `close it with \`${bracket === '[' ? ']' : '}'}\`, and indent its lines`,
  }
}

function unclosedQuote(source: Source, message: string): Finding | undefined {
  const quote = /^Missing closing (["'])/.exec(message)?.[1]
  if (quote === undefined) return undefined
  const start = source.text.search(
    quote === '"' ? /(?<=[:[{,-]\s*)"(?!.*"\s*([,\]}#]|$))/m : /(?<=[:[{,-]\s*)'(?!.*'\s*([,\]}#]|$))/m,
  )
  if (start < 0) return undefined
  return {
    code: 'E101',
    at: { source, start, end: start + 1 },
    message: `this \`${quote}\` is never closed`,
    help: `close it with \`${quote}\``,
  }
}
