import type { Workers } from '../fit.ts'
import { startNodeThread } from './node.ts'
import { type Module, workersBy } from './threads.ts'

/**
 * The same as `workers` beside this file, where the place is Node: the package's exports lead here by the condition `node`,
 * so that a bundler for browsers finds nothing of Node's.
 */
export function workers(count: number, module: Module): Workers {
  return workersBy(startNodeThread, count, module)
}
