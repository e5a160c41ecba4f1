import type { WordKind } from '../forms/spec.ts'

/** What words are called elsewhere. */
const ELSEWHERE: Partial<Readonly<Record<WordKind, Readonly<Record<string, string>>>>> = {
  layer: {
    linear: 'dense',
    fc: 'dense',
    'fully-connected': 'dense',
    normalize: 'standardize',
    normalization: 'standardize',
  },
  activation: { logistic: 'sigmoid', identity: 'linear', none: 'linear', lrelu: 'leaky-relu' },
  loss: {
    mse: 'squared-error',
    'mean-squared-error': 'squared-error',
    bce: 'binary-cross-entropy',
    'log-loss': 'binary-cross-entropy',
    'categorical-cross-entropy': 'cross-entropy',
    'softmax-cross-entropy': 'cross-entropy',
  },
  metric: { acc: 'accuracy' },
  optimizer: { sgd: 'gradient-descent', gd: 'gradient-descent' },
  initializer: {
    xavier: 'glorot-uniform',
    glorot: 'glorot-uniform',
    he: 'he-normal',
    kaiming: 'he-normal',
    gaussian: 'normal',
    zero: 'zeros',
  },
}

/** The library's word for something that others call by this name. */
export function synonymOf(kind: WordKind, name: string): string | undefined {
  const names = ELSEWHERE[kind] ?? {}
  const plain = name.toLowerCase().replaceAll('_', '-')
  return Object.hasOwn(names, plain) ? names[plain] : undefined
}
