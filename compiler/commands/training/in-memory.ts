import { type NetworkSpec, Report } from '../../essentials.ts'
import { Rejected } from '../failure.ts'

/** Does what takes memory for the whole network or all examples; where there is too little, the sizes are to blame. */
export async function inMemory<T>({ span }: NetworkSpec, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const report = new Report()
    report.add({
      code: 'E511',
      at: span,
      message: 'there is not enough memory for this network',
      notes: [error.message],
      help: 'fewer units take less, and so does a smaller `batch`',
    })
    throw new Rejected(report.diagnostics)
  }
}
