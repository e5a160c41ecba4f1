import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DataSource, FloatArray, Matrix } from 'loopless/runtime'

/** One port's numbers in every example. */
export interface StoredPort {
  readonly name: string
  /** As many as rows, or one: which class it is. */
  readonly size: number
  /** The rows of its matrix are classes, and its number is the row that holds the 1. */
  readonly isClass: boolean
  /** `byte`: whole numbers from 0 to 255. */
  readonly kind: 'byte' | 'float32' | 'float64'
}

const BYTES = { byte: 1, float32: 4, float64: 8 } as const

/** So much of the examples is held in memory; of more, all are in a file. */
const MOST = 64 * 2 ** 20
const PAGE = 2 ** 20

/**
 * Examples, as many as there are: in memory, or in a temporary file, from where each is read when it is asked for.
 *
 * An example is a record, its ports one behind the other, each on a boundary of its own kind.
 */
export class ExampleStore {
  readonly ports: readonly StoredPort[]
  readonly #offsets: readonly number[]
  readonly #record: number
  readonly #perPage: number
  readonly #most: number
  readonly #pages: Page[] = []
  /** The last page, while it is being filled. */
  #open: Page
  #spill: Spill | undefined
  #read: Page
  #examples = 0

  /** @param most bytes in memory; of more, all are in the file */
  constructor(ports: readonly StoredPort[], most = MOST) {
    this.ports = ports
    this.#most = most
    let end = 0
    this.#offsets = ports.map(({ size, kind }) => {
      const start = aligned(end, BYTES[kind])
      end = start + size * BYTES[kind]
      return start
    })
    this.#record = Math.max(8, aligned(end, 8))
    this.#perPage = Math.max(1, Math.floor(PAGE / this.#record))
    this.#open = page(this.#record * this.#perPage)
    this.#read = this.#open
  }

  get examples(): number {
    return this.#examples
  }

  /** @param numbers those of the first port, then those of the others; they are copied. Returns the bytes of the record. */
  append(numbers: Float64Array): Uint8Array {
    const place = this.#examples % this.#perPage
    if (place === 0 && this.#examples > 0) this.#turn()
    const base = place * this.#record
    let from = 0
    for (const [index, { size, kind }] of this.ports.entries()) {
      const at = (base + this.#offsets[index]!) / BYTES[kind]
      const into = this.#open[kind]
      for (let i = 0; i < size; i++) into[at + i] = numbers[from + i]!
      from += size
    }
    this.#examples += 1
    return this.#open.byte.subarray(base, base + this.#record)
  }

  /** The class of an example. */
  classOf(example: number, port: number): number {
    const { kind } = this.ports[port]!
    const { page, base } = this.#find(example)
    return page[kind][(base + this.#offsets[port]!) / BYTES[kind]]!
  }

  /** These examples, in this order. */
  part(examples: Uint32Array): DataSource {
    return {
      examples: examples.length,
      gather: (into, order, start) => {
        const columns = into[0]?.columns ?? 0
        for (const [index, matrix] of into.entries()) if (this.ports[index]!.isClass) clear(matrix)
        for (let column = 0; column < columns; column++)
          this.#write(examples[order[start + column]!]!, into, column)
      },
    }
  }

  /** Gives memory and file back. */
  close(): void {
    this.#spill?.close()
    this.#spill = undefined
    this.#pages.length = 0
  }

  #write(example: number, into: readonly Matrix[], column: number): void {
    const { page, base } = this.#find(example)
    for (let index = 0; index < into.length; index++) {
      const { kind, size, isClass } = this.ports[index]!
      const from = page[kind]
      const at = (base + this.#offsets[index]!) / BYTES[kind]
      const { data, stride, rows } = into[index]!
      const target: FloatArray = data
      if (isClass && rows > 1) target[from[at]! * stride + column] = 1
      else for (let row = 0; row < size; row++) target[row * stride + column] = from[at + row]!
    }
  }

  #find(example: number): { readonly page: Page; readonly base: number } {
    const number = Math.floor(example / this.#perPage)
    const base = (example % this.#perPage) * this.#record
    const isOpen = number === Math.floor((this.#examples - 1) / this.#perPage)
    if (isOpen) return { page: this.#open, base }
    if (this.#spill === undefined) return { page: this.#pages[number]!, base }
    this.#spill.read(this.#read.byte, example * this.#record)
    return { page: this.#read, base: 0 }
  }

  /** The open page is full. */
  #turn(): void {
    const bytes = this.#record * this.#perPage
    if (this.#spill) this.#spill.write(this.#open.byte)
    else if ((this.#pages.length + 1) * bytes > this.#most) {
      this.#spill = new Spill()
      for (const full of this.#pages) this.#spill.write(full.byte)
      this.#spill.write(this.#open.byte)
      this.#pages.length = 0
      this.#read = page(this.#record)
    } else {
      this.#pages.push(this.#open)
      this.#open = page(bytes)
    }
  }
}

function clear({ data, rows, columns, stride }: Matrix): void {
  for (let row = 0; row < rows; row++) data.fill(0, row * stride, row * stride + columns)
}

function aligned(offset: number, to: number): number {
  return Math.ceil(offset / to) * to
}

/** The same bytes, as numbers of each kind. */
interface Page {
  readonly byte: Uint8Array
  readonly float32: Float32Array
  readonly float64: Float64Array
}

function page(bytes: number): Page {
  const buffer = new ArrayBuffer(bytes)
  return {
    byte: new Uint8Array(buffer),
    float32: new Float32Array(buffer),
    float64: new Float64Array(buffer),
  }
}

/** A file that is gone when the program is, however it ends: only its handle is left. */
class Spill {
  readonly #file: number
  readonly #remove: () => void
  #end = 0

  constructor() {
    const folder = mkdtempSync(join(tmpdir(), 'loopless-'))
    const path = join(folder, 'examples')
    this.#file = openSync(path, 'wx+', 0o600)
    this.#remove = () => rmSync(folder, { recursive: true, force: true })
    try {
      this.#remove()
    } catch {
      // Windows keeps what is open: there the folder goes when the program ends.
      process.once('exit', () => this.close())
    }
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; )
      at += writeSync(this.#file, bytes, at, bytes.length - at, this.#end + at)
    this.#end += bytes.length
  }

  read(into: Uint8Array, from: number): void {
    readSync(this.#file, into, 0, into.length, from)
  }

  close(): void {
    closeSync(this.#file)
    this.#remove()
  }
}
