/** A text a user wrote, and places in it. Offsets count UTF-16 units from the start of the text. */

export interface Source {
  /** As the user would type it: relative to the working folder, with forward slashes. */
  readonly path: string
  /** As generated code names it: from the project's root, wherever the compiler runs. Without it, `path`. */
  readonly projectPath?: string
  readonly text: string
  /** Of a file too large to be held, the text is an excerpt: the number of its first line. */
  readonly firstLine?: number
  /** Where the bytes it was made of are no UTF-8: what follows from there on is guesswork. */
  readonly foreign?: Foreign
}

export interface Foreign {
  /** The offset in the text of what stands for the first wrong byte. */
  readonly at: number
  /** That byte; without it, the bytes are UTF-16, and the text is what they say. */
  readonly byte?: number
}

export interface Span {
  readonly source: Source
  readonly start: number
  readonly end: number
}

export interface Position {
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
}

export function positionAt(source: Source, offset: number): Position {
  const starts = lineStarts(source)
  // The last line that starts at or before the offset.
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (starts[middle]! <= offset) low = middle
    else high = middle - 1
  }
  return { line: low + (source.firstLine ?? 1), column: offset - starts[low]! + 1 }
}

const known = new WeakMap<Source, readonly number[]>()

function lineStarts(source: Source): readonly number[] {
  const found = known.get(source) ?? startsIn(source.text)
  known.set(source, found)
  return found
}

function startsIn(text: string): readonly number[] {
  const starts = [0]
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1)
  return starts
}

/** `planar.yaml:9`: how generated code and prints name a place. */
export function placeOf(span: Span): string {
  const file = span.source.path.slice(span.source.path.lastIndexOf('/') + 1)
  return `${file}:${positionAt(span.source, span.start).line}`
}

/** For programs made in memory, by tests and by kernels' equations. */
export function sourceOf(path: string, text: string): Source {
  return { path, text }
}

export function wholeOf(source: Source): Span {
  return { source, start: 0, end: source.text.length }
}
