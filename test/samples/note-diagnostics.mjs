// `node --import` this file, and NOTED holds the diagnostics that a built command line told last, as JSON.
import { writeFileSync } from 'node:fs'

const { Report } = await import(process.env.LOOPLESS)
const { get } = Object.getOwnPropertyDescriptor(Report.prototype, 'diagnostics')

// Whoever tells diagnostics asks a report for all of them.
Object.defineProperty(Report.prototype, 'diagnostics', {
  get() {
    const found = get.call(this)
    if (found.length > 0) writeFileSync(process.env.NOTED, JSON.stringify(found))
    return found
  },
})
