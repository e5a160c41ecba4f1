import type { Worker } from 'node:worker_threads'
import type { Assignment } from './protocol.ts'
import type { Thread } from './thread.ts'

/** A thread of Node. */
export async function startNodeThread(assignment: Assignment): Promise<Thread> {
  const { Worker } = await import('node:worker_threads')
  const worker = new Worker(new URL('./node-worker.js', import.meta.url), { workerData: assignment })
  const state: { failure: Error | undefined } = { failure: undefined }
  await new Promise<void>((resolve, reject) => {
    const fail = (error: Error) => {
      state.failure ??= error
      reject(error)
    }
    worker.once('message', () => resolve())
    worker.once('error', (cause: Error) => fail(new Error(`a worker failed: ${cause.message}`, { cause })))
    worker.once('exit', (code) => fail(new Error(`a worker ended before its work did (exit code ${code})`)))
  })
  // A main thread that has nothing else to do may end, and its threads with it.
  worker.unref()
  return {
    get failure() {
      return state.failure
    },
    end: () => ended(worker),
  }
}

async function ended(worker: Worker): Promise<void> {
  await worker.terminate()
}
