import type { Source } from '../forms/source.ts'

/** Whether a path that a spec names stays in its project, as far as the path tells. */
export function isInside(
  { path: shown, projectPath = shown }: Pick<Source, 'path' | 'projectPath'>,
  path: string,
): boolean {
  if (isAbsolute(path)) return false
  // A spec outside of every project is at home in its own folder.
  const isHomeless = isAbsolute(projectPath) || projectPath.startsWith('../')
  let depth = isHomeless ? 0 : projectPath.split('/').filter((part) => part !== '.').length - 1
  for (const part of path.split(/[\\/]/)) {
    if (part === '..') depth--
    else if (part !== '.' && part !== '') depth++
    if (depth < 0) return false
  }
  return true
}

function isAbsolute(path: string): boolean {
  return /^([\\/]|[a-z]:)/i.test(path)
}
