import { execFileSync } from 'node:child_process'
import { type Project, project } from './project.ts'

/** A project in a repository of its own, its files committed. */
export interface Repository extends Project {
  readonly git: (...words: readonly string[]) => string
  /** Commits everything, and names it by a tag. */
  readonly commit: (tag: string) => void
}

export function repository(files: Readonly<Record<string, string | Uint8Array>>): Repository {
  const own = project(files)
  const git = (...words: readonly string[]) =>
    execFileSync('git', words, {
      cwd: own.folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_SYSTEM: '/dev/null',
        GIT_AUTHOR_NAME: 'A',
        GIT_AUTHOR_EMAIL: 'a@example.com',
        GIT_COMMITTER_NAME: 'A',
        GIT_COMMITTER_EMAIL: 'a@example.com',
      },
    })
  const commit = (tag: string) => {
    git('add', '--all')
    git('commit', '--quiet', '--allow-empty', '--message', tag)
    git('tag', tag)
  }
  git('init', '--quiet', '--initial-branch', 'main')
  commit('first')
  return { ...own, git, commit }
}
