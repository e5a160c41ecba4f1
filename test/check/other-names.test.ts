import { describe, expect, it } from 'vitest'
import { unknownKey } from '../../compiler/2-check/complaints.ts'
import { attributesSchema } from '../../compiler/2-check/schemas/attributes.ts'
import { schemasOfNetworks, schemasOfWords } from '../../compiler/2-check/schemas/known.ts'
import { ALSO, type Schema } from '../../compiler/2-check/schemas/schema.ts'
import type { Scalar } from '../../compiler/forms/document.ts'
import { sourceOf, wholeOf } from '../../compiler/forms/source.ts'
import { WORD_KINDS, type Word } from '../../compiler/forms/spec.ts'
import { checked, complaints, libraryWith } from './checked.ts'

const library = libraryWith()
const words = WORD_KINDS.flatMap((kind) =>
  library.names(kind).map((name) => checked(library.word(kind, name)!).spec as Word),
)

/** A schema and all in it. */
function* within(schema: Schema): Iterable<Schema> {
  yield schema
  for (const inner of Object.values(schema.properties ?? {})) yield* within(inner)
  if (schema.items) yield* within(schema.items)
  if (typeof schema.additionalProperties === 'object') yield* within(schema.additionalProperties)
}

const mappings = [
  ...[...schemasOfNetworks, ...schemasOfWords].flatMap((schema) => [...within(schema)]),
  ...words.map(attributesSchema),
].filter((schema) => schema[ALSO]?.some(([, others]) => others.length > 0))

/** Spelling aside, which advice doesn't ask for. */
const plain = (name: string) => name.toLowerCase().replaceAll(/[-_]/g, '')

const keyOf = (text: string): Scalar => ({
  kind: 'scalar',
  value: text,
  text,
  span: wholeOf(sourceOf('a', text)),
})

describe.each(mappings.map((schema) => ({ title: schema.title, schema })))(
  'what others call the keys of $title',
  ({ schema }) => {
    const others = schema[ALSO]!.flatMap(([key, names]) => names.map((name) => [name, key] as const))

    it('is the name of no key here, and of one key each', () => {
      const keys = Object.keys(schema.properties!)
      const known = [...keys, ...others.map(([name]) => name)].map(plain)
      expect(known.filter((name, at) => known.indexOf(name) !== at)).toEqual([])
      expect(keys).toEqual(expect.arrayContaining(others.map(([, key]) => key)))
    })

    it('leads to the key, however it is spelled, with the schemas of a build too', () => {
      const built: Schema = JSON.parse(JSON.stringify(schema))
      // Of words, whose schemas no build makes, titles are not known.
      const isOfAWord = words.some((word) => attributesSchema(word).title === schema.title)
      for (const [name, key] of others)
        for (const written of [name, name.toUpperCase(), name.replaceAll('_', '-'), name.replaceAll('_', '')])
          for (const judge of isOfAWord ? [schema] : [schema, built])
            expect(unknownKey(keyOf(written), judge, []).help).toBe(`here it is called \`${key}\``)
    })
  },
)

const NETWORK = `loopless: 1
network: small
inputs: { X: [5, m] }
targets: { Y: [1, m] }
`

describe('a name that others use', () => {
  it('is free for a word of one’s own, beside the word that is called so', () => {
    const normalize = `loopless: 1
layer: normalize
input: { A: [n, m] }
equations: { out: 2 * A }
output: { out: [n, m] }
`
    expect(
      complaints(
        `${NETWORK}words: [normalize.yaml]\nlayers: [standardize, normalize, { dense: 1 }]\nloss: squared-error\n`,
        { 'normalize.yaml': normalize },
      ),
    ).toBe('')
  })

  it('of what has to be said is one mistake, not two', () => {
    expect(complaints(`${NETWORK}layers: [{ dense: { out_features: 3 } }]`)).toMatchInlineSnapshot(`
      "error[E203]: \`out_features\` is not a key of layer \`dense\`
        --> spec.yaml:5:21
         |
       5 | layers: [{ dense: { out_features: 3 } }]
         |                     ^^^^^^^^^^^^
         = help: here it is called \`units\`
      "
    `)
  })

  it('stands for the key where something else asks for that', () => {
    expect(
      complaints(`${NETWORK}layers: [{ dense: 1 }]
criterion: squared-error
training: { optimizer: adam, epochs: 3 }
`),
    ).toMatchInlineSnapshot(`
      "error[E203]: \`criterion\` is not a key of a network
        --> spec.yaml:6:1
         |
       6 | criterion: squared-error
         | ^^^^^^^^^
         = help: here it is called \`loss\`
      "
    `)
  })

  it('is known beside a layer, and of its attributes', () => {
    expect(
      complaints(`${NETWORK}layers:
  - dense: 3
    name: first
  - dense: 1
    use_bias: false
`),
    ).toMatchInlineSnapshot(`
      "error[E203]: \`name\` is not a key that stands beside \`dense\`
        --> spec.yaml:7:5
         |
       7 |     name: first
         |     ^^^^
         = help: here it is called \`as\`

      error[E203]: \`use_bias\` belongs in \`dense\`, and stands beside it
        --> spec.yaml:9:5
         |
       9 |     use_bias: false
         |     ^^^^^^^^
         = help: write \`dense: { units: 1, bias: false }\`
      "
    `)
  })

  it('is known of a word, however it is spelled', () => {
    expect(
      complaints(`${NETWORK}layers: [{ dense: 1 }, StandardScaler, { activation: SiLU }]
loss: MSELoss
training: { optimizer: SGD, epochs: 3 }
`),
    ).toMatchInlineSnapshot(`
      "error[E210]: layer word \`StandardScaler\` is not in the library
        --> spec.yaml:5:24
         |
       5 | layers: [{ dense: 1 }, StandardScaler, { activation: SiLU }]
         |                        ^^^^^^^^^^^^^^
         = help: here it is called \`standardize\`

      error[E210]: activation word \`SiLU\` is not in the library
        --> spec.yaml:5:54
         |
       5 | layers: [{ dense: 1 }, StandardScaler, { activation: SiLU }]
         |                                                      ^^^^
         = help: here it is called \`swish\`

      error[E210]: loss word \`MSELoss\` is not in the library
        --> spec.yaml:6:7
         |
       6 | loss: MSELoss
         |       ^^^^^^^
         = help: here it is called \`mean-squared-error\`

      error[E210]: optimizer word \`SGD\` is not in the library
        --> spec.yaml:7:24
         |
       7 | training: { optimizer: SGD, epochs: 3 }
         |                        ^^^
         = help: here it is called \`gradient-descent\`
      "
    `)
  })

  it('may be declared by words of the user, and is known in them', () => {
    const layer = `loopless: 1
layer: tripled
also: [treble]
attributes: { by: { type: number, default: 3, also: [times] } }
input: { A: [n, m] }
equations: { out: by * A }
output: { out: [n, m] }
`
    const network = (use: string) => `${NETWORK}words: [tripled.yaml]\nlayers: [${use}]\n`
    expect(complaints(network('{ tripled: { times: 4 } }'), { 'tripled.yaml': layer })).toContain(
      'help: here it is called `by`',
    )
    expect(complaints(network('treble'), { 'tripled.yaml': layer })).toContain(
      'help: here it is called `tripled`',
    )
  })
})
