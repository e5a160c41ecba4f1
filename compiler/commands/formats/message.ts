import { type Diagnostic, printable } from '../../essentials.ts'
import { printPlace } from './places.ts'

/** All that a diagnostic says, for where there is no frame to write it into: the message, and a line for each remark. It is shown in logs, and commands no terminal. */
export function inLines(diagnostic: Diagnostic): string {
  const { message, at, labels, notes, help } = diagnostic
  return [
    message,
    ...labels.map(({ span, text }) =>
      span.start === at.start && span.end === at.end && span.source === at.source
        ? text
        : `${printPlace(span)}: ${text}`,
    ),
    ...notes,
    ...(help === undefined ? [] : [`help: ${help}`]),
  ]
    .map(printable)
    .join('\n')
}
