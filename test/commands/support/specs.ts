/** A network that is right, and small. */
export const SMALL = `loopless: 1
network: small
inputs: { X: [2, m] }
targets: { Y: [1, m] }
layers:
  - dense: { units: 3, activation: tanh }
  - dense: 1
loss: squared-error
training:
  optimizer: gradient-descent
  epochs: 10
`

/** The same by another name. */
export function called(name: string): string {
  return SMALL.replace('network: small', `network: ${name}`)
}

/** The same with a mistake. */
export const WRONG = SMALL.replace('- dense: 1', '- dens: 1')

/** A layer word. */
export const WORD = `loopless: 1
layer: double
summary: Twice what it gets.
input: { A: [n, m] }
equations: { out: 2 * A }
output: { out: [n, m] }
example: double
`

export const DATA = `data:
  file: data.csv
  inputs: { X: { columns: [a, b] } }
  targets: { Y: { columns: [y] } }
`

/** The small network with data to learn from. */
export const TRAINABLE = SMALL.replace('inputs:', `${DATA}inputs:`)

export const CSV = 'a,b,y\n1,2,3\n2,1,3\n0,1,1\n3,-1,2\n'

/** With a layer whose gradient is no number where it has no root. */
export const ROOTED = called('rooted')
  .replace('layers:', 'words: [../layers/root.yaml]\nlayers:')
  .replace('  - dense: 1\n', '  - root\n  - dense: 1\n')

export const ROOT = `loopless: 1
layer: root
summary: The root where there is one, else 0.
input: { A: [n, m] }
equations: { out: "where(A > 0, sqrt(A), 0)" }
output: { out: [n, m] }
example: root
`
