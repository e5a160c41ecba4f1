/* A module beside the core's, for networks that call more. */

export { start } from './lanes'
export * from './rest'
