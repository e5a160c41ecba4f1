/** What every command needs: specs understood, diagnostics told. `check` needs no more, and so starts fast. */

export { read } from './1-read/read.ts'
export { rootKeysOf } from './1-read/root-keys.ts'
export { isInside } from './2-check/inside.ts'
export { isMeantAsSpec } from './2-check/kind.ts'
export type { Schema } from './2-check/schemas/schema.ts'
export { validate } from './2-check/validate.ts'
export { CODES, type Code } from './diagnostics/codes.ts'
export { codeNamed, explain } from './diagnostics/explain.ts'
export { type Paint, printable, renderAll } from './diagnostics/render.ts'
export { type Diagnostic, type Finding, type Label, Report } from './diagnostics/report.ts'
export { didYouMean } from './diagnostics/suggest.ts'
export { whyRefused } from './disk.ts'
export { DELIMITED } from './forms/data-files.ts'
export { type Document, fieldOf, type Node } from './forms/document.ts'
export { fileNameOf } from './forms/module.ts'
export { BATCH, type Instruction, type Phase, type Precision, type Program } from './forms/program.ts'
export { isWithin, resolved } from './forms/range.ts'
export { elementsOf, printShape, type Shape } from './forms/shape.ts'
export { constantOf, evaluate as evaluateSize } from './forms/size.ts'
export { positionAt, type Source, type Span, wholeOf } from './forms/source.ts'
export type {
  Allotment,
  ColumnSpec,
  ColumnsSpec,
  DataSpec,
  FilesSpec,
  LayerUse,
  Library,
  NetworkSpec,
  PartName,
  PortSpec,
  Reference,
  SplitSpec,
  Stopping,
  Training,
  Word,
} from './forms/spec.ts'
export { PARTS } from './forms/spec.ts'
export { type Text, textOf } from './forms/text.ts'
export { type Understood, understand, understandWords } from './front-end.ts'
export {
  beginningOf,
  fileLibrary,
  leadsOut,
  readSource,
  readText,
  tooLarge,
  type Unreadable,
} from './library.ts'
