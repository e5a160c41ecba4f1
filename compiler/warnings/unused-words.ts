import type { Finding } from '../diagnostics/report.ts'
import type { Body, LayerUse, NetworkSpec, Word, WordUse } from '../forms/spec.ts'

/** W201: a file of `words:` whose word no layer uses, nor anything else, nor a word that is used. */
export function unusedWords({ ownWords, wordFiles, body, training }: NetworkSpec): readonly Finding[] {
  if (ownWords.length === 0) return []
  const used = new Set<Word>()
  const reach = (word: Word) => {
    if (used.has(word)) return
    used.add(word)
    for (const call of word.calls) reach(call)
    // What a use may leave to the word has to be there, whether or not this one does.
    for (const { default: usual } of word.attributes) if (usual?.kind === 'word') reachUse(usual.use)
    for (const { initial } of word.parameters) if (!('attribute' in initial)) reachUse(initial)
  }
  const reachUse = ({ word, attributes }: WordUse) => {
    reach(word)
    for (const value of attributes.values()) if (value.kind === 'word') reachUse(value.use)
  }
  for (const use of usesIn(body)) reachUse(use)
  if (training)
    for (const use of [training.optimizer, training.schedule, ...training.clipping]) if (use) reachUse(use)
  return ownWords.flatMap((word, index): readonly Finding[] =>
    used.has(word)
      ? []
      : [
          {
            code: 'W201',
            at: wordFiles[index]!.span,
            message: `nothing uses ${word.kind} word \`${word.name}\``,
            labels: [{ span: word.span, text: 'the word' }],
            help: 'use it, or take its file out of `words:`',
          },
        ],
  )
}

function usesIn(body: Body): readonly WordUse[] {
  if (body.kind === 'equations') return []
  const { layers, loss, regularization, metrics } = body
  return [...layers.flatMap(usesInLayer), ...(loss ? [loss] : []), ...regularization, ...metrics]
}

function usesInLayer(layer: LayerUse): readonly WordUse[] {
  return layer.kind === 'repeat'
    ? layer.layers.flatMap(usesInLayer)
    : [layer.use, ...(layer.regularization ?? [])]
}
