/** What the bench uses of packages that come without types. */

declare module 'convnetjs' {
  namespace convnetjs {
    class Vol {
      constructor(sx: number, sy: number, depth: number, value: number)
      readonly w: Float64Array
    }
    interface Layer {
      readonly layer_type: string
      readonly filters: readonly Vol[]
      readonly biases: Vol
    }
    class Net {
      readonly layers: readonly Layer[]
      makeLayers(definitions: readonly object[]): void
      forward(input: Vol): Vol
    }
    class SGDTrainer {
      constructor(net: Net, options: Readonly<Record<string, number>>)
      train(input: Vol, label: number): { readonly cost_loss: number }
    }
  }
  export default convnetjs
}

declare module 'synaptic' {
  namespace synaptic {
    type Squash = (x: number, derive?: boolean) => number
    const Neuron: { readonly squash: Readonly<Record<'TANH' | 'RELU' | 'LOGISTIC', Squash>> }
    interface Layer {
      set(options: { readonly squash: Squash }): void
    }
    class Network {
      readonly layers: { readonly hidden: readonly Layer[]; readonly output: Layer }
      activate(input: readonly number[]): number[]
      propagate(rate: number, target: readonly number[]): void
    }
    const Architect: { readonly Perceptron: new (...sizes: number[]) => Network }
  }
  export default synaptic
}
