/** A network of so many dense layers: widths and activations change from layer to layer. */
export function deepNetwork(layers: number): string {
  const widths = [16, 9, 33, 20, 7]
  const activations = ['relu', 'tanh', 'sigmoid']
  const lines = Array.from({ length: layers - 1 }, (_, at) => {
    const [units, activation] = [widths[at % widths.length], activations[at % activations.length]]
    return `  - dense: { units: ${units}, activation: ${activation} }`
  })
  return `loopless: 1
network: deep
inputs:  { X: [12, m] }
targets: { Y: { classes: [a, b, c] } }
layers:
${lines.join('\n')}
  - dense: { units: 3, activation: softmax }
loss: cross-entropy
metrics: [accuracy]
training:
  optimizer: { adam: { rate: 0.001 } }
  batch: 32
  epochs: 1
`
}
