import { printable } from '../../essentials.ts'

/** Written by its number, so that it is seen where the Markdown is read. */
const NOTHING = '&#8203;'

/**
 * Text that comes out as it is, in one line, where Markdown is shown by GitHub and its like: nothing in it is a mark,
 * HTML, a formula, the end of a cell, a link, or the mention of somebody.
 *
 * A backslash keeps a character from being a mark. What services look for in the text that they have rendered, it does
 * not keep from being found: there a space without width stands in between. Source: the specification of
 * GitHub Flavored Markdown (0.29), backslash escapes, tables and autolinks.
 */
export function inMarkdown(text: string): string {
  return (
    printable(text)
      .replaceAll(/[\\`*[\]<&|~$]/g, String.raw`\$&`)
      // Within a word it marks nothing.
      .replaceAll(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\_`)
      .replaceAll(/[@#](?=\w)|:(?=\/\/|[\w+-]+:)|(?<=www)(?=\.)/gi, `$&${NOTHING}`)
  )
}

/** Cells, in a row of a table. */
export function rowInMarkdown(cells: readonly string[]): string {
  return `|${cells.map((cell) => (cell === '' ? ' ' : ` ${cell} `)).join('|')}|`
}
