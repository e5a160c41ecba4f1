/* Everything in one module. */

export * from './core'
export * from './rest'
