import type { Assignment } from './protocol.ts'

/** A thread that computes parts of batches, however it came to be. */
export interface Thread {
  /** Why it is no longer there, once it is not. */
  readonly failure: Error | undefined
  end(): Promise<void>
}

/**
 * Starts a thread of one place, Node's or a browser's; it is ready for its first turn then.
 *
 * @throws Error with the thread's own message when it cannot begin, and where there are no threads
 */
export type StartThread = (assignment: Assignment) => Promise<Thread>
