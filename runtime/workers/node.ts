import type { Worker } from 'node:worker_threads'
import type { Assignment } from './protocol.ts'
import type { Thread } from './thread.ts'

/** A thread of Node. */
export async function startNodeThread(assignment: Assignment): Promise<Thread> {
  const { Worker } = await import('node:worker_threads')
  const start = (flags?: readonly string[]) =>
    new Worker(new URL('./node-worker.js', import.meta.url), {
      workerData: assignment,
      ...(flags && { execArgv: [...flags] }),
    })
  const worker = startedWith(process.execArgv, start)
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

/**
 * Threads have the flags of their process. Of a program that is no file but text, one of them says so, and Node refuses
 * it to a thread, which is a file.
 */
function startedWith(flags: readonly string[], start: (flags?: readonly string[]) => Worker): Worker {
  const at = flags.findIndex((flag) => flag.startsWith('--input-type'))
  if (at < 0) return start()
  // Its value is in the next word where it is not in the same.
  const others = flags.toSpliced(at, flags[at] === '--input-type' ? 2 : 1)
  try {
    return start(others)
  } catch (error) {
    // Flags that only a whole process can have: what a thread was given by nobody, it has by the process.
    if ((error as { readonly code?: string }).code !== 'ERR_WORKER_INVALID_EXEC_ARGV') throw error
    return start([])
  }
}

async function ended(worker: Worker): Promise<void> {
  await worker.terminate()
}
