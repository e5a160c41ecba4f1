/** A network that works: the smallest that needs a hidden layer. */
export function firstSpec(name: string): string {
  return `# yaml-language-server: $schema=../node_modules/loopless/specs/network.schema.json
loopless: 1
network: ${name}
summary: Exclusive or, are two bits the same or different?
data:
  file: ${name}.csv
  inputs: { X: { columns: [a, b] } }
  targets: { Y: { column: relation } }
inputs: { X: [2, m] } # examples are columns: 2 numbers for each of m
targets: { Y: { shape: [1, m], classes: [same, different] } }
layers:
  - dense: { units: 4, activation: tanh }
  - dense: { units: 1, activation: sigmoid }
loss: binary-cross-entropy
metrics: [binary-accuracy]
training:
  optimizer: { momentum: { rate: 0.5 } }
  batch: all
  iterations: 2000
`
}

export function firstData(): string {
  return ['a,b,relation', '0,0,same', '0,1,different', '1,0,different', '1,1,same', ''].join('\n')
}

/** Specs are right, what is committed is what they say, and that is proved. */
export function workflow(): string {
  return `name: loopless

on: [push, pull_request]

permissions:
  contents: read

jobs:
  loopless:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npm ci
      - run: npx loopless check --format github
      - run: npx loopless generate --check --format github
      - run: npx loopless prove --format github
`
}
