import * as yaml from 'yaml'
import type { Report } from '../diagnostics/report.ts'
import type { Entry, Node, Scalar } from '../forms/document.ts'
import type { Source, Span } from '../forms/source.ts'
import { eatenByComment, joinSplitEntries, joinSplitItems } from './equations-in-yaml.ts'
import { offsetsOf } from './offsets.ts'
import {
  hasUnderscores,
  reportAlias,
  reportAnchor,
  reported,
  reportTag,
  withoutUnderscores,
} from './swallowed.ts'

/** Keys whose values are equations, or mappings of equations. */
const EQUATION_KEYS: ReadonlySet<string> = new Set(['equations', 'predicting', 'update'])

/** The library's nodes, node by node, as ours. */
export class Converter {
  readonly #source: Source
  readonly #report: Report
  readonly #whole: yaml.Document.Parsed
  #found: Aliases | undefined

  constructor(source: Source, report: Report, whole: yaml.Document.Parsed) {
    this.#source = source
    this.#report = report
    this.#whole = whole
  }

  node(node: yaml.ParsedNode, under = ''): Node {
    if (yaml.isAlias(node)) return this.#alias(node)
    const anchor =
      node.anchor === undefined
        ? undefined
        : reportAnchor(this.#span(node), node.anchor, this.#aliases().of.get(node.anchor) ?? [], this.#report)
    const tag = node.tag === undefined ? undefined : reportTag(this.#span(node), this.#report)
    const reported = tag ?? anchor
    if (reported !== undefined) return reported
    if (yaml.isMap(node)) return this.#mapping(node, under)
    if (yaml.isSeq(node)) return this.#sequence(node, under)
    return this.#scalar(node)
  }

  /** Of an anchor that is there, its own complaint tells. */
  #alias(node: yaml.Alias.Parsed): Node {
    const span = this.#span(node)
    return this.#aliases().astray.has(node) ? reportAlias(span, this.#report) : reported(span)
  }

  /** Looked for once, however many there are. */
  #aliases(): Aliases {
    this.#found ??= aliasesIn(this.#whole, (alias) => this.#span(alias))
    return this.#found
  }

  #mapping(node: yaml.YAMLMap.Parsed, under: string): Node {
    const entries = new Map<string, Entry>()
    for (const pair of node.items) {
      const key = this.#key(pair.key)
      if (key === undefined) continue
      const value = this.#value(pair, key, under)
      const earlier = entries.get(key.text)
      if (earlier !== undefined) this.#reportTwice(key, earlier.key)
      else entries.set(key.text, { key, value })
    }
    const flow = node.flow === true
    const all = [...entries.values()]
    // What is left without its keys is not to blame for that.
    if (all.length === 0 && node.items.length > 0) return reported(this.#span(node))
    return {
      kind: 'mapping',
      entries: flow ? joinSplitEntries(all, this.#source, this.#report) : all,
      flow,
      span: this.#span(node),
    }
  }

  #sequence(node: yaml.YAMLSeq.Parsed, under: string): Node {
    const items = node.items.map((item) => this.node(item as yaml.ParsedNode, under))
    const flow = node.flow === true
    return {
      kind: 'sequence',
      items: flow ? joinSplitItems(items, this.#source, this.#report) : items,
      flow,
      span: this.#span(node),
    }
  }

  #key(node: yaml.ParsedNode | null): Scalar | undefined {
    if (node === null) return undefined
    const key = this.node(node)
    if (key.kind !== 'scalar') {
      // Lines of a list that are indented too little are keys to YAML, and an error of syntax.
      if (this.#whole.errors.length > 0) return undefined
      this.#report.add({ code: 'E113', at: key.span, message: 'a key is one word, not a list or a mapping' })
      return undefined
    }
    if (key.text === '<<') {
      this.#report.add({
        code: 'E112',
        at: key.span,
        message: 'merge keys are not part of the language',
        help: 'write the keys out',
      })
      return undefined
    }
    return key
  }

  #value(pair: yaml.Pair<yaml.ParsedNode, yaml.ParsedNode | null>, key: Scalar, under: string): Node {
    const end = key.span.end
    const value: Node =
      pair.value === null
        ? { kind: 'scalar', value: null, text: '', span: { source: this.#source, start: end, end } }
        : this.node(pair.value, key.text)
    const isEquation = EQUATION_KEYS.has(under) || key.text === 'equation'
    return isEquation && value.kind === 'scalar' ? eatenByComment(key, value, this.#report) : value
  }

  #scalar(node: yaml.Scalar.Parsed): Scalar {
    const span = this.#span(node)
    const written = this.#source.text.slice(span.start, span.end)
    const text = node.source ?? ''
    const value = node.value
    const plain = typeof value === 'number' || typeof value === 'boolean' || value === null ? value : text
    const scalar: Scalar = { kind: 'scalar', value: plain, text, span }
    if (written !== text) return { ...scalar, offsets: offsetsOf(text, written, span.start) }
    return hasUnderscores(text) ? withoutUnderscores(scalar, this.#report) : scalar
  }

  #span({ range }: { range?: yaml.Range | null | undefined }): Span {
    const [start, end] = range ?? [0, 0]
    return { source: this.#source, start, end }
  }

  #reportTwice(key: Scalar, earlier: Scalar): void {
    this.#report.add({
      code: 'E104',
      at: key.span,
      message: `\`${key.text}\` is given twice`,
      labels: [{ span: earlier.span, text: 'first here' }],
    })
  }
}

interface Aliases {
  /** By the anchor they name. */
  readonly of: ReadonlyMap<string, readonly Span[]>
  /** Of no anchor that stands before them. */
  readonly astray: ReadonlySet<yaml.Alias>
}

function aliasesIn(whole: yaml.Document.Parsed, spanOf: (alias: yaml.Alias.Parsed) => Span): Aliases {
  const of = new Map<string, Span[]>()
  const astray = new Set<yaml.Alias>()
  const anchors = new Set<string>()
  yaml.visit(whole, {
    Alias: (_, alias) => {
      if (!anchors.has(alias.source)) astray.add(alias)
      const named = of.get(alias.source) ?? []
      named.push(spanOf(alias as yaml.Alias.Parsed))
      of.set(alias.source, named)
    },
    Value: (_, { anchor }) => {
      if (anchor !== undefined) anchors.add(anchor)
    },
  })
  return { of, astray }
}
