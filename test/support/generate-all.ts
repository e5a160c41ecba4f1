/*
 * Generates every model of a project and prints file names and texts, as JSON.
 *
 *     node … FOLDER-OF-THE-PROJECT
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { compile, fileLibrary, Report, readSource, render } from '../../compiler/index.ts'

const project = process.argv.at(-1)!
const library = fileLibrary(join(project, 'specs/library'))
const modules: Record<string, string> = {}
for (const name of readdirSync(join(project, 'specs/models'))) {
  const projectPath = `specs/models/${name}`
  const report = new Report()
  const forms = compile({ ...readSource(join(project, projectPath)), projectPath }, library, report)
  if (!forms) throw new Error(JSON.stringify(report.diagnostics.map(({ message }) => message)))
  modules[forms.emit.fileName] = await render(forms.emit)
}
console.log(JSON.stringify(modules))
