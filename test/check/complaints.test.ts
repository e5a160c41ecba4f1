import { describe, expect, it } from 'vitest'
import { complaints } from './checked.ts'

const HEAD = 'loopless: 1\nnetwork: small\ninputs: { X: [5, m] }\n'
const STACK = 'layers: [{ dense: 1 }]\n'

describe('which spec', () => {
  it('is misspelt', () => {
    expect(complaints(`loopless: 1\nnetwrk: x\n`)).toMatchInlineSnapshot(`
      "error[E201]: \`netwrk\` is not a kind of spec
        --> spec.yaml:2:1
         |
       2 | netwrk: x
         | ^^^^^^
         = help: did you mean \`network\`?
      "
    `)
  })

  it('is not told', () => {
    expect(complaints(`loopless: 1\nsummary: x\n`)).toMatchInlineSnapshot(`
      "error[E201]: this file is neither a network nor a word
        --> spec.yaml:1:1
         |
       1 | loopless: 1
         | ^^^^^^^^
         = help: a spec names itself: \`network:\`, \`layer:\`, \`activation:\`, \`loss:\`, \`metric:\`, \`regularizer:\`, \`optimizer:\`, \`schedule:\`, \`clipping:\`, \`initializer:\`
      "
    `)
  })

  it('is no mapping', () => {
    expect(complaints(`[1, 2]\n`)).toMatchInlineSnapshot(`
      "error[E201]: a spec is a mapping of keys
        --> spec.yaml:1:1
         |
       1 | [1, 2]
         | ^^^^^^
         = help: a spec names itself: \`network:\`, \`layer:\`, \`activation:\`, \`loss:\`, \`metric:\`, \`regularizer:\`, \`optimizer:\`, \`schedule:\`, \`clipping:\`, \`initializer:\`
      "
    `)
  })

  it('has another version', () => {
    expect(
      complaints(`loopless: 2\nnetwork: x\ninputs: { X: [1, m] }\nlayers: [standardize]\n`),
    ).toMatchInlineSnapshot(`
      "error[E202]: version \`2\` of the language is not known here
        --> spec.yaml:1:11
         |
       1 | loopless: 2
         |           ^
         = help: this compiler reads version 1: write \`loopless: 1\`
      "
    `)
  })

  it('has no version', () => {
    expect(complaints(`network: x\ninputs: { X: [1, m] }\nlayers: [standardize]\n`)).toMatchInlineSnapshot(`
      "error[E204]: a network needs \`loopless\`
        --> spec.yaml:1:1
         |
       1 | network: x
         | ^^^^^^^
         = help: a spec begins with \`loopless: 1\`
      "
    `)
  })

  it('has no name', () => {
    expect(complaints(`loopless: 1\ninputs: { X: [1, m] }\nlayers: [standardize]\n`)).toMatchInlineSnapshot(`
      "error[E204]: a network needs \`network\`
        --> spec.yaml:1:1
         |
       1 | loopless: 1
         | ^^^^^^^^
         = help: give it a name: \`network: my-network\`
      "
    `)
  })

  it('has a name that is none', () => {
    expect(
      complaints(`loopless: 1\nnetwork: My_Net\ninputs: { X: [1, m] }\nlayers: [standardize]\n`),
    ).toMatchInlineSnapshot(`
      "error[E208]: \`My_Net\` is not a name in lower case, with hyphens
        --> spec.yaml:2:10
         |
       2 | network: My_Net
         |          ^^^^^^
         = help: write \`my-net\`
      "
    `)
  })
})

describe('keys', () => {
  it('that are unknown', () => {
    expect(
      complaints(`${HEAD}layer: [standardize]\nlayers: [standardize]\ncolour: red\n`),
    ).toMatchInlineSnapshot(`
      "error[E203]: \`layer\` is not a key of a network
        --> spec.yaml:4:1
         |
       4 | layer: [standardize]
         | ^^^^^
         = help: did you mean \`layers\`?

      error[E203]: \`colour\` is not a key of a network
        --> spec.yaml:6:1
         |
       6 | colour: red
         | ^^^^^^
         = help: its keys are \`loopless\`, \`network\`, \`summary\`, \`precision\`, \`words\`, \`sizes\`, \`data\`, \`inputs\`, \`targets\`, \`layers\`, \`equations\`, \`differentiate\`, \`loss\`, \`regularization\`, \`metrics\`, \`keep\`, \`training\`, \`allow\`, \`budget\`, \`renamed\`
      "
    `)
  })

  it('that are missing', () => {
    expect(complaints(`loopless: 1\nlayer: mine\ninput: { A: [n, m] }\n`)).toMatchInlineSnapshot(`
      "error[E204]: a layer word needs \`equations\`, \`output\`
        --> spec.yaml:1:1
         |
       1 | loopless: 1
         | ^^^^^^^^
      "
    `)
  })

  it('without a value', () => {
    expect(complaints(`${HEAD}layers:\nloss: ~\n`)).toMatchInlineSnapshot(`
      "error[E109]: \`layers\` has no value
        --> spec.yaml:4:1
         |
       4 | layers:
         | ^^^^^^
         = help: it needs a list of layers

      error[E109]: \`loss\` has no value
        --> spec.yaml:5:1
         |
       5 | loss: ~
         | ^^^^
         = help: it needs a word
      "
    `)
  })

  it('glued to their value', () => {
    expect(complaints(`${HEAD}layers: [{ dense: {units:3} }]\n`)).toMatchInlineSnapshot(`
      "error[E203]: \`units:3\` is not a key of layer \`dense\`
        --> spec.yaml:4:20
         |
       4 | layers: [{ dense: {units:3} }]
         |                    ^^^^^^^
         = help: a blank stands after a colon: \`units: 3\`
      "
    `)
  })

  it('of a later version', () => {
    expect(complaints(`${HEAD}${STACK}outputs: { price: a }\nlosses: [a]\n`)).toMatchInlineSnapshot(`
      "error[E299]: \`outputs\` is not supported yet
        --> spec.yaml:5:1
         |
       5 | outputs: { price: a }
         | ^^^^^^^

      error[E299]: \`losses\` is not supported yet
        --> spec.yaml:6:1
         |
       6 | losses: [a]
         | ^^^^^^
      "
    `)
  })

  it('of another kind of network', () => {
    expect(
      complaints(`loopless: 1\nnetwork: x\ninputs: { a: [] }\nequations: { J: a }\nloss: squared-error\n`),
    ).toMatchInlineSnapshot(`
      "error[E218]: \`loss\` belongs to a network of layers
        --> spec.yaml:5:1
         |
       5 | loss: squared-error
         | ^^^^
      "
    `)
  })

  it('of both kinds of network', () => {
    expect(complaints(`${HEAD}${STACK}equations: { J: X }\n`)).toMatchInlineSnapshot(`
      "error[E217]: a network has \`layers\` or \`equations\`, not both
        --> spec.yaml:5:1
         |
       4 | layers: [{ dense: 1 }]
         | ------ \`layers\` here
       5 | equations: { J: X }
         | ^^^^^^^^^
      "
    `)
  })

  it('of neither', () => {
    expect(complaints(`${HEAD}`)).toMatchInlineSnapshot(`
      "error[E204]: a network needs \`layers\` or \`equations\`
        --> spec.yaml:2:1
         |
       2 | network: small
         | ^^^^^^^
         = help: write a list of \`layers\`, or a mapping of \`equations\`
      "
    `)
  })
})

describe('values', () => {
  it('of the wrong kind', () => {
    expect(
      complaints(`${HEAD}${STACK}summary: 5\nkeep: { a: 1 }\nprecision: [float32]\n`),
    ).toMatchInlineSnapshot(`
      "error[E205]: \`summary\` is text, not \`5\`
        --> spec.yaml:5:10
         |
       5 | summary: 5
         |          ^
         = help: put quotes around it: \`"5"\`

      error[E205]: \`keep\` is a list of names, not a mapping
        --> spec.yaml:6:7
         |
       6 | keep: { a: 1 }
         |       ^^^^^^^^

      error[E205]: \`precision\` is a precision, not a list
        --> spec.yaml:7:12
         |
       7 | precision: [float32]
         |            ^^^^^^^^^
      "
    `)
  })

  it('that are no choice', () => {
    expect(complaints(`${HEAD}${STACK}precision: float46\n`)).toMatchInlineSnapshot(`
      "error[E206]: \`precision\` cannot be \`float46\`
        --> spec.yaml:5:12
         |
       5 | precision: float46
         |            ^^^^^^^
         = help: did you mean \`float64\`?
      "
    `)
  })

  it('out of range', () => {
    expect(
      complaints(
        `${HEAD}layers: [{ dropout: 1 }, { dense: { units: 3, activation: { leaky-relu: { slope: -1 } } } }]\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E209]: \`rate\` is a number in [0, 1), not \`1\`
        --> spec.yaml:4:21
         |
       4 | layers: [{ dropout: 1 }, { dense: { units: 3, activation: { leaky-relu: { slope: -1 } } } }]
         |                     ^

      error[E209]: \`slope\` is a number in [0, 1), not \`-1\`
        --> spec.yaml:4:82
         |
       4 | layers: [{ dropout: 1 }, { dense: { units: 3, activation: { leaky-relu: { slope: -1 } } } }]
         |                                                                                  ^^
      "
    `)
  })

  it('above which another has to be, both said', () => {
    expect(
      complaints(
        `${HEAD}layers: [{ clip: { low: 2, high: -2 } }, { clip: { low: 1, high: 1 } }, { clip: { low: 1, high: 1.5 } }]\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E209]: \`high\` is a number in (low, inf), not \`-2\`
        --> spec.yaml:4:34
         |
       4 | layers: [{ clip: { low: 2, high: -2 } }, { clip: { low: 1, high: 1 } }, { clip: { low: 1, high: 1.5 } }]
         |                         - \`low\` is 2 here
         |                                  ^^

      error[E209]: \`high\` is a number in (low, inf), not \`1\`
        --> spec.yaml:4:66
         |
       4 | layers: [{ clip: { low: 2, high: -2 } }, { clip: { low: 1, high: 1 } }, { clip: { low: 1, high: 1.5 } }]
         |                                                         - \`low\` is 1 here
         |                                                                  ^
      "
    `)
  })

  it('above which another has to be, that of one where nothing is said', () => {
    expect(
      complaints(`${HEAD}layers: [{ min-max: { high: -3 } }, { min-max: 7 }, { min-max: -7 }]\n`),
    ).toMatchInlineSnapshot(`
      "error[E209]: \`high\` is a number in (low, inf), not \`-3\`
        --> spec.yaml:4:29
         |
       4 | layers: [{ min-max: { high: -3 } }, { min-max: 7 }, { min-max: -7 }]
         |                             ^^
         = \`low\` is 0 where nothing is said, specs/library/layers/min-max.yaml:12:34

      error[E209]: \`high\` is a number in (low, inf), not \`1\`
        --> spec.yaml:4:48
         |
       4 | layers: [{ min-max: { high: -3 } }, { min-max: 7 }, { min-max: -7 }]
         |                                                ^ \`low\` is 7 here
         = \`high\` is 1 where nothing is said, specs/library/layers/min-max.yaml:13:34
      "
    `)
  })

  it('that are nothing', () => {
    expect(complaints(`${HEAD}layers: []\nsizes: {}\n`)).toMatchInlineSnapshot(`
      "error[E209]: \`layers\` is empty
        --> spec.yaml:4:9
         |
       4 | layers: []
         |         ^^
         = help: it is a list of layers

      error[E209]: \`sizes\` is empty
        --> spec.yaml:5:8
         |
       5 | sizes: {}
         |        ^^
         = help: it is a mapping of sizes
      "
    `)
  })

  it('that are not finite', () => {
    expect(complaints(`${HEAD}layers: [{ dropout: .nan }, { dense: .inf }]\n`)).toMatchInlineSnapshot(`
      "error[E205]: \`rate\` is a number in [0, 1), not \`.nan\`
        --> spec.yaml:4:21
         |
       4 | layers: [{ dropout: .nan }, { dense: .inf }]
         |                     ^^^^

      error[E205]: \`units\` is a size, not \`.inf\`
        --> spec.yaml:4:38
         |
       4 | layers: [{ dropout: .nan }, { dense: .inf }]
         |                                      ^^^^
      "
    `)
  })
})

describe('words', () => {
  it('that are misspelt', () => {
    expect(
      complaints(
        `${HEAD}layers: [{ dens: 3 }, { dense: { units: 3, activation: rleu } }]\nloss: crossentropy\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E210]: layer word \`dens\` is not in the library
        --> spec.yaml:4:12
         |
       4 | layers: [{ dens: 3 }, { dense: { units: 3, activation: rleu } }]
         |            ^^^^
         = help: did you mean \`dense\`?

      error[E210]: activation word \`rleu\` is not in the library
        --> spec.yaml:4:56
         |
       4 | layers: [{ dens: 3 }, { dense: { units: 3, activation: rleu } }]
         |                                                        ^^^^
         = help: did you mean \`relu\`?

      error[E210]: loss word \`crossentropy\` is not in the library
        --> spec.yaml:5:7
         |
       5 | loss: crossentropy
         |       ^^^^^^^^^^^^
         = help: did you mean \`cross-entropy\`?
      "
    `)
  })

  it('that are called otherwise elsewhere', () => {
    expect(
      complaints(`${HEAD}layers: [{ fc: 3 }, { dense: { units: 3, weights: xavier } }]\nloss: mse\n`),
    ).toMatchInlineSnapshot(`
      "error[E210]: layer word \`fc\` is not in the library
        --> spec.yaml:4:12
         |
       4 | layers: [{ fc: 3 }, { dense: { units: 3, weights: xavier } }]
         |            ^^
         = help: here it is called \`dense\`

      error[E210]: initializer word \`xavier\` is not in the library
        --> spec.yaml:4:51
         |
       4 | layers: [{ fc: 3 }, { dense: { units: 3, weights: xavier } }]
         |                                                   ^^^^^^
         = help: here it is called \`glorot-uniform\`

      error[E210]: loss word \`mse\` is not in the library
        --> spec.yaml:5:7
         |
       5 | loss: mse
         |       ^^^
         = help: here it is called \`mean-squared-error\`
      "
    `)
  })

  it('of another kind', () => {
    expect(
      complaints(`${HEAD}layers: [relu, { dense: { units: 3, activation: dropout } }]\n`),
    ).toMatchInlineSnapshot(`
      "error[E210]: layer word \`relu\` is not in the library
        --> spec.yaml:4:10
         |
       4 | layers: [relu, { dense: { units: 3, activation: dropout } }]
         |          ^^^^
         = help: \`relu\` is an activation: write \`activation: relu\`

      error[E210]: activation word \`dropout\` is not in the library
        --> spec.yaml:4:49
         |
       4 | layers: [relu, { dense: { units: 3, activation: dropout } }]
         |                                                 ^^^^^^^
         = help: \`dropout\` is a layer
      "
    `)
  })

  it('that nobody knows', () => {
    expect(complaints(`${HEAD}layers: [transmogrify]\n`)).toMatchInlineSnapshot(`
      "error[E210]: layer word \`transmogrify\` is not in the library
        --> spec.yaml:4:10
         |
       4 | layers: [transmogrify]
         |          ^^^^^^^^^^^^
         = help: the library has \`activation\`, \`clip\`, \`dense\`, \`dropout\`, \`gaussian-noise\`, \`max-abs\`, \`min-max\`, \`one-hot\`, \`prelu\`, \`scale\`, \`standardize\`
      "
    `)
  })

  it('with wrong attributes', () => {
    expect(
      complaints(`${HEAD}layers:\n  - dense: { unit: 3, bias: yes }\n  - dense: { bias: true }\n  - dense\n`),
    ).toMatchInlineSnapshot(`
      "error[E203]: \`unit\` is not a key of layer \`dense\`
        --> spec.yaml:5:14
         |
       5 |   - dense: { unit: 3, bias: yes }
         |              ^^^^
         = help: did you mean \`units\`?

      error[E205]: \`bias\` is \`true\` or \`false\`, not text
        --> spec.yaml:5:29
         |
       5 |   - dense: { unit: 3, bias: yes }
         |                             ^^^
         = help: write \`true\`

      error[E204]: layer \`dense\` needs \`units\`
        --> spec.yaml:6:5
         |
       6 |   - dense: { bias: true }
         |     ^^^^^

      error[E204]: layer \`dense\` needs \`units\`
        --> spec.yaml:7:5
         |
       7 |   - dense
         |     ^^^^^
      "
    `)
  })

  it('that take nothing', () => {
    expect(complaints(`${HEAD}layers: [{ standardize: 3 }]\n`)).toMatchInlineSnapshot(`
      "error[E205]: layer \`standardize\` has no attributes
        --> spec.yaml:4:25
         |
       4 | layers: [{ standardize: 3 }]
         |                         ^
         = help: write \`standardize\` alone
      "
    `)
  })

  it('that are two', () => {
    expect(
      complaints(`${HEAD}${STACK}targets: { Y: [1, m] }\nloss: { squared-error: {}, cross-entropy: {} }\n`),
    ).toMatchInlineSnapshot(`
      "error[E214]: \`loss\` is a word, and this is a second one
        --> spec.yaml:6:28
         |
       6 | loss: { squared-error: {}, cross-entropy: {} }
         |                            ^^^^^^^^^^^^^
         = help: a word is written \`name\` or \`{ name: { key: value } }\`
      "
    `)
  })
})

describe('a layer', () => {
  it('with its attributes beside it', () => {
    expect(complaints(`${HEAD}layers:\n  - dense:\n    units: 16\n`)).toMatchInlineSnapshot(`
      "error[E109]: \`dense\` has no value
        --> spec.yaml:5:5
         |
       5 |   - dense:
         |     ^^^^^
       6 |     units: 16
         |     ----- this stands beside it, not in it
         = help: indent \`units\` more than \`dense\`
      "
    `)
  })

  it('with a colon too many', () => {
    expect(complaints(`${HEAD}layers:\n  - standardize:\n`)).toMatchInlineSnapshot(`
      "error[E109]: \`standardize\` has no value
        --> spec.yaml:5:5
         |
       5 |   - standardize:
         |     ^^^^^^^^^^^
         = help: write \`- standardize\`, without a colon
      "
    `)
  })

  it('that is two', () => {
    expect(complaints(`${HEAD}layers:\n  - dense: 3\n    dropout: 0.1\n`)).toMatchInlineSnapshot(`
      "error[E214]: \`dense\` and \`dropout\` are two layers in one
        --> spec.yaml:6:5
         |
       5 |   - dense: 3
         |     ----- the first
       6 |     dropout: 0.1
         |     ^^^^^^^
         = help: begin each layer with \`- \`
      "
    `)
  })

  it('that is none', () => {
    expect(complaints(`${HEAD}layers:\n  - as: a\n`)).toMatchInlineSnapshot(`
      "error[E214]: this layer names no word
        --> spec.yaml:5:5
         |
       5 |   - as: a
         |     ^^
         = help: write \`- dense: 16\`, or another word of the library
      "
    `)
  })

  it('with a misspelt key', () => {
    expect(complaints(`${HEAD}layers:\n  - dense: 3\n    form: X\n`)).toMatchInlineSnapshot(`
      "error[E203]: \`form\` is not a key that stands beside \`dense\`
        --> spec.yaml:6:5
         |
       6 |     form: X
         |     ^^^^
         = help: did you mean \`from\`?
      "
    `)
  })

  it('with an attribute outside', () => {
    expect(complaints(`${HEAD}layers:\n  - dense: 3\n    activation: relu\n`)).toMatchInlineSnapshot(`
      "error[E203]: \`activation\` belongs in \`dense\`, and stands beside it
        --> spec.yaml:6:5
         |
       6 |     activation: relu
         |     ^^^^^^^^^^
         = help: write \`dense: { units: 3, activation: relu }\`
      "
    `)
  })

  it('with what is not supported yet', () => {
    expect(
      complaints(`${HEAD}layers:\n  - dense: 3\n    share: a\n    trainable: false\n`),
    ).toMatchInlineSnapshot(`
      "error[E299]: \`share\` is not supported yet
        --> spec.yaml:6:5
         |
       6 |     share: a
         |     ^^^^^

      error[E299]: \`trainable\` is not supported yet
        --> spec.yaml:7:5
         |
       7 |     trainable: false
         |     ^^^^^^^^^
      "
    `)
  })

  it('from a layer that is not there', () => {
    expect(
      complaints(
        `${HEAD}layers:\n  - dense: 3\n    as: first\n    from: frist\n  - dense: 3\n    from: last\n  - dense: 3\n    as: last\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E215]: \`frist\` is not an input or a layer above
        --> spec.yaml:7:11
         |
       7 |     from: frist
         |           ^^^^^
         = help: a layer is named by \`as: name\` beside its word

      error[E215]: \`last\` is not an input or a layer above
        --> spec.yaml:9:11
         |
       9 |     from: last
         |           ^^^^
         = help: \`last\` does not stand above
      "
    `)
  })

  it('from inside a repeat', () => {
    expect(
      complaints(
        `${HEAD}layers:\n  - repeat: { times: 2, layers: [{ dense: 3, as: inner }] }\n  - dense: 3\n    from: inner\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E215]: \`inner\` is not an input or a layer above
        --> spec.yaml:7:11
         |
       7 |     from: inner
         |           ^^^^^
         = help: a name in a repeat is known only there
      "
    `)
  })

  it('from too many', () => {
    expect(
      complaints(`${HEAD}layers:\n  - dense: 3\n    as: a\n  - dense: 3\n    from: [X, a]\n`),
    ).toMatchInlineSnapshot(`
      "error[E216]: layer \`dense\` takes 1 input, and \`from\` names 2
        --> spec.yaml:8:12
         |
       8 |     from: [X, a]
         |            ^^^^
         = help: say which: \`from: name\`
      "
    `)
  })

  it('that is first under two inputs', () => {
    expect(
      complaints(`loopless: 1\nnetwork: x\ninputs: { X: [1, m], Z: [2, m] }\nlayers: [{ dense: 3 }]\n`),
    ).toMatchInlineSnapshot(`
      "error[E216]: layer \`dense\` takes 1 input, and the network has 2
        --> spec.yaml:4:12
         |
       4 | layers: [{ dense: 3 }]
         |            ^^^^^^^^
         = help: say which: \`from: name\`
      "
    `)
  })

  it('with a name that is taken', () => {
    expect(
      complaints(
        `${HEAD}layers:\n  - dense: 3\n    as: X\n  - dense: 3\n    as: a\n  - dense: 3\n    as: a\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E207]: \`X\` is used twice: as an input and as a layer
        --> spec.yaml:6:9
         |
       3 | inputs: { X: [5, m] }
         |           - an input here
       ...
       6 |     as: X
         |         ^

      error[E207]: \`a\` is used twice: as a layer both times
         --> spec.yaml:10:9
          |
        8 |     as: a
          |         - a layer here
        ...
       10 |     as: a
          |         ^
      "
    `)
  })

  it('with a name that is none', () => {
    expect(complaints(`${HEAD}layers:\n  - dense: 3\n    as: my-layer\n`)).toMatchInlineSnapshot(`
      "error[E208]: \`my-layer\` is not a name of letters, digits and _
        --> spec.yaml:6:9
         |
       6 |     as: my-layer
         |         ^^^^^^^^
         = help: write \`my_layer\`
      "
    `)
  })

  it('that is unknown and has a name', () => {
    expect(
      complaints(`${HEAD}layers:\n  - dens: 3\n    as: a\n  - dense: 3\n    from: a\n`),
    ).toMatchInlineSnapshot(`
      "error[E210]: layer word \`dens\` is not in the library
        --> spec.yaml:5:5
         |
       5 |   - dens: 3
         |     ^^^^
         = help: did you mean \`dense\`?
      "
    `)
  })

  it('that scans', () => {
    expect(complaints(`${HEAD}layers:\n  - scan: { layers: [standardize] }\n`)).toMatchInlineSnapshot(`
      "error[E299]: \`scan\` is not supported yet
        --> spec.yaml:5:5
         |
       5 |   - scan: { layers: [standardize] }
         |     ^^^^
      "
    `)
  })

  it('that repeats no times', () => {
    expect(
      complaints(`${HEAD}layers:\n  - repeat: { times: 0, layers: [standardize] }\n`),
    ).toMatchInlineSnapshot(`
      "error[E209]: \`times\` is a whole number from 1 to 1000, not \`0\`
        --> spec.yaml:5:22
         |
       5 |   - repeat: { times: 0, layers: [standardize] }
         |                      ^
      "
    `)
  })

  it('that repeats nothing', () => {
    expect(complaints(`${HEAD}layers:\n  - repeat: { times: 2 }\n`)).toMatchInlineSnapshot(`
      "error[E204]: a repeat needs \`layers\`
        --> spec.yaml:5:5
         |
       5 |   - repeat: { times: 2 }
         |     ^^^^^^
      "
    `)
  })
})

describe('sizes', () => {
  it('that are not whole or not positive', () => {
    expect(
      complaints(`${HEAD}layers: [{ dense: 0 }, { dense: 2.5 }, { dense: -3 }]\n`),
    ).toMatchInlineSnapshot(`
      "error[E308]: a size is a whole number, 1 or more
        --> spec.yaml:4:19
         |
       4 | layers: [{ dense: 0 }, { dense: 2.5 }, { dense: -3 }]
         |                   ^

      error[E308]: a size is a whole number, 1 or more
        --> spec.yaml:4:33
         |
       4 | layers: [{ dense: 0 }, { dense: 2.5 }, { dense: -3 }]
         |                                 ^^^

      error[E308]: a size is a whole number, 1 or more
        --> spec.yaml:4:49
         |
       4 | layers: [{ dense: 0 }, { dense: 2.5 }, { dense: -3 }]
         |                                                 ^^
      "
    `)
  })

  it('that nobody knows', () => {
    expect(
      complaints(
        `${HEAD}sizes: { hidden: 16, wide: 2 * hiden }\nlayers: [{ dense: hiden }, { dense: { units: q } }]\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E215]: \`hiden\` is not a size of this network
        --> spec.yaml:4:32
         |
       4 | sizes: { hidden: 16, wide: 2 * hiden }
         |                                ^^^^^
         = help: did you mean \`hidden\`?

      error[E215]: \`hiden\` is not a size of this network
        --> spec.yaml:5:19
         |
       5 | layers: [{ dense: hiden }, { dense: { units: q } }]
         |                   ^^^^^
         = help: did you mean \`hidden\`?

      error[E215]: \`q\` is not a size of this network
        --> spec.yaml:5:46
         |
       5 | layers: [{ dense: hiden }, { dense: { units: q } }]
         |                                              ^
         = help: give its number: \`sizes: { q: … }\`
      "
    `)
  })

  it('that are the batch', () => {
    expect(complaints(`${HEAD}sizes: { a: 2 * m }\nlayers: [{ dense: m }]\n`)).toMatchInlineSnapshot(`
      "error[E305]: the batch \`m\` is no size to build with
        --> spec.yaml:4:13
         |
       4 | sizes: { a: 2 * m }
         |             ^^^^^
         = help: parameters stay the same however many examples come at once

      error[E305]: the batch \`m\` is no size to build with
        --> spec.yaml:5:19
         |
       5 | layers: [{ dense: m }]
         |                   ^
         = help: parameters stay the same however many examples come at once
      "
    `)
  })

  it('called like the batch', () => {
    expect(complaints(`${HEAD}sizes: { m: 5 }\n${STACK}`)).toMatchInlineSnapshot(`
      "error[E207]: \`m\` is used twice: as the batch and as a size
        --> spec.yaml:4:10
         |
       4 | sizes: { m: 5 }
         |          ^
      "
    `)
  })
})

describe('ports', () => {
  it('with examples in rows', () => {
    expect(complaints(`loopless: 1\nnetwork: x\ninputs: { X: [m, 784] }\n${STACK}`)).toMatchInlineSnapshot(`
      "error[E305]: the batch \`m\` stands last
        --> spec.yaml:3:14
         |
       3 | inputs: { X: [m, 784] }
         |              ^^^^^^^^
         = help: examples are columns; write \`[784, m]\`
      "
    `)
  })

  it('without a batch', () => {
    expect(
      complaints(`loopless: 1\nnetwork: x\ninputs: { X: [784], Y: [2, 784], Z: [] }\n${STACK}`),
    ).toMatchInlineSnapshot(`
      "error[E306]: a network of layers takes rows and the batch, and \`X\` has 1 dimension
        --> spec.yaml:3:14
         |
       3 | inputs: { X: [784], Y: [2, 784], Z: [] }
         |              ^^^^^
         = help: examples are columns; write \`[784, m]\`

      error[E306]: a network of layers takes rows and the batch, and \`Z\` has 0 dimensions
        --> spec.yaml:3:37
         |
       3 | inputs: { X: [784], Y: [2, 784], Z: [] }
         |                                     ^^

      error[E216]: layer \`dense\` takes 1 input, and the network has 3
        --> spec.yaml:4:12
         |
       4 | layers: [{ dense: 1 }]
         |            ^^^^^^^^
         = help: say which: \`from: name\`
      "
    `)
  })

  it('whose batches are different numbers, or another than training has', () => {
    expect(
      complaints(`loopless: 1
network: x
inputs: { X: [5, 4] }
targets: { Y: [1, 3] }
${STACK}loss: squared-error
training: { optimizer: adam, batch: 7, epochs: 1 }
`),
    ).toMatchInlineSnapshot(`
      "error[E305]: \`Y\` has 3 columns and \`X\` 4
        --> spec.yaml:4:19
         |
       3 | inputs: { X: [5, 4] }
         |                  - the batch
       4 | targets: { Y: [1, 3] }
         |                   ^
         = help: all inputs and targets have the same examples

      error[E305]: training takes batches of 7, and the ports are made for 4
        --> spec.yaml:7:37
         |
       3 | inputs: { X: [5, 4] }
         |                  - the batch
       ...
       7 | training: { optimizer: adam, batch: 7, epochs: 1 }
         |                                     ^
         = help: leave \`batch\` out, or write the ports' last size as \`m\`
      "
    `)
  })

  it('whose batch is no number of examples', () => {
    expect(complaints(`loopless: 1\nnetwork: x\ninputs: { X: [5, 0] }\n${STACK}`)).toMatchInlineSnapshot(`
      "error[E308]: a size is a whole number, 1 or more
        --> spec.yaml:3:18
         |
       3 | inputs: { X: [5, 0] }
         |                  ^
      "
    `)
  })

  it('whose shape cannot be read', () => {
    expect(complaints(`loopless: 1\nnetwork: x\ninputs: { X: [5 +, m] }\n${STACK}`)).toMatchInlineSnapshot(`
      "error[E408]: nothing stands after \`+\`
        --> spec.yaml:3:18
         |
       3 | inputs: { X: [5 +, m] }
         |                  ^
      "
    `)
  })

  it('with a batch in a size', () => {
    expect(complaints(`loopless: 1\nnetwork: x\ninputs: { X: [5, 2 * m] }\n${STACK}`)).toMatchInlineSnapshot(`
      "error[E305]: the batch stands alone, not in \`2 * m\`
        --> spec.yaml:3:18
         |
       3 | inputs: { X: [5, 2 * m] }
         |                  ^^^^^
         = help: examples are columns; write \`[5, m]\`
      "
    `)
  })

  it('of unknown size', () => {
    expect(complaints(`loopless: 1\nnetwork: x\ninputs: { X: [n, m] }\n${STACK}`)).toMatchInlineSnapshot(`
      "error[E215]: \`n\` is not a size of this network
        --> spec.yaml:3:15
         |
       3 | inputs: { X: [n, m] }
         |               ^
         = help: give its number: \`sizes: { n: … }\`
      "
    `)
  })

  it('with a name that is taken', () => {
    expect(complaints(`${HEAD}targets: { X: [1, m] }\n${STACK}`)).toMatchInlineSnapshot(`
      "error[E207]: \`X\` is used twice: as an input and as a target
        --> spec.yaml:4:12
         |
       3 | inputs: { X: [5, m] }
         |           - an input here
       4 | targets: { X: [1, m] }
         |            ^
      "
    `)
  })

  it('with a class twice', () => {
    expect(complaints(`${HEAD}targets: { Y: { classes: [a, b, a] } }\n${STACK}`)).toMatchInlineSnapshot(`
      "error[E207]: class \`a\` is listed twice
        --> spec.yaml:4:33
         |
       4 | targets: { Y: { classes: [a, b, a] } }
         |                           - first here
         |                                 ^
      "
    `)
  })

  it('with classes that do not fit', () => {
    expect(
      complaints(`${HEAD}targets: { Y: { shape: [2, m], classes: [a, b, c] } }\n${STACK}`),
    ).toMatchInlineSnapshot(`
      "error[E220]: 3 classes take 3 rows
        --> spec.yaml:4:25
         |
       4 | targets: { Y: { shape: [2, m], classes: [a, b, c] } }
         |                         ^
         |                                         --------- 3 classes
         = help: leave \`shape\` out for one row per class; \`[1, m]\` tells two classes apart by 0 and 1
      "
    `)
  })

  it('with one class', () => {
    expect(complaints(`${HEAD}targets: { Y: { classes: [a] } }\n${STACK}`)).toMatchInlineSnapshot(`
      "error[E209]: \`classes\` has at least 2 items
        --> spec.yaml:4:26
         |
       4 | targets: { Y: { classes: [a] } }
         |                          ^^^
         = help: it is a list of classes
      "
    `)
  })

  it('with nothing', () => {
    expect(complaints(`${HEAD}targets: { Y: { range: probability } }\n${STACK}`)).toMatchInlineSnapshot(`
      "error[E204]: target \`Y\` needs \`shape\` or \`classes\`
        --> spec.yaml:4:12
         |
       4 | targets: { Y: { range: probability } }
         |            ^
         = help: numbers have a shape, \`[1, m]\` say; names are listed: \`classes: [a, b]\`
      "
    `)
  })
})

describe('training', () => {
  it('without a loss', () => {
    expect(complaints(`${HEAD}${STACK}training: { optimizer: adam }\n`)).toMatchInlineSnapshot(`
      "error[E204]: training needs \`loss\`
        --> spec.yaml:5:1
         |
       5 | training: { optimizer: adam }
         | ^^^^^^^^
         = help: a loss is what training makes small: \`loss: squared-error\`
      "
    `)
  })

  it('without a target', () => {
    expect(complaints(`${HEAD}${STACK}loss: squared-error\n`)).toMatchInlineSnapshot(`
      "error[E216]: loss \`squared-error\` compares with a target, and the network has none
        --> spec.yaml:5:7
         |
       5 | loss: squared-error
         |       ^^^^^^^^^^^^^
         = help: add \`targets: { Y: [1, m] }\`
      "
    `)
  })

  it('that watches a matrix', () => {
    expect(
      complaints(
        `${HEAD}targets: { Y: { classes: [a, b, c] } }\n${STACK}loss: squared-error\nmetrics: [accuracy, confusion]\ntraining: { optimizer: adam, stopping: { patience: 1, monitor: confusion } }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E215]: \`confusion\` is a matrix, and only a number is better or worse
        --> spec.yaml:8:64
         |
       7 | metrics: [accuracy, confusion]
         |                     --------- this metric
       8 | training: { optimizer: adam, stopping: { patience: 1, monitor: confusion } }
         |                                                                ^^^^^^^^^
      "
    `)
  })

  it('that stops and saves', () => {
    expect(
      complaints(
        `${HEAD}targets: { Y: [1, m] }\n${STACK}loss: squared-error\nmetrics: [mean-absolute-error]\ntraining:\n  optimizer: adam\n  shuffle: no\n  stopping: { monitor: mean-absolute-eror, change: -1, goal: lowest }\n  checkpoints: { epochs: 1, iterations: 2 }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E205]: \`shuffle\` is \`true\` or \`false\`, not text
         --> spec.yaml:10:12
          |
       10 |   shuffle: no
          |            ^^
          = help: write \`false\`

      error[E204]: a stopping section needs \`patience\`
         --> spec.yaml:11:3
          |
       11 |   stopping: { monitor: mean-absolute-eror, change: -1, goal: lowest }
          |   ^^^^^^^^

      error[E215]: \`mean-absolute-eror\` is neither the loss nor one of the network's metrics
         --> spec.yaml:11:24
          |
       11 |   stopping: { monitor: mean-absolute-eror, change: -1, goal: lowest }
          |                        ^^^^^^^^^^^^^^^^^^
          = help: did you mean \`mean-absolute-error\`?

      error[E209]: \`change\` is a number, 0 or more, not \`-1\`
         --> spec.yaml:11:52
          |
       11 |   stopping: { monitor: mean-absolute-eror, change: -1, goal: lowest }
          |                                                    ^^

      error[E206]: \`goal\` cannot be \`lowest\`
         --> spec.yaml:11:62
          |
       11 |   stopping: { monitor: mean-absolute-eror, change: -1, goal: lowest }
          |                                                              ^^^^^^
          = help: it is \`smallest\` or \`largest\`

      error[E217]: checkpoints are counted in \`epochs\` or in \`iterations\`, not both
         --> spec.yaml:12:29
          |
       12 |   checkpoints: { epochs: 1, iterations: 2 }
          |                  ------ \`epochs\` here
          |                             ^^^^^^^^^^
      "
    `)
    expect(
      complaints(
        `${HEAD}targets: { Y: [1, m] }\n${STACK}loss: squared-error\ntraining: { optimizer: adam, stopping: { patience: 1, monitor: f1 }, checkpoints: {} }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E215]: \`f1\` is neither the loss nor one of the network's metrics
        --> spec.yaml:7:64
         |
       7 | training: { optimizer: adam, stopping: { patience: 1, monitor: f1 }, checkpoints: {} }
         |                                                                ^^
         = help: it is \`loss\`

      error[E209]: \`checkpoints\` is empty
        --> spec.yaml:7:83
         |
       7 | training: { optimizer: adam, stopping: { patience: 1, monitor: f1 }, checkpoints: {} }
         |                                                                                   ^^
         = help: it is a number of \`epochs\` or of \`iterations\`
      "
    `)
  })

  it('by epochs and iterations', () => {
    expect(
      complaints(
        `${HEAD}targets: { Y: [1, m] }\n${STACK}loss: squared-error\ntraining: { optimizer: adam, epochs: 1, iterations: 2 }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E217]: training is as long as \`epochs\` or \`iterations\` say, not both
        --> spec.yaml:7:41
         |
       7 | training: { optimizer: adam, epochs: 1, iterations: 2 }
         |                              ------ \`epochs\` here
         |                                         ^^^^^^^^^^
         = help: an epoch is one pass over the data, an iteration one update
      "
    `)
  })

  it('with wrong numbers', () => {
    expect(
      complaints(
        `${HEAD}targets: { Y: [1, m] }\n${STACK}loss: squared-error\ntraining: { optimizer: { adam: { rate: -1, beta1: 1 } }, batch: some, epochs: 1.5, seed: -1 }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E209]: \`rate\` is a number in [0, inf), not \`-1\`
        --> spec.yaml:7:40
         |
       7 | training: { optimizer: { adam: { rate: -1, beta1: 1 } }, batch: some, epochs: 1.5, seed: -1 }
         |                                        ^^

      error[E209]: \`beta1\` is a number in [0, 1), not \`1\`
        --> spec.yaml:7:51
         |
       7 | training: { optimizer: { adam: { rate: -1, beta1: 1 } }, batch: some, epochs: 1.5, seed: -1 }
         |                                                   ^

      error[E206]: \`batch\` is a whole number from 1 to 4294967295, or \`all\`, not \`some\`
        --> spec.yaml:7:65
         |
       7 | training: { optimizer: { adam: { rate: -1, beta1: 1 } }, batch: some, epochs: 1.5, seed: -1 }
         |                                                                 ^^^^

      error[E205]: \`epochs\` is a whole number from 1 to 4294967295, not \`1.5\`
        --> spec.yaml:7:79
         |
       7 | training: { optimizer: { adam: { rate: -1, beta1: 1 } }, batch: some, epochs: 1.5, seed: -1 }
         |                                                                               ^^^

      error[E209]: \`seed\` is a whole number from 0 to 4294967295, not \`-1\`
        --> spec.yaml:7:90
         |
       7 | training: { optimizer: { adam: { rate: -1, beta1: 1 } }, batch: some, epochs: 1.5, seed: -1 }
         |                                                                                          ^^
      "
    `)
  })
})

describe('data', () => {
  it('for ports that are not there', () => {
    expect(
      complaints(`${HEAD}${STACK}data: { file: a.csv, inputs: { Z: { columns: all } } }\n`),
    ).toMatchInlineSnapshot(`
      "error[E215]: \`Z\` is not one of the network's inputs
        --> spec.yaml:5:32
         |
       5 | data: { file: a.csv, inputs: { Z: { columns: all } } }
         |                                ^
         = help: they are \`X\`
      "
    `)
  })

  it('without columns', () => {
    expect(complaints(`${HEAD}${STACK}data: { file: a.csv, inputs: { X: {} } }\n`)).toMatchInlineSnapshot(`
      "error[E204]: columns are named by \`columns\` or \`column\`
        --> spec.yaml:5:35
         |
       5 | data: { file: a.csv, inputs: { X: {} } }
         |                                   ^^
         = help: write \`columns: [a, b]\`, a row each; \`column: a\` if a cell holds all the numbers of an example
      "
    `)
  })

  it('with categories that fill other rows', () => {
    expect(
      complaints(
        `${HEAD}${STACK}data: { file: a.csv, missing: drop, inputs: { X: { columns: [a, { plan: [free, pro] }] } } }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E301]: \`X\` has 5 rows and its columns fill 3
        --> spec.yaml:5:62
         |
       3 | inputs: { X: [5, m] }
         |              ------ the shape of \`X\`
       ...
       5 | data: { file: a.csv, missing: drop, inputs: { X: { columns: [a, { plan: [free, pro] }] } } }
         |                                                              ^^^^^^^^^
      "
    `)
  })

  it('with a column twice', () => {
    expect(
      complaints(`${HEAD}${STACK}data: { file: a.csv, inputs: { X: { columns: [a, b, a] } } }\n`),
    ).toMatchInlineSnapshot(`
      "error[E301]: \`X\` has 5 rows and names 3 columns
        --> spec.yaml:5:47
         |
       3 | inputs: { X: [5, m] }
         |              ------ the shape of \`X\`
       ...
       5 | data: { file: a.csv, inputs: { X: { columns: [a, b, a] } } }
         |                                               ^^^^^^^

      error[E207]: \`a\` is used twice: as a column both times
        --> spec.yaml:5:53
         |
       5 | data: { file: a.csv, inputs: { X: { columns: [a, b, a] } } }
         |                                               - a column here
         |                                                     ^
      "
    `)
  })

  it('with too few columns', () => {
    expect(
      complaints(
        `${HEAD}targets: { Y: { classes: [a, b] } }\nlayers: [{ dense: { units: 2, activation: softmax } }]\ndata: { file: a.csv, inputs: { X: { columns: [a, b] } }, targets: { Y: { columns: [c, d] } } }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E301]: \`X\` has 5 rows and names 2 columns
        --> spec.yaml:6:47
         |
       3 | inputs: { X: [5, m] }
         |              ------ the shape of \`X\`
       ...
       6 | data: { file: a.csv, inputs: { X: { columns: [a, b] } }, targets: { Y: { columns: [c, d] } } }
         |                                               ^^^^

      error[E301]: classes stand in one column, and \`Y\` names 2
        --> spec.yaml:6:84
         |
       4 | targets: { Y: { classes: [a, b] } }
         |                          ------ the shape of \`Y\`
       ...
       6 | data: { file: a.csv, inputs: { X: { columns: [a, b] } }, targets: { Y: { columns: [c, d] } } }
         |                                                                                    ^^^^
      "
    `)
  })

  it('with both forms of columns', () => {
    expect(
      complaints(
        `${HEAD}${STACK}data: { file: a.csv, inputs: { X: { columns: all, column: a } }, split: { test: 1 } }\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E217]: \`column\` names one column, \`columns\` several: not both
        --> spec.yaml:5:37
         |
       5 | data: { file: a.csv, inputs: { X: { columns: all, column: a } }, split: { test: 1 } }
         |                                     ^^^^^^^
         |                                                   ------ \`column\` here

      error[E209]: \`test\` is a share between 0 and 1, or the values of a column, not \`1\`
        --> spec.yaml:5:81
         |
       5 | data: { file: a.csv, inputs: { X: { columns: all, column: a } }, split: { test: 1 } }
         |                                                                                 ^
      "
    `)
  })
})

describe('equations', () => {
  it('that cannot be read', () => {
    expect(
      complaints(`loopless: 1\nnetwork: x\ninputs: { a: [] }\nequations:\n  J: a +\n  K: a ** 2\n`),
    ).toMatchInlineSnapshot(`
      "error[E408]: nothing stands after \`+\`
        --> spec.yaml:5:9
         |
       5 |   J: a +
         |         ^

      error[E408]: \`**\` has no meaning in an equation
        --> spec.yaml:6:8
         |
       6 |   K: a ** 2
         |        ^^
         = help: a power is written \`^\`
      "
    `)
  })

  it('out of order', () => {
    expect(
      complaints(`loopless: 1\nnetwork: x\ninputs: { a: [] }\nequations:\n  J: 2 * u\n  u: a + u\n`),
    ).toMatchInlineSnapshot(`
      "error[E407]: \`u\` is used before it is defined
        --> spec.yaml:5:10
         |
       5 |   J: 2 * u
         |          ^
       6 |   u: a + u
         |   - defined here
         = help: equations are computed in their order, and use what stands above

      error[E407]: \`u\` is defined by itself
        --> spec.yaml:6:10
         |
       6 |   u: a + u
         |          ^
         = help: equations are computed in their order, and use what stands above
      "
    `)
  })

  it('differentiated by what is no input', () => {
    expect(
      complaints(
        `loopless: 1\nnetwork: x\ninputs: { a: [] }\nequations: { J: a }\ndifferentiate: { K: [a, J] }\nkeep: [L]\n`,
      ),
    ).toMatchInlineSnapshot(`
      "error[E215]: \`K\` is not an equation of this network
        --> spec.yaml:5:18
         |
       5 | differentiate: { K: [a, J] }
         |                  ^
         = help: it has \`J\`

      error[E215]: \`J\` is not an input of this network
        --> spec.yaml:5:25
         |
       5 | differentiate: { K: [a, J] }
         |                         ^
         = help: it has \`a\`

      error[E215]: \`L\` is not an equation of this network
        --> spec.yaml:6:8
         |
       6 | keep: [L]
         |        ^
         = help: it has \`J\`
      "
    `)
  })

  it('with a name that is taken', () => {
    expect(
      complaints(`loopless: 1\nnetwork: x\ninputs: { a: [] }\nequations: { a: 2 }\n`),
    ).toMatchInlineSnapshot(`
      "error[E207]: \`a\` is used twice: as an input and as an equation
        --> spec.yaml:4:14
         |
       3 | inputs: { a: [] }
         |           - an input here
       4 | equations: { a: 2 }
         |              ^
      "
    `)
  })
})
