/* What dense layers with relu and softmax call, trained by gradient descent, and what packs weights: every bundle has it. */

export { normal, uniform } from './draws'
export { start } from './lanes'
export { softmax, softmaxCrossEntropy } from './losses'
export { transpose } from './packing'
export * from './pointwise-core'
export { affine, outerProductAndSum, product, productTransposed } from './product'
export { overColumns, overRows } from './reductions'
