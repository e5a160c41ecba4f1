import type { Assignment } from './protocol.ts'
import type { Thread } from './thread.ts'

/** What of a browser's threads is used here; TypeScript ships them only with all of a browser's names. */
interface BrowserWorker {
  addEventListener(type: 'message', listener: (event: { readonly data: Report }) => void): void
  addEventListener(type: 'error', listener: (event: { readonly message?: string }) => void): void
  postMessage(message: Assignment): void
  terminate(): void
}

declare const Worker: (new (script: URL, options: { readonly type: 'module' }) => BrowserWorker) | undefined

/** What a worker says to the main thread: that it is ready, or why it has ended. */
export interface Report {
  readonly failure?: string
}

/** A thread of a browser, from a page or from another worker. */
export async function startBrowserThread(assignment: Assignment): Promise<Thread> {
  if (typeof Worker === 'undefined')
    throw new Error(
      'workers are threads of Node and of browsers: this place has none, or its script was bundled for the other',
    )
  // Bundlers look for these very words.
  const worker = new Worker(new URL('./browser-worker.js', import.meta.url), { type: 'module' })
  const state: { failure: Error | undefined } = { failure: undefined }
  const ready = new Promise<void>((resolve, reject) => {
    const fail = (why: string) => {
      state.failure ??= new Error(`a worker failed: ${why}`)
      reject(state.failure)
    }
    worker.addEventListener('message', ({ data: { failure } }) =>
      failure === undefined ? resolve() : fail(failure),
    )
    worker.addEventListener('error', ({ message }) => fail(message || 'its script could not be loaded'))
  })
  worker.postMessage(assignment)
  const end = async () => worker.terminate()
  try {
    await ready
  } catch (error) {
    await end()
    throw error
  }
  return {
    get failure() {
      return state.failure
    },
    end,
  }
}
