import { renderAll } from '../../compiler/diagnostics/render.ts'
import { sourceOf } from '../../compiler/forms/source.ts'
import { compile, type Forms, fileLibrary, Report, render } from '../../compiler/index.ts'

const library = fileLibrary('specs/library')

/** All forms of a network; what the compiler has to say against it is thrown. */
export function compiled(path: string, text: string): Forms {
  const report = new Report()
  const forms = compile(sourceOf(path, text), library, report)
  if (!forms || report.diagnostics.length > 0) throw new Error(renderAll(report.diagnostics))
  return forms
}

/** A network's module as text. */
export function generated(path: string, text: string): Promise<string> {
  return render(compiled(path, text).emit)
}
