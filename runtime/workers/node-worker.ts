import { parentPort, workerData } from 'node:worker_threads'
import type { Assignment } from './protocol.ts'
import { work } from './work.ts'

// A thread of Node. What it throws reaches the main thread as the worker's `error`.
await work(workerData as Assignment, () => parentPort!.postMessage('ready'))
