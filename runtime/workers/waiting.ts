type Words = Int32Array<SharedArrayBuffer>

/** How often a word is looked at before its reader sleeps: for a part of a millisecond. */
const LOOKS = 20_000

/** How long the main thread waits before it looks for a worker that is no longer there, in milliseconds. */
const NAP = 100

/** Writes the number of a turn, for all who wait for it. */
export function raise(words: Words, at: number, turn: number): void {
  Atomics.store(words, at, turn)
  Atomics.notify(words, at)
}

/** Waits until a word is another than it was, and returns it. For workers. */
export function waitForOther(words: Words, at: number, before: number): number {
  for (;;) {
    for (let looks = 0; looks < LOOKS; looks++) {
      const now = Atomics.load(words, at)
      if (now !== before) return now
    }
    Atomics.wait(words, at, before)
  }
}

/** Waits until a word has been raised to a turn. For workers, which have nothing else to do. */
export function waitFor(words: Words, at: number, turn: number): void {
  while (!isRaisedSoon(words, at, turn)) {
    const before = Atomics.load(words, at)
    if (before !== turn) Atomics.wait(words, at, before)
  }
}

/** The same for the main thread, as long as nobody is kept from anything by it. */
export function isRaised(words: Words, at: number, turn: number): boolean {
  if (isRaisedSoon(words, at, turn)) return true
  const before = Atomics.load(words, at)
  if (before !== turn && maySleep()) Atomics.wait(words, at, before, NAP)
  return Atomics.load(words, at) === turn
}

/** Lets the event loop run, which hears of threads that failed; where the main thread may not sleep, until the word is another. */
export async function pause(words: Words, at: number, turn: number): Promise<void> {
  const before = Atomics.load(words, at)
  if (before === turn) return
  const { waitAsync } = Atomics as Partial<WaitsAsync>
  if (maySleep() || !waitAsync) await new Promise((resolve) => setTimeout(resolve))
  else await waitAsync(words, at, before, NAP).value
}

/** Looks for a moment. */
function isRaisedSoon(words: Words, at: number, turn: number): boolean {
  for (let looks = 0; looks < LOOKS; looks++) if (Atomics.load(words, at) === turn) return true
  return false
}

let sleeps: boolean | undefined

/** The main thread of a page may not. */
function maySleep(): boolean {
  if (sleeps === undefined)
    try {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0)
      sleeps = true
    } catch {
      sleeps = false
    }
  return sleeps
}

/** Newer than the language this is written in. */
interface WaitsAsync {
  waitAsync(words: Words, at: number, value: number, timeout: number): { readonly value: unknown }
}
