import * as tf from '@tensorflow/tfjs'
import type { Peer } from '../peer.ts'
import { tensorflow } from './tensorflow.ts'

export const peer: Peer = async (task) => {
  await tf.setBackend('cpu')
  return tensorflow(task)
}
