import type { Workers } from '../fit.ts'
import { teamOf } from './team.ts'
import type { StartThread } from './thread.ts'

/** Where a module lies: an address, or a `URL`, whose name not all projects have. */
export type Module = string | { readonly href: string }

/**
 * What `fit` takes, in a place that has these threads.
 *
 * @throws RangeError when `count` is no whole number of 1 or more
 */
export function workersBy(startThread: StartThread, count: number, module: Module): Workers {
  if (!(Number.isInteger(count) && count >= 1))
    throw new RangeError(`workers must be a whole number of 1 or more, not ${count}`)
  return {
    count,
    open: async (net, source, batch) => {
      const { name, addsUp } = net.model
      if (addsUp === undefined)
        throw new RangeError(
          `\`${name}\` does not say whether its batches can be parted: regenerate the module`,
        )
      if (addsUp !== true)
        throw new RangeError(
          `\`${name}\` trains with one worker: its loss is no sum over examples, by ${addsUp}`,
        )
      checkMemory()
      const url = typeof module === 'string' ? module : module.href
      return teamOf(startThread, net, source, batch, count, url)
    },
  }
}

/** @throws Error where threads cannot share memory */
function checkMemory(): void {
  if (typeof SharedArrayBuffer === 'undefined')
    throw new Error(
      'workers share memory, which pages have where nothing of another origin is in them: serve this one with the headers ' +
        '`Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`',
    )
}
