/* What `fit` imports when a run asks for one of these. */

export { checkBatches } from './batches.ts'
export { checkpoint, dueOf, factsOf, resume } from './checkpoint.ts'
export { measurer, prepareAll } from './chunked.ts'
export { inRows } from './rows.ts'
export { EarlyStopping } from './stopping.ts'
