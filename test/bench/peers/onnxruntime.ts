import * as onnx from 'onnxruntime-node'
import type { Peer } from '../peer.ts'
import { onnxOf } from './onnx-file.ts'

export const peer: Peer = async (task) => {
  if (task.mode === 'train') return 'predicts only'
  const session = await onnx.InferenceSession.create(onnxOf(task), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
  })
  const shape = [task.batch, task.network.sizes[0]!]
  const X = new onnx.Tensor('float32', task.transposed('X'), shape)
  let output: ArrayLike<number> = []
  return {
    run: async (times) => {
      for (let i = 0; i < times; i++) {
        const { A } = await session.run({ X })
        output = A!.data as Float32Array
      }
    },
    result: () => output,
  }
}
