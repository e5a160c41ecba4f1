import { stabilise } from './4-stabilise/stabilise.ts'
import { differentiate } from './5-differentiate/differentiate.ts'
import { simplify } from './6-simplify/simplify.ts'
import { select } from './7-select/select.ts'
import { plan } from './8-plan/plan.ts'
import { emit } from './9-emit/emit.ts'
import type { Report } from './diagnostics/report.ts'
import type { Document } from './forms/document.ts'
import type { Module } from './forms/module.ts'
import type { Plan } from './forms/plan.ts'
import type { Program } from './forms/program.ts'
import type { Schedule } from './forms/schedule.ts'
import type { Source } from './forms/source.ts'
import type { Library, NetworkSpec } from './forms/spec.ts'
import { understand } from './front-end.ts'
import { machine } from './machine.ts'

/** A network in every form it passes through, stage by stage. */
export interface Forms {
  readonly read: Document
  readonly check: NetworkSpec
  readonly expand: Program
  readonly stabilise: Program
  readonly differentiate: Program
  readonly simplify: Program
  readonly select: Schedule
  readonly plan: Plan
  readonly emit: Module
}

/** What stages 4 to 8 make of a program. */
export type Planned = Pick<Forms, 'stabilise' | 'differentiate' | 'simplify' | 'select' | 'plan'>

/** From a network in YAML to a module. What is wrong with the network goes to the report, and then there are no forms. */
export function compile(source: Source, library: Library, report: Report): Forms | undefined {
  const { read, check, expand } = understand(source, library, report)
  if (!read || check?.kind !== 'network' || !expand) return undefined
  const planned = plannedOf(expand, report)
  return planned && { read, check, expand, ...planned, emit: emit(planned.plan) }
}

/** Stages 4 to 8. What has no place in memory goes to the report, and then there is no plan. */
export function plannedOf(expanded: Program, report: Report): Planned | undefined {
  const stable = stabilise(expanded)
  const trained = differentiate(stable)
  const lean = simplify(trained)
  const schedule = select(lean, machine())
  const placed = plan(schedule, report)
  return (
    placed && {
      stabilise: stable,
      differentiate: trained,
      simplify: lean,
      select: schedule,
      plan: placed,
    }
  )
}
