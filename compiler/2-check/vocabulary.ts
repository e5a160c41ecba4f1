import { Report } from '../diagnostics/report.ts'
import {
  ADVICE_ENDS,
  calledHere,
  didYouMean,
  MOST_ADVISED,
  nameHere,
  type OtherNames,
  sameName,
  suggest,
} from '../diagnostics/suggest.ts'
import { type Document, fieldOf, type Node, type Scalar } from '../forms/document.ts'
import type { Equation } from '../forms/equation.ts'
import type { Source, Span } from '../forms/source.ts'
import {
  type Library,
  type Reference,
  type Refused,
  WORD_KINDS,
  type Word,
  type WordKind,
  type WordUse,
} from '../forms/spec.ts'
import { functionNames } from '../operations/index.ts'
import { gluedColon } from './complaints.ts'
import { callsIn } from './expressions.ts'
import { isInside } from './inside.ts'
import { articled, kindOf } from './kind.ts'
import { referencesOf } from './names.ts'
import { useOf } from './uses.ts'
import { wordOf } from './word.ts'

/** Stage 1, lent: stages do not import each other. */
export type Read = (source: Source, report: Report) => Document | undefined

interface Own {
  readonly kind: WordKind
  readonly name: Scalar
}

/** The words one spec may use, each read and checked when it is first met. */
export class Vocabulary {
  readonly report: Report
  readonly #library: Library
  readonly #read: Read
  readonly #names = new Map<WordKind, readonly string[]>()
  readonly #own = new Map<string, Document>()
  /** Of the library's words and the user's, sorted; until one is added. */
  readonly #all = new Map<WordKind, readonly string[]>()
  /** Of folders, the files by what they are called without folder and ending. */
  readonly #stems = new Map<string, ReadonlyMap<string, string>>()
  readonly #words = new Map<string, Word | undefined>()
  #isIncomplete = false
  /** How many names were found to be no word's. */
  #unknown = 0
  /** Words being checked now, outermost first. */
  readonly #pending: string[] = []

  constructor(library: Library, report: Report, read: Read) {
    this.#library = library
    this.report = report
    this.#read = read
  }

  /** Every word met so far, by kind and name. */
  get words(): readonly Word[] {
    return [...this.#words].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, word]) => word ?? [])
  }

  names(kind: WordKind): readonly string[] {
    const known = this.#all.get(kind)
    if (known !== undefined) return known
    const own = [...this.#own.keys()].filter((key) => key.startsWith(`${kind} `))
    const all = [...this.#libraryNames(kind), ...own.map((key) => key.slice(kind.length + 1))].sort()
    this.#all.set(kind, all)
    return all
  }

  has(kind: WordKind, name: string): boolean {
    return this.isOwn(kind, name) || this.#libraryNames(kind).includes(name)
  }

  /** A word of the user's, of which the library knows nothing. */
  isOwn(kind: WordKind, name: string): boolean {
    return this.#own.has(`${kind} ${name}`)
  }

  #libraryNames(kind: WordKind): readonly string[] {
    const names = this.#names.get(kind) ?? this.#library.names(kind)
    this.#names.set(kind, names)
    return names
  }

  /** A word of the user's own. */
  add(kind: WordKind, name: string, document: Document): void {
    this.#own.set(`${kind} ${name}`, document)
    this.#all.delete(kind)
  }

  /** The word in a file that `words:` names at `listed`. */
  addFile(from: Source, listed: Scalar): Own | undefined {
    const own = this.#wordIn(from, listed)
    if (own === undefined) this.#isIncomplete = true
    return own
  }

  #wordIn(from: Source, listed: Scalar): Own | undefined {
    const document = this.#file(from, listed)
    return document && this.addDocument(document, listed)
  }

  /** The word in a document, which may be one that `words:` names at `listed`. */
  addDocument(document: Document, listed?: Scalar): Own | undefined {
    const found = kindOf(document, this.report)
    if (found === undefined) return undefined
    const { kind } = found
    const name = fieldOf(document.root, kind)
    if (kind === 'network') {
      const at = listed?.span ?? name?.span ?? document.root.span
      const message = `\`${listed?.text ?? document.source.path}\` is a network, not a word`
      this.report.add({ code: 'E201', at, message, help: 'words are layers, losses and the like' })
      return undefined
    }
    if (name?.kind !== 'scalar') {
      // It has no name to be known by, which its schema tells.
      wordOf(document, kind, this)
      return undefined
    }
    if (this.#isTaken(kind, name, listed)) return undefined
    this.add(kind, name.text, document)
    return { kind, name }
  }

  #file(from: Source, path: Scalar): Document | undefined {
    const source = isInside(from, path.text) ? this.#library.file(from, path.text) : OUTSIDE
    if (source !== undefined && 'text' in source) return this.#read(source, this.report)
    if (source !== undefined) {
      this.report.add({
        code: source.isOutside ? 'E230' : 'E212',
        at: path.span,
        message: `\`${path.text}\` ${source.refused}`,
        help: source.isOutside ? 'copy the file into the project' : undefined,
      })
      return undefined
    }
    this.report.add({
      code: 'E212',
      at: path.span,
      message: `there is no file \`${path.text}\``,
      help: this.#nearest(from, path.text) ?? 'files are named from the folder of the spec',
    })
    return undefined
  }

  /** A file in the same folder that is called nearly so; or one called just so beside the spec. */
  #nearest(from: Source, path: string): string | undefined {
    const stem = stemOf(path)
    const there = this.#beside(from, path)
    const file = there.get(suggest(stem, there.keys()) ?? '') ?? this.#beside(from, stem).get(stem)
    return file === undefined ? undefined : `did you mean \`${file}\`?`
  }

  /** A folder is read once, however many of its files are missing. */
  #beside(from: Source, path: string): ReadonlyMap<string, string> {
    const folder = path.slice(0, path.lastIndexOf('/') + 1)
    const key = `${from.path} ${folder}`
    const files = this.#stems.get(key) ?? stemsOf(this.#library.beside?.(from, path) ?? [])
    this.#stems.set(key, files)
    return files
  }

  /** A word hides no other. */
  #isTaken(kind: WordKind, { text, span }: Scalar, listed: Scalar | undefined): boolean {
    if (!this.has(kind, text)) return false
    const earlier = fieldOf(this.#own.get(`${kind} ${text}`)?.root, kind)
    this.report.add({
      code: 'E211',
      at: span,
      message: `${earlier ? 'there is already' : 'the library has'} ${articled(kind)} \`${text}\``,
      labels: [
        ...(earlier ? [{ span: earlier.span, text: 'the other one' }] : []),
        ...(listed ? [{ span: listed.span, text: 'its file is listed here' }] : []),
      ],
      help: 'a word hides no other: give it a name of its own',
    })
    return true
  }

  /** `relu`, or `{ leaky-relu: { slope: 0.1 } }`. */
  use(kind: WordKind, node: Node): WordUse | undefined {
    return useOf(kind, node, this)
  }

  /** The word of a name somebody wrote; complains at the name. */
  find(kind: WordKind, name: Scalar): Word | undefined {
    if (this.has(kind, name.text)) return this.word(kind, name.text, name.span)
    // Perhaps it is in a file that could not be read: that has been told.
    if (this.#isIncomplete) return undefined
    const earlier = this.#unknown++
    this.report.add({
      code: 'E210',
      at: name.span,
      message: `${kind} word \`${name.text}\` is not in the library`,
      notes: earlier === MOST_ADVISED ? [ADVICE_ENDS] : [],
      help: earlier < MOST_ADVISED ? this.#advice(kind, behindDots(name.text)) : undefined,
    })
    return undefined
  }

  /** What is called just so, here or elsewhere, is meant before what is only nearly called so. */
  #advice(kind: WordKind, name: string): string {
    const glued = this.has(kind, name.replace(/:.*/, '')) ? gluedColon(name) : undefined
    if (glued !== undefined) return glued
    const kinds = kindsFor(kind)
    const names = kinds.flatMap((each) => this.names(each))
    const own = sameName(name, names)
    if (own !== undefined) return didYouMean(name, [own])!
    return (
      calledHere(
        name,
        kinds.flatMap((each) => this.#otherNamesOf(each)),
      ) ??
      this.#ofAnotherKind(kind, name) ??
      didYouMean(name, names) ??
      `the library has ${names.map((one) => `\`${one}\``).join(', ')}`
    )
  }

  #ofAnotherKind(kind: WordKind, name: string): string | undefined {
    const others = WORD_KINDS.filter((other) => !kindsFor(kind).includes(other))
    const called = (find: (other: WordKind) => string | undefined) => {
      for (const other of others) {
        const found = find(other)
        if (found !== undefined) return { other, found }
      }
      return undefined
    }
    const word =
      called((other) => sameName(name, this.names(other))) ??
      called((other) => nameHere(name, this.#otherNamesOf(other)))
    if (word === undefined) return undefined
    const { other, found } = word
    const instead = kind === 'layer' && other === 'activation' ? `: write \`activation: ${found}\`` : ''
    return `\`${found}\` is ${articled(other)}${instead}`
  }

  word(kind: WordKind, name: string, at: Span): Word | undefined {
    const key = `${kind} ${name}`
    if (this.#words.has(key)) return this.#words.get(key)
    if (this.#pending.includes(key)) {
      const between = this.#pending.slice(this.#pending.indexOf(key) + 1).map((each) => each.split(' ')[1]!)
      const way = between.map((each) => `, by way of \`${each}\``).join('')
      this.report.add({ code: 'E213', at, message: `${kind} \`${name}\` needs itself${way}` })
      return undefined
    }
    const known = this.#own.has(key) ? undefined : this.#checked(kind, name)
    if (known) return this.#meet(known)
    this.#pending.push(key)
    const word = this.#make(kind, name)
    this.#pending.pop()
    this.#words.set(key, word)
    if (word && !this.#own.has(key)) knownOf(this.#library).words.set(key, word)
    return word
  }

  /** A word of the library that is known to be sound. */
  #checked(kind: WordKind, name: string): Word | undefined {
    return knownOf(this.#library).words.get(`${kind} ${name}`) ?? this.#library.checked?.(kind, name)
  }

  /** What the library's words call is the library's too. */
  #meet(word: Word): Word {
    const key = `${word.kind} ${word.name}`
    if (!this.#words.has(key)) {
      this.#words.set(key, word)
      for (const { word: other } of usesIn(word)) this.#meet(other)
      for (const called of word.calls) this.#meet(called)
    }
    return word
  }

  /**
   * Equations may call an activation by its camelCase name, unless a function or an attribute has that name.
   *
   * @param values names that are no functions, which somebody may have multiplied without a sign
   */
  reach(
    equations: readonly Equation[],
    attributes: readonly Reference[],
    values: readonly Reference[],
  ): readonly Word[] {
    const reached = new Set<Word>()
    for (const { name, nameSpan } of equations.flatMap(({ expression }) => callsIn(expression))) {
      if (CALLABLE.has(name) || attributes.some((attribute) => attribute.name === name)) continue
      const word = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
      if (this.has('activation', word)) {
        const found = this.word('activation', word, nameSpan)
        if (found) reached.add(found)
      } else this.#reportFunction({ name, span: nameSpan }, attributes, values)
    }
    return [...reached]
  }

  #reportFunction(
    { name, span }: Reference,
    attributes: readonly Reference[],
    values: readonly Reference[],
  ): void {
    // Perhaps it is in a file that could not be read: that has been told.
    if (this.#isIncomplete) return
    const activations = this.names('activation').map((word) =>
      word.replaceAll(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
    )
    this.report.add({
      code: 'E402',
      at: span,
      message: `there is no function \`${name}\``,
      help: values.some((value) => value.name === name)
        ? `a product is written \`${name} * (…)\``
        : didYouMean(name, [...functionNames, ...attributes.map((each) => each.name), ...activations]),
    })
  }

  #make(kind: WordKind, name: string): Word | undefined {
    const document = this.#document(kind, name, this.report)
    return document && wordOf(document, kind, this)
  }

  #document(kind: WordKind, name: string, report: Report): Document | undefined {
    const own = this.#own.get(`${kind} ${name}`)
    const source = own === undefined ? this.#library.word(kind, name) : undefined
    return own ?? (source && this.#read(source, report))
  }

  /** What others call the words of a kind; asked only when somebody has written what none is called. */
  #otherNamesOf(kind: WordKind): OtherNames {
    const { otherNames } = knownOf(this.#library)
    const library =
      otherNames.get(kind) ??
      this.#libraryNames(kind).map((name) => [name, this.#otherNamesIn(kind, name)] as const)
    otherNames.set(kind, library)
    const own = [...this.#own].flatMap(([key, { root }]) =>
      key.startsWith(`${kind} `) ? [[key.slice(kind.length + 1), alsoIn(root)] as const] : [],
    )
    return [...library, ...own]
  }

  #otherNamesIn(kind: WordKind, name: string): readonly string[] {
    return this.#checked(kind, name)?.also ?? alsoIn(this.#document(kind, name, new Report())?.root)
  }
}

/** `nn.Linear` is `Linear` of a module. */
function behindDots(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1) || name
}

/** What a file is called, without its folder and its ending. */
function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.ya?ml$/, '')
}

function stemsOf(files: readonly string[]): ReadonlyMap<string, string> {
  return new Map(files.map((file) => [stemOf(file), file]))
}

const OUTSIDE: Refused = { refused: 'is outside the project', isOutside: true }

/** A loss may be reported as a metric. */
function kindsFor(kind: WordKind): readonly WordKind[] {
  return kind === 'metric' ? ['metric', 'loss'] : [kind]
}

interface Known {
  /** Sound words, by kind and name. */
  readonly words: Map<string, Word>
  readonly otherNames: Map<WordKind, OtherNames>
}

const libraries = new WeakMap<Library, Known>()

/** Of a library: no spec can change its words, so that each is checked once. */
function knownOf(library: Library): Known {
  const known = libraries.get(library) ?? { words: new Map(), otherNames: new Map() }
  libraries.set(library, known)
  return known
}

function alsoIn(root: Node | undefined): readonly string[] {
  return referencesOf(fieldOf(root, 'also')).map(({ name }) => name)
}

/** Defaults of attributes, and what parameters begin as. */
function usesIn({ attributes, parameters }: Word): readonly WordUse[] {
  const defaults = attributes.flatMap((attribute) => attribute.default ?? [])
  const initial = parameters.flatMap((parameter) => ('word' in parameter.initial ? [parameter.initial] : []))
  return [...defaults.flatMap((value) => (value.kind === 'word' ? [value.use] : [])), ...initial].flatMap(
    (use) => [
      use,
      ...[...use.attributes.values()].flatMap((value) => (value.kind === 'word' ? [value.use] : [])),
    ],
  )
}

/** Functions of values, and of the sizes that some of them are given. */
export const CALLABLE: ReadonlySet<string> = new Set([...functionNames, 'ceil'])
