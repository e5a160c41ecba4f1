/** The compiler as a library; the command line is built on nothing else. */

export { proveWord, type Undecided } from './3-expand/prove.ts'
export { equationOf, type Notebook, notebookOf } from './9-emit/equations.ts'
export { javascriptOf } from './9-emit/javascript.ts'
export { namesOf } from './9-emit/names.ts'
export { render } from './9-emit/render.ts'
export { tsMorph } from './9-emit/ts-morph.ts'
export { compile, type Forms } from './compile.ts'
export * from './essentials.ts'
export type { Module } from './forms/module.ts'
export type { ArenaPlan, Place, Plan } from './forms/plan.ts'
export type { KernelCall, Schedule } from './forms/schedule.ts'
export { type Interpretation, interpret, type Surroundings } from './interpret.ts'
