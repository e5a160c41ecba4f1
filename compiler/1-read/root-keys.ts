/**
 * The keys at the root of a YAML text, seen without parsing it, and before anybody knows that it is YAML: those of a block
 * or of a flow mapping, indented or not, in quotes or not, of the items of a list too. What a text says there tells whose it is,
 * also where much else in it is wrong.
 */
export function rootKeysOf(text: string): readonly string[] {
  const keys: string[] = []
  let root = Infinity
  for (const { index, groups } of text.matchAll(LINE)) {
    const { before = '', content = '' } = groups!
    if (before.length > root) continue
    root = before.length
    if (content.startsWith('{')) keys.push(...keysOfFlow(text.slice(index + before.length)))
    else keys.push(...(KEY.exec(content)?.slice(2, 3) ?? []))
  }
  return keys
}

/** What is neither empty nor a comment, a directive or the end of a document; behind the marks of a document, of items and of long keys. */
const LINE = /^\uFEFF?(?<before>(?:---(?=[ \t]))?[ \t]*(?:[-?][ \t]+)*)(?<content>(?!-{3}|\.{3})[^\s#%].*)$/gm
const KEY = /^(["']?)([\w-]+)\1[ \t]*(?:[:=]|$)/

const TOKEN = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|#.*|[[\]{},]|[^\s[\]{},"':]+/g

function keysOfFlow(text: string): readonly string[] {
  const keys: string[] = []
  let depth = 0
  let isKey = false
  for (const [token] of text.matchAll(TOKEN)) {
    if (token.startsWith('#')) continue
    if (isKey && depth === 1 && !/^[[\]{},]/.test(token)) keys.push(token.replaceAll(/^["']|["']$/g, ''))
    isKey = token === '{' || token === ','
    if (token === '{' || token === '[') depth++
    if (token === '}' || token === ']') depth--
    if (depth === 0) break
  }
  return keys
}
