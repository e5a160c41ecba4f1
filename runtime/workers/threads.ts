import type { Assignment } from './protocol.ts'

/** A thread that computes parts of batches, however it came to be. */
export interface Thread {
  /** Why it is no longer there, once it is not. */
  readonly failure: Error | undefined
  end(): Promise<void>
}

/**
 * Starts a thread of this place, Node's or a browser's; it is ready for its first turn then.
 *
 * @throws Error with the thread's own message when it cannot begin, and where there are no threads
 */
export async function startThread(assignment: Assignment): Promise<Thread> {
  if (typeof process === 'object' && process.versions?.node !== undefined)
    return (await import('./node.ts')).startNodeThread(assignment)
  return (await import('./browser.ts')).startBrowserThread(assignment)
}

/** @throws Error where threads cannot share memory */
export function checkMemory(): void {
  if (typeof SharedArrayBuffer === 'undefined')
    throw new Error(
      'workers share memory, which pages have where nothing of another origin is in them: serve this one with the headers ' +
        '`Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`',
    )
}
