import type { Workers } from '../fit.ts'
import { startBrowserThread } from './browser.ts'
import { type Module, workersBy } from './threads.ts'

/**
 * Threads for `fit`, of Node or of a browser, which share the columns of each batch: the caller's own, and `count − 1`
 * others. Gradients are added in the order of the columns, so that the same count gives the same bits on every run.
 * One is as good as none.
 *
 * ```ts
 * await fit(net, data, { epochs: 10, workers: workers(2, new URL('./generated/digits.js', import.meta.url)) })
 * ```
 *
 * All threads compute with the net's own kernels. After each step the net has loss, gradients and parameters of the whole
 * batch, as ever, but `net.values`, inputs and targets are of the caller's own columns: the first of the batch, as many as
 * ⌈columns / count⌉. Columns that no thread has begun when the caller's own are done are computed by the caller's thread
 * too, to the same bits, so that small batches and busy machines wait for no thread to wake up. Matrices of data are copied
 * once, when training begins, to memory that all threads read, and each takes its columns from there; of a source that
 * gathers by itself, the caller's thread gathers the columns of all.
 *
 * A page must be isolated (`Cross-Origin-Opener-Policy: same-origin`, `Cross-Origin-Embedder-Policy: require-corp`), since
 * only then its threads share memory.
 *
 * @param module the generated module of the net, as a thread can import it: JavaScript
 * @throws RangeError when `count` is no whole number of 1 or more
 */
export function workers(count: number, module: Module): Workers {
  return workersBy(startBrowserThread, count, module)
}
