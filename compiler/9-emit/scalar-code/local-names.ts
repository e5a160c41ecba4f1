import type { ValueId } from '../../forms/program.ts'
import { isScalar } from '../../forms/shape.ts'
import type { Census } from './census.ts'
import type { Place } from './doubles.ts'
import type { Page } from './page.ts'

/** What values, their elements and arrays are called in one page. */
export class LocalNames {
  readonly #page: Page
  readonly #census: Census
  readonly #bases = new Map<ValueId, string>()
  readonly #taken = new Set<string>()
  readonly #aliases = new Map<string, string>()

  constructor(page: Page, census: Census) {
    this.#page = page
    this.#census = census
    for (const name of page.given) this.#aliases.set(name, name)
  }

  /** What elements of a value are called, but for their places. */
  base(value: ValueId): string {
    const known = this.#bases.get(value)
    if (known !== undefined) return known
    const { around, placeOf } = this.#page
    const wanted = placeOf(value)?.name ?? around.program.values[value]!.name ?? 't'
    const isNumbered = wanted === 't' || /_\d+_\d+$/.test(wanted)
    let base = isNumbered ? `${wanted}1` : wanted
    for (let count = 2; this.#isTaken(base) || (wanted === 't' && this.#isPlaced(base)); count++)
      base = isNumbered ? `${wanted}${count}` : `${wanted}_${'_'.repeat(count - 2)}`
    this.#taken.add(base)
    this.#bases.set(value, base)
    return base
  }

  /** `W1_0_2`, the third of the first row. */
  element(value: ValueId, index: number): string {
    const base = this.base(value)
    if (isScalar(this.#page.around.program.values[value]!.shape)) return base
    const { columns } = this.#census.useOf(value)
    return `${base}_${Math.floor(index / columns)}_${index % columns}`
  }

  /** The local name of an array; two arrays that want one name get two. */
  alias({ name, text }: Place): string {
    let alias = name
    while (this.#aliases.get(alias) !== text && (this.#aliases.has(alias) || this.#isElement(alias)))
      alias = `${alias}_`
    this.#aliases.set(alias, text)
    return alias
  }

  /** `const W1 = this.W1.data` */
  declarations(): readonly string[] {
    return [...this.#aliases].flatMap(([name, text]) => (name === text ? [] : [`const ${name} = ${text}`]))
  }

  /** Another value has the name, or an array that of one of its elements. */
  #isTaken(base: string): boolean {
    if (this.#taken.has(base)) return true
    return [...this.#aliases.keys()].some((alias) => elementOf(alias) === base)
  }

  /** A local variable has the name: an element of a value. */
  #isElement(name: string): boolean {
    const base = elementOf(name)
    return base !== undefined && this.#taken.has(base)
  }

  /** A value that lies in memory has this name. */
  #isPlaced(name: string): boolean {
    return [...this.#census.uses.keys()].some((value) => this.#page.placeOf(value)?.name === name)
  }
}

/** `W1` of `W1_0_2`. */
function elementOf(name: string): string | undefined {
  return /^(.+)_\d+_\d+$/.exec(name)?.[1]
}
