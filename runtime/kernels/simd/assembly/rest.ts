/* What the core has not. */

export { sigmoidCrossEntropy, squaredError } from './losses'
export { descendWithMomentum } from './optimizers'
export * from './pointwise-more'
export * from './updates'
