/*
 * Between the bench and a participant's process: a line of JSON each way. Requests come on standard input, answers go to
 * file descriptor 3, since libraries greet on the usual ones. The process ends when its input does.
 */

/** Sent unasked, once: that it is ready, or why it cannot do the task. */
export type Greeting = { readonly differs: string; readonly version?: string } | { readonly refuses: string }

export type Request =
  /** Do the work once, and again, so often; answer with the results. */
  | { readonly results: number }
  /** Do the work so often between two probes. */
  | { readonly sample: number }
  /** Do the work so often; answer with what one time allocated. */
  | { readonly allocation: number }

export interface Results {
  readonly results: readonly (readonly number[])[]
}

/** In milliseconds, by the clock or of the processor, whichever is less: the work, and a fixed computation before and after. */
export interface Timing {
  readonly work: number
  readonly before: number
  readonly after: number
}

export interface Allocation {
  /** What one time allocates on the heap, garbage included. */
  readonly bytes: number
}
