const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EEXIST: 'part of its path is a file',
  EISDIR: 'it is a folder',
  ELOOP: 'its links go round in a circle',
  EMFILE: 'too many files are open',
  ENOENT: 'there is no such file',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'part of its path is a file',
  ENAMETOOLONG: 'its name is too long',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
}

/** Why the system said no; nothing where an error is none of the system's. */
export function whyRefused(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^E[A-Z0-9]+$/.test(code) ? (REASONS[code] ?? code) : undefined
}
