import { describe, expect, it } from 'vitest'
import { complaints } from './checked.ts'

const LAYER =
  'loopless: 1\nlayer: mine\ninput: { A: [n, m] }\nequations:\n  out: A\noutput: { out: [n, m] }\n'
const HEAD = 'loopless: 1\nnetwork: small\ninputs: { X: [5, m] }\n'

describe('a word', () => {
  it('of another kind of key', () => {
    expect(
      complaints(
        `loopless: 1\nloss: l\ninput: { A: [k, m] }\ntarget: { Y: [k, m] }\nequations: { J: 1 }\noutput: { J: [] }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E203]: \`output\` is not a key of a loss word
        --> spec.yaml:6:1
         |
       6 | output: { J: [] }
         | ^^^^^^
         = help: its keys are \`loopless\`, \`loss\`, \`summary\`, \`also\`, \`source\`, \`differs\`, \`attributes\`, \`input\`, \`target\`, \`equations\`, \`example\`
      "
    `)
  })

  it('with keys of a later version', () => {
    expect(complaints(`${LAYER}state: { a: zeros }\n`)).toMatchInlineSnapshot(`
      "error[E299]: \`state\` is not supported yet
        --> spec.yaml:7:1
         |
       7 | state: { a: zeros }
         | ^^^^^
      "
    `)
  })

  it('with an attribute of no type', () => {
    expect(complaints(`${LAYER}attributes: { a: { type: sise }, b: size, c: {} }\n`)).toMatchInlineSnapshot(`
      "error[E206]: \`type\` cannot be \`sise\`
        --> spec.yaml:7:26
         |
       7 | attributes: { a: { type: sise }, b: size, c: {} }
         |                          ^^^^
         = help: did you mean \`size\`?

      error[E205]: \`b\` is an attribute, not text
        --> spec.yaml:7:37
         |
       7 | attributes: { a: { type: sise }, b: size, c: {} }
         |                                     ^^^^

      error[E204]: an attribute needs \`type\`
        --> spec.yaml:7:43
         |
       7 | attributes: { a: { type: sise }, b: size, c: {} }
         |                                           ^
      "
    `)
  })

  it('with a default that does not fit', () => {
    expect(
      complaints(
        `${LAYER}attributes: { a: { type: number, range: "[0, 1)", default: 1 }, b: { type: boolean, default: no }, c: { type: activation, default: rellu } }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E209]: \`default\` is a number in [0, 1), not \`1\`
        --> spec.yaml:7:60
         |
       7 | attributes: { a: { type: number, range: "[0, 1)", default: 1 }, b: { type: boolean, default: no }, c: { type: activation…
         |                                                            ^

      error[E205]: \`default\` is \`true\` or \`false\`, not text
        --> spec.yaml:7:94
         |
       7 | attributes: { a: { type: number, range: "[0, 1)", default: 1 }, b: { type: boolean, default: no }, c: { type: activation…
         |                                                                                              ^^
         = help: write \`false\`

      error[E210]: activation word \`rellu\` is not in the library
        --> spec.yaml:7:132
         |
       7 | …e: boolean, default: no }, c: { type: activation, default: rellu } }
         |                                                             ^^^^^
         = help: did you mean \`relu\`?
      "
    `)
  })

  it('with a range that is none', () => {
    expect(
      complaints(
        `${LAYER}attributes: { a: { type: number, range: "0..1" }, b: { type: number, range: "[1, 0]" } }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E221]: \`0..1\` is not a range
        --> spec.yaml:7:41
         |
       7 | attributes: { a: { type: number, range: "0..1" }, b: { type: number, range: "[1, 0]" } }
         |                                         ^^^^^^
         = help: a range is written \`"[0, 1)"\`: square where its end belongs to it, round where not; \`inf\` for no end

      error[E221]: \`[1, 0]\` is not a range
        --> spec.yaml:7:77
         |
       7 | attributes: { a: { type: number, range: "0..1" }, b: { type: number, range: "[1, 0]" } }
         |                                                                             ^^^^^^^^
         = help: a range is written \`"[0, 1)"\`: square where its end belongs to it, round where not; \`inf\` for no end
      "
    `)
  })

  it('with a range that ends at no number above', () => {
    expect(
      complaints(
        `${LAYER}attributes: { wide: { type: number, range: "(wide, inf)" }, a: { type: number, range: "(wid, inf)" }, b: { type: size }, c: { type: number, range: "[0, b]" } }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E215]: \`wide\` is no attribute of type \`number\` above
        --> spec.yaml:7:44
         |
       7 | attributes: { wide: { type: number, range: "(wide, inf)" }, a: { type: number, range: "(wid, inf)" }, b: { type: size },…
         |                                            ^^^^^^^^^^^^^
         = help: an end of a range is a number, \`inf\`, or such an attribute

      error[E215]: \`wid\` is no attribute of type \`number\` above
        --> spec.yaml:7:87
         |
       7 | attributes: { wide: { type: number, range: "(wide, inf)" }, a: { type: number, range: "(wid, inf)" }, b: { type: size },…
         |                                                                                       ^^^^^^^^^^^^
         = help: did you mean \`wide\`?

      error[E215]: \`b\` is no attribute of type \`number\` above
        --> spec.yaml:7:148
         |
       7 | …wid, inf)" }, b: { type: size }, c: { type: number, range: "[0, b]" } }
         |                                                             ^^^^^^^^
         = help: an end of a range is a number, \`inf\`, or such an attribute
      "
    `)
  })

  it('with defaults of which one is not above the other', () => {
    expect(
      complaints(
        `${LAYER}attributes: { low: { type: number, default: 3 }, high: { type: number, default: 3, range: "(low, inf)" } }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E209]: \`high\` is a number in (low, inf), not \`3\`
        --> spec.yaml:7:81
         |
       7 | attributes: { low: { type: number, default: 3 }, high: { type: number, default: 3, range: "(low, inf)" } }
         |                                             - \`low\` is 3 where nothing is said
         |                                                                                 ^
      "
    `)
  })

  it('with an example that says one of them only', () => {
    expect(
      complaints(
        `${LAYER}attributes:\n  low: { type: number, default: 1 }\n  high: { type: number, default: 3, range: "(low, 5]" }\nexample: { mine: { low: 4 } }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E209]: \`high\` is a number in (low, 5], not \`3\`
         --> spec.yaml:10:25
          |
        9 |   high: { type: number, default: 3, range: "(low, 5]" }
          |                                  - \`high\` is 3 where nothing is said
       10 | example: { mine: { low: 4 } }
          |                         ^ \`low\` is 4 here
      "
    `)
  })

  it('with a parameter that ends in a digit', () => {
    expect(
      complaints(`${LAYER}parameters: { W1: { shape: [n, n], initial: zeros } }\n`),
    ).toMatchInlineSnapshot(`
      "error[E208]: the name of a parameter cannot end in a digit
        --> spec.yaml:7:15
         |
       7 | parameters: { W1: { shape: [n, n], initial: zeros } }
         |               ^^
         = help: layers are numbered in the generated code: \`W1\` is \`W\` of layer 1
      "
    `)
  })

  it('with a parameter without a start', () => {
    expect(
      complaints(`${LAYER}parameters: { W: { shape: [n, n] }, V: { shape: [n, n], initial: zeroes } }\n`),
    ).toMatchInlineSnapshot(`
      "error[E204]: a parameter needs \`initial\`
        --> spec.yaml:7:15
         |
       7 | parameters: { W: { shape: [n, n] }, V: { shape: [n, n], initial: zeroes } }
         |               ^

      error[E210]: initializer word \`zeroes\` is not in the library
        --> spec.yaml:7:66
         |
       7 | parameters: { W: { shape: [n, n] }, V: { shape: [n, n], initial: zeroes } }
         |                                                                  ^^^^^^
         = help: did you mean \`zeros\`?
      "
    `)
  })

  it('with a name used twice', () => {
    expect(
      complaints(
        `loopless: 1\nlayer: mine\nattributes: { b: { type: size } }\ninput: { A: [n, m] }\nparameters: { b: { shape: [n, 1], initial: zeros } }\nequations: { A: 2, out: A }\noutput: { out: [n, m] }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E207]: \`b\` is used twice: as an attribute and as a parameter
        --> spec.yaml:5:15
         |
       3 | attributes: { b: { type: size } }
         |               - an attribute here
       ...
       5 | parameters: { b: { shape: [n, 1], initial: zeros } }
         |               ^

      error[E207]: \`A\` is used twice: as an input and as an equation
        --> spec.yaml:6:14
         |
       4 | input: { A: [n, m] }
         |          - an input here
       ...
       6 | equations: { A: 2, out: A }
         |              ^
      "
    `)
  })

  it('with a name that is a size too', () => {
    expect(
      complaints(
        `loopless: 1\nlayer: mine\nattributes: { k: { type: size } }\ninput: { A: [n, m] }\nequations: { n: 2 * A, m: n, out: m }\noutput: { out: [k, m] }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E207]: \`n\` is used twice: as a size and as an equation
        --> spec.yaml:5:14
         |
       4 | input: { A: [n, m] }
         |              - a size here
       5 | equations: { n: 2 * A, m: n, out: m }
         |              ^

      error[E207]: \`m\` is used twice: as a size and as an equation
        --> spec.yaml:5:24
         |
       4 | input: { A: [n, m] }
         |                 - a size here
       5 | equations: { n: 2 * A, m: n, out: m }
         |                        ^
      "
    `)
  })

  it('with an output that no equation makes', () => {
    expect(
      complaints(
        `loopless: 1\nlayer: mine\ninput: { A: [n, m] }\nequations: { uot: A }\npredicting: { q: A }\noutput: { out: [n, m] }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E219]: \`equations\` has no equation for \`out\`
        --> spec.yaml:6:11
         |
       6 | output: { out: [n, m] }
         |           ^^^
         = help: did you mean \`uot\`?
      "
    `)
  })

  it('with two outputs', () => {
    expect(
      complaints(
        `loopless: 1\nlayer: mine\ninput: { A: [n, m] }\nequations: { a: A, b: A }\noutput: { a: [n, m], b: [n, m] }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E209]: \`output\` is a mapping with one output: this is a second one
        --> spec.yaml:5:22
         |
       5 | output: { a: [n, m], b: [n, m] }
         |                      ^
      "
    `)
  })

  it('with an example that does not fit', () => {
    expect(complaints(`${LAYER}example: { mine: 3 }\n`)).toMatchInlineSnapshot(`
      "error[E205]: layer \`mine\` has no attributes
        --> spec.yaml:7:18
         |
       7 | example: { mine: 3 }
         |                  ^
         = help: write \`mine\` alone
      "
    `)
  })

  it('that is an optimizer without its update', () => {
    expect(
      complaints(
        `loopless: 1\noptimizer: o\nstate: { v: zeros, w: ones }\nupdate: { step: 1, v: gradient }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E219]: \`update\` has no equation for \`parameter\`
        --> spec.yaml:2:12
         |
       2 | optimizer: o
         |            ^
         = help: add \`parameter: …\` to \`update\`

      error[E219]: \`update\` has no equation for \`w\`
        --> spec.yaml:3:20
         |
       3 | state: { v: zeros, w: ones }
         |                    ^
         = help: add \`w: …\` to \`update\`

      error[E206]: \`w\` is \`zeros\`, or a number, not \`ones\`
        --> spec.yaml:3:23
         |
       3 | state: { v: zeros, w: ones }
         |                       ^^^^
      "
    `)
  })

  it('with sums that are not 1', () => {
    expect(
      complaints(
        `loopless: 1\nloss: l\ninput: { A: { shape: [k, m], sums: { over: k, to: 2 } } }\ntarget: { Y: [k, m] }\nequations: { J: 1 }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E206]: \`to\` cannot be \`2\`
        --> spec.yaml:3:51
         |
       3 | input: { A: { shape: [k, m], sums: { over: k, to: 2 } } }
         |                                                   ^
         = help: it is \`1\`
      "
    `)
  })

  it('that needs itself', () => {
    expect(
      complaints(
        `loopless: 1\nactivation: a\nattributes: { f: { type: activation, default: a } }\ninput: { Z: [k, m] }\nequations: { out: f(Z) }\noutput: { out: [k, m] }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E213]: activation \`a\` needs itself
        --> spec.yaml:3:47
         |
       3 | attributes: { f: { type: activation, default: a } }
         |                                               ^
      "
    `)
  })

  it('that calls itself', () => {
    expect(
      complaints(
        `loopless: 1\nactivation: a\ninput: { Z: [k, m] }\nequations: { out: a(Z) }\noutput: { out: [k, m] }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E213]: activation \`a\` needs itself
        --> spec.yaml:4:19
         |
       4 | equations: { out: a(Z) }
         |                   ^
      "
    `)
  })
})

describe('words:', () => {
  it('that are not there', () => {
    expect(complaints(`${HEAD}words: [mine.yaml]\nlayers: [standardize]\n`)).toMatchInlineSnapshot(`
      "error[E212]: there is no file \`mine.yaml\`
        --> spec.yaml:4:9
         |
       4 | words: [mine.yaml]
         |         ^^^^^^^^^
         = help: files are named from the folder of the spec
      "
    `)
  })

  it('that hide a library word', () => {
    expect(
      complaints(`${HEAD}words: [dense.yaml]\nlayers: [{ dense: 3 }]\n`, {
        'dense.yaml': LAYER.replace('mine', 'dense'),
      }),
    ).toMatchInlineSnapshot(`
      "error[E211]: the library has a layer \`dense\`
        --> dense.yaml:2:8
         |
       2 | layer: dense
         |        ^^^^^
         = its file is listed here, spec.yaml:4:9
         = help: a word hides no other: give it a name of its own
      "
    `)
  })

  it('of one name', () => {
    expect(
      complaints(`${HEAD}words: [a.yaml, b.yaml]\nlayers: [mine]\n`, { 'a.yaml': LAYER, 'b.yaml': LAYER }),
    ).toMatchInlineSnapshot(`
      "error[E211]: there is already a layer \`mine\`
        --> b.yaml:2:8
         |
       2 | layer: mine
         |        ^^^^
         = the other one, a.yaml:2:8
         = its file is listed here, spec.yaml:4:17
         = help: a word hides no other: give it a name of its own
      "
    `)
  })

  it('that are networks', () => {
    expect(
      complaints(`${HEAD}words: [a.yaml]\nlayers: [standardize]\n`, { 'a.yaml': HEAD }),
    ).toMatchInlineSnapshot(`
      "error[E201]: \`a.yaml\` is a network, not a word
        --> spec.yaml:4:9
         |
       4 | words: [a.yaml]
         |         ^^^^^^
         = help: words are layers, losses and the like
      "
    `)
  })
})
