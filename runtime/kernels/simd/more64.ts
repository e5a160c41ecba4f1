export { module } from './embedded/float64-more.ts'
export { moreKernels } from './more.ts'
export { checkedModule } from './whole.ts'
