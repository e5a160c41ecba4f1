/** What the compiler writes. */
export interface Module {
  /** `planar.ts` */
  readonly fileName: string
  readonly text: string
}
