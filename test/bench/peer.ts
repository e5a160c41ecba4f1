import type { Task } from './task.ts'

/** Gets ready for a task, or says in a few words why it cannot do it. */
export type Peer = (task: Task) => Contestant | string | Promise<Contestant | string>

/** Somebody who does the work of a task as often as asked. */
export interface Contestant {
  /** What is not the same work, where it isn't: another loss, another update. Then results are not compared. */
  readonly differs?: string
  readonly run: (times: number) => void | Promise<void>
  /** Of the last time: training, the loss before the update; predicting, probabilities, example after example. */
  readonly result: () => ArrayLike<number>
}

/** One that trains by this step, which returns the loss. */
export function trainer(step: () => number): Contestant {
  let loss = Number.NaN
  return {
    run: (times) => {
      for (let i = 0; i < times; i++) loss = step()
    },
    result: () => [loss],
  }
}

/** One that predicts by this call; `examples` brings what it returns in order, example after example. */
export function predictor<Output>(
  predict: () => Output,
  examples: (output: Output) => ArrayLike<number>,
): Contestant {
  let output: Output
  return {
    run: (times) => {
      for (let i = 0; i < times; i++) output = predict()
    },
    result: () => examples(output),
  }
}

/** The numbers of each example: `m` equal parts. */
export function rowsOf(values: Float32Array<ArrayBuffer>, m: number): Float32Array<ArrayBuffer>[] {
  const width = values.length / m
  return Array.from({ length: m }, (_, i) => values.slice(i * width, (i + 1) * width))
}
