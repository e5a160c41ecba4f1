import { mkdirSync, symlinkSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtPackage, root } from '../commands/support/built.ts'
import { type Project, project } from '../commands/support/project.ts'
import { LanguageServer, type Position } from './server.ts'

/*
 * The YAML language server, which VS Code and Neovim run, in a project as `loopless init` begins it: what it proposes
 * and shows, and what it says of mistakes. In a text `|` is where the cursor is.
 */

const server = new LanguageServer()
beforeAll(() => server.start(root), 60_000)
afterAll(() => server.stop())

/** The package lies where npm puts it, so that the line which `init` writes finds the schema. */
async function begun(): Promise<Project> {
  const begun = project()
  mkdirSync(begun.path('node_modules'))
  symlinkSync(builtPackage(), begun.path('node_modules/loopless'), 'junction')
  expect((await begun.loopless(['init'])).code).toBe(0)
  return begun
}

/** The first spec, with something else in the place of a part of it. */
async function edited(before: string, after: string) {
  const app = await begun()
  const text = app.read('specs/xor.yaml')
  expect(text).toContain(before)
  return opened(
    app,
    'specs/xor.yaml',
    text.replace(before, () => after),
  )
}

async function opened({ path, write }: Pick<Project, 'path' | 'write'>, file: string, marked: string) {
  const before = marked.slice(0, marked.indexOf('|')).split('\n')
  const cursor: Position = { line: before.length - 1, character: before.at(-1)!.length }
  const text = marked.replace('|', '')
  write({ [file]: text })
  const told = await server.open(path(file), text)
  return {
    complaints: told.map(({ message, range: { start, end } }) => {
      const line = text.split('\n')[start.line]!
      return `${line.slice(start.character, end.line === start.line ? end.character : undefined)}: ${message}`
    }),
    proposals: async () => (await server.complete(path(file), cursor)).map(({ label }) => label),
    shown: () => server.hover(path(file), cursor),
  }
}

const LAYERS = 'layers:\n  - dense: { units: 4, activation: tanh }\n'

describe('completion', () => {
  it('proposes the keys of a network that are not there yet', async () => {
    const { proposals } = await edited('metrics: [binary-accuracy]\n', '|\n')
    const labels = await proposals()
    expect(labels).toEqual(
      expect.arrayContaining(['metrics', 'keep', 'precision', 'regularization', 'allow']),
    )
    expect(labels).not.toContain('layers')
    expect(labels).not.toContain('dense')
  })

  it('proposes words for a layer, and what stands beside them', async () => {
    const { proposals } = await edited(LAYERS, `${LAYERS}  - |\n`)
    const labels = await proposals()
    expect(labels).toEqual(
      expect.arrayContaining(['dense', 'dropout', 'standardize', 'repeat', 'as', 'from']),
    )
    expect(labels).not.toContain('relu')
  })

  it('proposes what may be said to a word', async () => {
    const { proposals } = await edited(LAYERS, 'layers:\n  - dense:\n      units: 4\n      |\n')
    expect(await proposals()).toEqual(['activation', 'bias', 'weights'])
  })

  it('proposes words of the kind that is asked for', async () => {
    const loss = await edited('loss: binary-cross-entropy', 'loss: |')
    expect(await loss.proposals()).toEqual(expect.arrayContaining(['binary-cross-entropy', 'huber']))
    expect(await loss.proposals()).not.toContain('accuracy')
    const activation = await edited(LAYERS, 'layers:\n  - dense:\n      units: 4\n      activation: |\n')
    expect(await activation.proposals()).toEqual(expect.arrayContaining(['relu', 'tanh', 'softmax']))
    expect(await activation.proposals()).not.toContain('dense')
    const metric = await edited('metrics: [binary-accuracy]', 'metrics:\n  - |')
    expect(await metric.proposals()).toEqual(expect.arrayContaining(['accuracy', 'f1', 'huber']))
    const optimizer = await edited('optimizer: { momentum: { rate: 0.5 } }', 'optimizer: |')
    expect(await optimizer.proposals()).toEqual(expect.arrayContaining(['adam', 'momentum']))
  })

  it('proposes the values of a choice, and the codes that may be allowed', async () => {
    const precision = await edited('metrics: [binary-accuracy]', 'precision: |')
    expect(await precision.proposals()).toEqual(['float32', 'float64'])
    const allow = await edited('metrics: [binary-accuracy]', 'allow:\n  |')
    expect(await allow.proposals()).toEqual(expect.arrayContaining(['W404']))
  })
})

describe('hover', () => {
  it('shows what a word is', async () => {
    const key = await edited('- dense: { units: 4', '- de|nse: { units: 4')
    expect(await key.shown()).toContain('Fully connected layer, g(W·A')
    const value = await edited('activation: tanh', 'activation: ta|nh')
    expect(await value.shown()).toContain('* `tanh`: The hyperbolic tangent, between −1 and 1.')
    const loss = await edited('loss: binary-cross-entropy', 'loss: binary-cross-|entropy')
    expect(await loss.shown()).toContain('cross-entropy of independent probabilities')
  })

  it('shows what a key says, what it may be, and what holds without it', async () => {
    const { shown } = await edited('batch: all', 'bat|ch: all')
    const text = (await shown()).replaceAll('\\', '')
    expect(text).toMatch(/^#### a whole number from 1 to 4294967295, or `all`\n/)
    expect(text).toContain('How many examples an update is of, or `all`. If nothing is said: `32`.')
  })

  it('shows what may be said to a word', async () => {
    const { shown } = await edited('rate: 0.5', 'ra|te: 0.5')
    expect((await shown()).replaceAll('\\', '')).toMatch(
      /`rate` of optimizer `momentum`, a number in .*\. If nothing is said: `0\.01`\./,
    )
  })
})

describe('a mistake', () => {
  it('is not seen where there is none', async () => {
    const { complaints } = await edited('loopless: 1', 'loopless: 1')
    expect(complaints).toEqual([])
  })

  it.each([
    ['a misspelt key', 'metrics:', 'metric:', ['metric: Property metric is not allowed.']],
    [
      'a misspelt word of a layer',
      '- dense: { units: 4',
      '- dens: { units: 4',
      ['dens: Property dens is not allowed.'],
    ],
    ['a misspelt attribute', 'rate: 0.5', 'rat: 0.5', ['rat: Property rat is not allowed.']],
    ['a number out of range', 'batch: all', 'batch: 0', ['0: Value is below the minimum of 1.']],
    ['a number out of the range of a word', 'units: 4', 'units: 0', ['0: Value is below the minimum of 1.']],
    [
      'a first attribute out of range',
      LAYERS,
      `${LAYERS}  - dropout: 1.5\n`,
      ['1.5: Value is above the exclusive maximum of 1.'],
    ],
    [
      'text for a number',
      'iterations: 2000',
      'iterations: 2_000',
      ['2_000: Expected a whole number from 1 to 4294967295.'],
    ],
    ['text for true or false', 'batch: all', 'shuffle: no', ['no: Expected `true` or `false`.']],
    [
      'what is no choice',
      'batch: all',
      'batch: al',
      ['al: Expected a whole number from 1 to 4294967295, or `all`.'],
    ],
    ['another version', 'loopless: 1', 'loopless: 2', ['2: Value must be 1.']],
    [
      'a name with a blank',
      'inputs: { X: [2, m] }',
      'inputs: { "X 1": [2, m] }',
      ['"X 1": Expected a name of letters, digits and _.'],
    ],
  ])('is told once, where it is, and in one sentence: %s', async (_, before, after, expected) => {
    const { complaints } = await edited(before, after)
    expect(complaints).toEqual(expected)
  })

  it.each([
    ['of a layer', 'activation: tanh', 'activation: tahn', 'tahn'],
    ['of a loss', 'loss: binary-cross-entropy', 'loss: binary-cross-entrpy', 'binary-cross-entrpy'],
    ['in a list', 'metrics: [binary-accuracy]', 'metrics: [binary-acuracy]', 'binary-acuracy'],
  ])('in a name is told with the names there are: %s', async (_, before, after, name) => {
    const { complaints } = await edited(before, after)
    expect(complaints).toHaveLength(1)
    expect(complaints[0]).toMatch(new RegExp(`^${name}: Value is not accepted\\. Valid values: `))
  })
})

describe('words of one’s own', () => {
  const OWN = `loopless: 1
layer: bent
summary: Bends what is large.
attributes: { most: { type: number, range: "(0, inf)" } }
input: { A: [n, m] }
equations: { out: most * tanh(A / most) }
output: { out: [n, m] }
`
  const USING = 'words: [../layers/bent.yaml]\nlayers:\n  - ben|t: { most: -1 }\n'

  it('may stand where their files are named, and the rest is still checked', async () => {
    const { complaints } = await edited('layers:\n', `${USING.replace('|', '')}  - dense: { unit: 3 }\n`)
    expect(complaints).toEqual(['dense: Missing property "units".', 'unit: Property unit is not allowed.'])
  })

  it('are known by a schema that `loopless schema` writes', async () => {
    const app = await begun()
    app.write({ 'layers/bent.yaml': OWN })
    const made = await app.loopless(['schema', '--words', 'layers', '--out', 'specs/network.schema.json'])
    expect(made).toEqual({ code: 0, stdout: '', stderr: 'wrote specs/network.schema.json\n' })
    const text = app
      .read('specs/xor.yaml')
      .replace('../node_modules/loopless/specs/', './')
      .replace('layers:\n', () => USING)
    const { complaints, proposals, shown } = await opened(app, 'specs/xor.yaml', text)
    expect(complaints).toEqual(['-1: Value is below the exclusive minimum of 0.'])
    expect(await proposals()).toContain('bent')
    expect(await shown()).toContain('Bends what is large.')
  })

  it.each(['layer', 'word'])('are written with the help of %s.schema.json', async (name) => {
    const line = `# yaml-language-server: $schema=../node_modules/loopless/specs/${name}.schema.json\n`
    const app = await begun()
    const right = await opened(app, 'layers/bent.yaml', line + OWN)
    expect(right.complaints).toEqual([])
    const wrong = await opened(
      app,
      'layers/bend.yaml',
      line + OWN.replace('most:', 'mo|st:').replace('number', 'nmber').replace('output', 'ouput'),
    )
    expect(wrong.complaints.filter((each) => !/Missing property "output"/.test(each))).toEqual([
      expect.stringMatching(/^nmber: Value is not accepted\. Valid values: "size", "number"/),
      'ouput: Property ouput is not allowed.',
    ])
    const more = await opened(app, 'layers/more.yaml', `${line + OWN}|\n`)
    expect(await more.proposals()).toEqual(
      expect.arrayContaining(['parameters', 'predicting', 'differs', 'example']),
    )
    const key = await opened(app, 'layers/key.yaml', line + OWN.replace('summary', 'sum|mary'))
    expect(await key.shown()).toContain('A sentence about it.')
  })
})
