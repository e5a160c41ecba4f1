import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CODES } from '../../compiler/diagnostics/codes.ts'
import { root, shows } from '../docs/documents.ts'

/*
 * `compiler/diagnostics/README.md` shows what is said of mistakes. What Loopless says is run with the other pages; here
 * its codes, and what TensorFlow.js answers, where the bench's packages are installed.
 */

const page = readFileSync(join(root, 'compiler/diagnostics/README.md'), 'utf8')
const bench = join(root, 'test/bench/package.json')
const isInstalled = existsSync(join(root, 'test/bench/node_modules/@tensorflow/tfjs'))

interface Example {
  /** Its last line is the value. */
  readonly code: readonly string[]
  readonly answer: string
}

const examples = [...page.matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(([, block]): Example => {
  const lines = block!.trimEnd().split('\n')
  return { code: lines.slice(0, -1), answer: lines.at(-1)!.replace(/^\/\/ /, '') }
})

it('each row of the table leads to a section that shows its code', () => {
  const rows = [...page.matchAll(/^\| \[(.+?)\]\(#(.+?)\) \|.* \[(\w+)\]\(explain\/(\w+)\.md\) \|$/gm)]
  expect(rows.length).toBe([...page.matchAll(/^## /gm)].length)
  for (const [, title, anchor, code, file] of rows) {
    expect(title!.toLowerCase().replaceAll(' ', '-')).toBe(anchor)
    expect(file).toBe(code)
    expect(CODES).toHaveProperty(code!)
    const section = page
      .split(/^## /m)
      .find((one) => one.toLowerCase().startsWith(`${title!.toLowerCase()}\n`))
    expect(section).toMatch(new RegExp(`^(error|warning)\\[${code}\\]: `, 'm'))
  }
})

describe.skipIf(!isInstalled)('TensorFlow.js answers (where test/bench is installed)', () => {
  it.each(examples)('$answer', async ({ code, answer }) => {
    expect(shows(answer, await answerTo(code))).toBe(true)
  })
})

/** What it gives or throws, as a text of one line. */
async function answerTo(code: readonly string[]): Promise<string> {
  const tf = createRequire(bench)('@tensorflow/tfjs')
  await tf.setBackend('cpu')
  const body = [...code.slice(0, -1), `return (${code.at(-1)})`].join('\n')
  const AsyncFunction = (async () => {}).constructor as new (
    ...words: string[]
  ) => (tf: unknown) => Promise<unknown>
  try {
    return firstLine(String(await new AsyncFunction('tf', body)(tf)))
  } catch (error) {
    return firstLine((error as Error).message)
  }
}

/** Of several lines the first, as the page has it. */
function firstLine(text: string): string {
  const [first, ...rest] = text.split('\n')
  return rest.length > 0 ? `${first} …` : first!
}
