/** A checkpoint is of another run; `differences` has a line for everything that is not the same. */
export class CheckpointError extends Error {
  override readonly name = 'CheckpointError'
  readonly differences: readonly string[]

  constructor(network: string, differences: readonly string[]) {
    super(
      `the checkpoint is not of this training of \`${network}\`:\n${differences.map((line) => `  ${line}`).join('\n')}`,
    )
    this.differences = differences
  }
}
