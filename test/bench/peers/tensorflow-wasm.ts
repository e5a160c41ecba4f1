import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import * as tf from '@tensorflow/tfjs'
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import type { Peer } from '../peer.ts'
import { tensorflow } from './tensorflow.ts'

export const peer: Peer = async (task) => {
  const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm')
  setWasmPaths(`${dirname(main)}/`)
  setThreadsCount(1)
  if (!(await tf.setBackend('wasm'))) throw new Error('the backend wasm is not to be had')
  return tensorflow(task)
}
