/**
 * A value as JSON, two blanks for each depth, in which nothing commands a terminal or changes the direction of what is
 * read there: JSON itself writes only the controls below a blank by their numbers.
 */
export function inJson(value: unknown): string {
  return JSON.stringify(value, undefined, 2).replaceAll(
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
