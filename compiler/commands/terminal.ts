import { relative } from 'node:path'
import picocolors from 'picocolors'

export type Colors = ReturnType<typeof picocolors.createColors>

/** Somebody looks at it: bars are for people, never for files, CI, or who said NO_COLOR. */
export function isWatched(stream: NodeJS.WriteStream): boolean {
  const { CI, NO_COLOR, TERM } = process.env
  const inCi = CI !== undefined && !['', '0', 'false'].includes(CI)
  return stream.isTTY === true && !inCi && !NO_COLOR && TERM !== 'dumb'
}

/** The same for colours, but where FORCE_COLOR says so: wherever the text goes, and whatever else is said. */
export function colorsFor(stream: NodeJS.WriteStream): Colors {
  return picocolors.createColors(forced() ?? isWatched(stream))
}

/** As Node reads it: the number of colours does not matter here, and what is none of its values means no colours. */
function forced(): boolean | undefined {
  const { FORCE_COLOR } = process.env
  return FORCE_COLOR === undefined ? undefined : ['', '1', '2', '3', 'true'].includes(FORCE_COLOR)
}

/** What a text is called that came in by standard input, and was given no name. */
export const NAMELESS_INPUT = '<stdin>'

/** What was asked for. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
}

/** What else there is to say. */
export function say(text: string): void {
  process.stderr.write(text.endsWith('\n') ? text : `${text}\n`)
}

/** A path as the user would type it: from the working folder, with forward slashes. */
export function shown(path: string): string {
  return forwardSlashes(relative(process.cwd(), path)) || '.'
}

/** A path may hold what would break its line, or a terminal. */
export function hasControls(path: string): boolean {
  return CONTROLS.test(path)
}

/** The same as `shown`, in one line. */
export function shownInLine(path: string): string {
  return hasControls(path) ? JSON.stringify(shown(path)).slice(1, -1) : shown(path)
}

const CONTROLS = /[\p{Cc}\u2028\u2029]/u

export function forwardSlashes(path: string): string {
  return path.replaceAll('\\', '/')
}

/** `1 file`, `2 files`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

/** `12,288`; to ask the engine for it would load all the world's conventions, 15 ms of a start. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}
