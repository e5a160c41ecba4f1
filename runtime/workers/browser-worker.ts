import type { Report } from './browser.ts'
import type { Assignment } from './protocol.ts'
import { work } from './work.ts'

interface Scope {
  addEventListener(type: 'message', listener: (event: { readonly data: Assignment }) => void): void
  postMessage(report: Report): void
}

// A thread of a browser.
const scope = globalThis as unknown as Scope
scope.addEventListener('message', ({ data }) => {
  work(data, () => scope.postMessage({})).catch((error: unknown) =>
    scope.postMessage({ failure: error instanceof Error ? error.message : String(error) }),
  )
})
