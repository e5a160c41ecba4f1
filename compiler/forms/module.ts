/** A TypeScript file before it is text. */
export interface Module {
  /** `planar.ts` */
  readonly fileName: string
  /** Comment lines at the top. */
  readonly header: readonly string[]
  readonly imports: readonly Import[]
  readonly parts: readonly Part[]
}

export interface Import {
  readonly from: string
  /** `Net`, `type Matrix` */
  readonly names: readonly string[]
}

export type Part = Class | Interface | Text

export interface Class {
  readonly kind: 'class'
  readonly name: string
  readonly docs: string
  readonly typeParameters: readonly string[]
  readonly extends: string
  readonly methods: readonly Method[]
}

export interface Method {
  readonly name: string
  /** Comment lines before it. */
  readonly comment: readonly string[]
  readonly modifier?: 'protected'
  readonly overrides: boolean
  readonly parameters: readonly Parameter[]
  readonly returns: string
  /** Statements and comments, one a line. */
  readonly body: readonly string[]
}

export interface Parameter {
  readonly name: string
  readonly type: string
}

export interface Interface {
  readonly kind: 'interface'
  readonly name: string
  readonly docs: string
  readonly typeParameters: readonly string[]
  readonly properties: readonly Parameter[]
}

/** Statements written as they will stand. */
export interface Text {
  readonly kind: 'text'
  readonly lines: readonly string[]
}

/** A module is called as its network is. */
export function fileNameOf(network: string): string {
  return `${network}.ts`
}
