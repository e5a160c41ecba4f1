import type { Matrix } from 'loopless/runtime'
import type { Precision } from '../../index.ts'

/** What the columns of an output are: probabilities of classes, or numbers of their own. */
export type Meaning =
  | { readonly kind: 'classes'; readonly classes: readonly string[]; readonly probable: boolean }
  | { readonly kind: 'numbers'; readonly names: readonly string[] }

export interface Writer {
  /** Before all lines; empty where there is nothing to say. */
  readonly head: string
  /** Of an example that cannot be predicted. */
  readonly nothing: string
  /** One for each example of a batch. */
  readonly lines: (output: Matrix, classes: readonly string[] | undefined) => readonly string[]
}

/** `class,p(stay),p(leave)` and a line for each example; a network of numbers gives them under their names. */
export function csvWriter(meaning: Meaning, precision: Precision): Writer {
  const names = meaning.kind === 'numbers' ? meaning.names : ['class', ...scoreNames(meaning)]
  return {
    head: line(names),
    nothing: line(names.map(() => '')),
    lines: (output, classes) =>
      columnsOf(output, meaning, precision).map((numbers, example) =>
        line(classes ? [classes[example]!, ...numbers.map(String)] : numbers.map(String)),
      ),
  }
}

/** `{"class":"stay","probabilities":{"stay":0.9,"leave":0.1}}` for each example. */
export function jsonlWriter(meaning: Meaning, precision: Precision): Writer {
  const names = meaning.kind === 'numbers' ? meaning.names : meaning.classes
  const key = meaning.kind === 'classes' && meaning.probable ? 'probabilities' : 'scores'
  return {
    head: '',
    nothing: 'null\n',
    lines: (output, classes) =>
      columnsOf(output, meaning, precision).map((numbers, example) => {
        const named = Object.fromEntries(numbers.map((number, i) => [names[i]!, number]))
        return `${JSON.stringify(classes ? { class: classes[example], [key]: named } : named)}\n`
      }),
  }
}

function scoreNames({ classes, probable }: Extract<Meaning, { kind: 'classes' }>): readonly string[] {
  return classes.map((name) => (probable ? `p(${name})` : `score(${name})`))
}

/** The numbers of each example; where one row tells two classes apart, that of the first is what is left. */
function columnsOf(output: Matrix, meaning: Meaning, precision: Precision): readonly (readonly number[])[] {
  const one = meaning.kind === 'classes' && output.rows === 1
  return Array.from({ length: output.columns }, (_, column) => {
    const numbers = Array.from({ length: output.rows }, (_, row) => output.at(row, column))
    return (one ? [1 - numbers[0]!, numbers[0]!] : numbers).map((x) => written(x, precision))
  })
}

/** As many digits as tell all numbers of the precision apart. */
function written(x: number, precision: Precision): number {
  return precision === 'float32' ? Number(x.toPrecision(9)) : x
}

/** RFC 4180. */
function line(fields: readonly string[]): string {
  return `${fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',')}\n`
}
