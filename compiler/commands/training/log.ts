import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { EpochReport } from 'loopless/runtime'
import { sync as writeFileAtomicSync } from 'write-file-atomic'
import { refusal } from '../failure.ts'
import { shown } from '../terminal.ts'

/**
 * A log for other tools: one JSON object a line for each epoch, appended as it ends.
 *
 *     {"epoch":1,"step":45,"loss":1.23,"validation":{"loss":1.1,"accuracy":0.6},"rate":0.01,"seconds":0.8}
 *
 * `rate` is that of the epoch's last update, as a schedule made it. All but `seconds`, since this call of the command began, is the same for the same seed.
 */
export class TrainingLog {
  readonly #file: string
  readonly #began = performance.now()
  #begun = false

  constructor(file: string) {
    this.#file = file
  }

  note(report: EpochReport): void {
    const seconds = Number(((performance.now() - this.#began) / 1000).toFixed(3))
    try {
      if (!this.#begun) begin(this.#file, report.epoch)
      this.#begun = true
      appendFileSync(this.#file, `${JSON.stringify({ ...report, seconds })}\n`)
    } catch (error) {
      throw refusal(`write ${shown(this.#file)}`, error)
    }
  }
}

/** What an earlier part of the run has left stays: whole lines of earlier epochs. */
function begin(file: string, epoch: number): void {
  mkdirSync(dirname(file), { recursive: true })
  const lines = epoch > 1 && existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
  const kept = lines.filter((line) => epochOf(line) < epoch)
  writeFileAtomicSync(file, kept.map((line) => `${line}\n`).join(''))
}

function epochOf(line: string): number {
  try {
    return Number((JSON.parse(line) as { readonly epoch?: unknown }).epoch)
  } catch {
    return Number.NaN
  }
}
