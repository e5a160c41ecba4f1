import { CODES, type Code, codeNamed, didYouMean, explain } from '../essentials.ts'
import { type ExitCode, wrongUsage } from './failure.ts'
import { print } from './terminal.ts'

/** The page of a code or, without one, all codes with their titles. */
export function explainCode(name: string | undefined): ExitCode {
  if (name === undefined) {
    print(
      Object.entries(CODES)
        .map(([code, title]) => `${code}  ${title}`)
        .join('\n'),
    )
    return 0
  }
  const code = codeNamed(name)
  if (code === undefined)
    throw wrongUsage(`there is no code \`${name}\``, nearest(name) ?? '`loopless explain` lists all codes')
  print(explain(code))
  return 0
}

/** Codes are short: one figure off is near. */
function nearest(name: string): string | undefined {
  return didYouMean(name, Object.keys(CODES) as Code[])
}
