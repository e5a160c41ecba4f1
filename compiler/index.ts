/** The compiler as a library. */

export { render } from './9-emit/render.ts'
export { compile, type Forms } from './compile.ts'
export { type Diagnostic, Report } from './diagnostics/report.ts'
export { type Understood, understand } from './front-end.ts'
export { fileLibrary, readSource } from './library.ts'
