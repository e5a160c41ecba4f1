import type { Report } from '../../index.ts'
import type { Module } from '../modules.ts'
import { committed } from './committed.ts'
import { gradients } from './gradients.ts'
import { kernels } from './kernels.ts'
import { loops } from './loops.ts'
import { memory } from './memory.ts'
import { reportTypes, type TypeMistake } from './sizes.ts'
import type { Subject, Verdict } from './subject.ts'

/** A network on trial. */
export interface Trial extends Subject {
  readonly module: Module
  /** What TypeScript says of its module; it reads all modules at once. */
  readonly typeMistakes: readonly TypeMistake[]
}

/** In the order in which they are made and told. */
export const PROOFS = {
  gradients,
  loops,
  sizes: (trial: Trial, report: Report) => reportTypes(trial, trial.typeMistakes, report),
  memory,
  kernels: (trial: Trial, report: Report) => kernels(trial, report),
  committed: ({ module }: Trial, report: Report) => committed(module, report),
} as const satisfies Readonly<Record<string, (trial: Trial, report: Report) => Verdict | Promise<Verdict>>>

export type ProofName = keyof typeof PROOFS

/** Those that need the module as it runs. */
export const RUNNING: readonly ProofName[] = ['gradients', 'kernels']
