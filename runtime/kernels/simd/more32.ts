export { module } from './embedded/float32-more.ts'
export { moreKernels } from './more.ts'
export { checkedModule } from './whole.ts'
