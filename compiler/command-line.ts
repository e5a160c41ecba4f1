import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { ExitCode } from './commands/failure.ts'
import { version } from './commands/version.ts'

/*
 * The command line: names, arguments, options. What a command does is in its own module, loaded when it is called.
 */

let exitCode: ExitCode = 0

const commands = new Map<string, (command: Command) => void>()

command('init', (command) =>
  command
    .summary('write a first spec, npm scripts and a CI file')
    .description('Writes a first spec, npm scripts and a CI file; nothing that exists is overwritten.')
    .argument('[name]', 'of the network', 'xor')
    .action(async (name: string) => {
      const { init } = await import('./commands/init.ts')
      exitCode = await init(name)
    }),
)

command('check', (command) =>
  command
    .summary('check specs: schema, names, sizes')
    .description('Checks networks and words: schema, names, sizes.')
    .argument('[paths...]', 'files, folders or globs; the specs of the project without them')
    .addOption(formats(['text', 'json', 'sarif', 'github', 'gitlab']))
    .option('--max-warnings <n>', 'exit 1 when there are more', wholeNumber(0))
    .option('--stdin-filename <name>', 'check standard input, as if it were this file; among paths it is `-`')
    .option('--watch', 'check again whenever something changes')
    .addHelpText(
      'after',
      examples(
        'loopless check',
        "loopless check specs/models 'layers/*.yaml'",
        'loopless check --stdin-filename specs/xor.yaml < draft.yaml',
      ),
    )
    .action(async (paths: readonly string[], options: CheckOptions) => {
      const { check } = await import('./commands/check.ts')
      exitCode = await check(paths, options)
    }),
)

command('generate', (command) =>
  command
    .summary('write TypeScript modules')
    .description('Writes a TypeScript module for each network.')
    .argument('[paths...]', 'files, folders or globs; the specs of the project without them')
    .option('--check', 'write nothing; exit 1 with a diff if a module is not what its spec says')
    .option('--watch', 'generate (or compare) again whenever something changes')
    .addOption(formats(['text', 'github']))
    .addHelpText('after', examples('loopless generate', 'loopless generate --check'))
    .action(async (paths: readonly string[], options: GenerateOptions) => {
      const { generate } = await import('./commands/generate.ts')
      exitCode = await generate(paths, options)
    }),
)

command('prove', (command) =>
  command
    .summary('prove the generated modules of networks')
    .description(
      'Proves of each network that its generated code computes the gradients that differences of its loss show, runs in straight lines, and has sizes that TypeScript accepts; that no two values share memory while both are needed; that SIMD kernels make the bits of their definitions; and that the module in the project is the one that was proved. All but that last one, `committed`, are proofs of what the compiler makes now, whatever the project holds.',
    )
    .argument('[paths...]', 'files, folders or globs; the specs of the project without them')
    .option('--only <proofs>', 'some of gradients, loops, sizes, memory, kernels, committed', listed)
    .option('--skip <proofs>', 'all but these', listed)
    .option('--seed <n>', 'of the random examples and parameters', wholeNumber(0, 2 ** 32 - 1), 1)
    .addOption(formats(['text', 'json', 'sarif', 'github', 'gitlab']))
    .addHelpText(
      'after',
      examples('loopless prove', 'loopless prove specs/digits.yaml --only gradients,kernels'),
    )
    .action(async (paths: readonly string[], options: ProveOptions) => {
      const { prove } = await import('./commands/prove.ts')
      exitCode = await prove(paths, options)
    }),
)

command('inspect', (command) =>
  command
    .summary('show layers, parameters, work, memory, kernels')
    .description(
      'Shows layers with their shapes, parameters and work, memory, and the kernels that compute them.',
    )
    .argument('<spec>', 'a network')
    .option('--batch <n>', 'examples at once, for the memory', wholeNumber(1), 32)
    .addOption(formats(['text', 'json']))
    .addHelpText('after', examples('loopless inspect specs/planar.yaml --batch 64'))
    .action(async (spec: string, options: { readonly batch: number; readonly format: 'text' | 'json' }) => {
      const { inspect } = await import('./commands/inspect.ts')
      exitCode = await inspect(spec, options)
    }),
)

command('breaking', (command) =>
  command
    .summary('say what changed, and whom that breaks')
    .description(
      'Compares networks with an earlier version of them: what breaks code that calls the module, what breaks saved weights, and what nobody notices. Exits with 1 where something breaks.',
    )
    .argument('[paths...]', 'files, folders or globs; the specs of the project without them')
    .requiredOption('--against <version>', 'a file, a folder, a revision of git, or a file of weights')
    .addOption(formats(['text', 'json']))
    .addHelpText(
      'after',
      examples(
        'loopless breaking --against origin/main',
        'loopless breaking specs/xor.yaml --against weights/xor.safetensors',
      ),
    )
    .action(async (paths: readonly string[], options: BreakingOptions) => {
      const { breaking } = await import('./commands/breaking.ts')
      exitCode = await breaking(paths, options)
    }),
)

command('diff', (command) =>
  command
    .summary('compare two networks, layer by layer')
    .description(
      'Compares layers, shapes, parameters and work of two networks, or of two versions of one: `main:specs/xor.yaml` is a file as it was, as git names it.',
    )
    .argument('<before>', 'a network, or REVISION:PATH')
    .argument('<after>', 'a network, or REVISION:PATH')
    .addOption(formats(['text', 'markdown', 'json']))
    .addHelpText('after', examples('loopless diff main:specs/xor.yaml specs/xor.yaml --format markdown'))
    .action(async (before: string, after: string, options: DiffOptions) => {
      const { diff } = await import('./commands/diff.ts')
      exitCode = await diff(before, after, options)
    }),
)

command('bench', (command) =>
  command
    .summary('measure how fast a network trains and predicts here')
    .description(
      'Measures the generated module on random examples in its own memory: the median time of a training step and of predictions, examples per second, GFLOP/s of matrix products, and the share of each kernel. Nothing is saved.',
    )
    .argument('<spec>', 'a network with a loss')
    .option('--batch <n>', "examples at once, instead of the spec's (32 where that is `all`)", wholeNumber(1))
    .option('--seconds <number>', 'to measure each figure, about', positiveNumber, 1)
    .addOption(formats(['text', 'json']))
    .addHelpText(
      'after',
      examples(
        'loopless bench specs/digits.yaml',
        'loopless bench specs/digits.yaml --batch 256 --format json',
      ),
    )
    .action(async (spec: string, options: BenchOptions) => {
      const { bench } = await import('./commands/bench.ts')
      exitCode = await bench(spec, options)
    }),
)

command('show', (command) =>
  command
    .summary('print a spec as it is after a stage of the compiler')
    .description('Prints a spec as it is after a stage of the compiler.')
    .argument('<spec>', 'a network or a word')
    .requiredOption(
      '--after <stage>',
      'read, check, expand, stabilise, differentiate, simplify, select, plan or emit',
    )
    .addHelpText('after', examples('loopless show specs/planar.yaml --after differentiate'))
    .action(async (spec: string, options: { readonly after: string }) => {
      const { show } = await import('./commands/show.ts')
      exitCode = await show(spec, options.after)
    }),
)

command('explain', (command) =>
  command
    .summary('explain the code of a diagnostic, or a word of the library')
    .description(
      'Explains a code, with a spec that fails and its repair, or prints the page of a word; without a name, lists all codes.',
    )
    .argument('[name]', 'E301, say, or huber')
    .addHelpText('after', examples('loopless explain E301', 'loopless explain huber'))
    .action(async (name: string | undefined) => {
      const { explainNamed } = await import('./commands/explain.ts')
      exitCode = explainNamed(name)
    }),
)

command('schema', (command) =>
  command
    .summary('write a schema for editors that knows your own words')
    .description(
      'Writes a JSON Schema for editors that knows the library and your own words: those of these files, or all of the project.',
    )
    .option('--words <files...>', 'files of words, folders or globs; those of the project without it')
    .option('--kind <kind>', 'of the files it is for: network, or a kind of word', 'network')
    .option('--out <file>', 'write a file instead of printing')
    .addHelpText(
      'after',
      examples(
        'loopless schema --out specs/network.schema.json',
        'loopless schema --words layers/mine.yaml --kind layer',
      ),
    )
    .action(async (options: SchemaOptions) => {
      const { schema } = await import('./commands/schema.ts')
      exitCode = await schema(options)
    }),
)

command('train', (command) =>
  command
    .summary("train by the spec's data and training")
    .description("Trains a network by its spec's data and training, and saves weights/NAME.safetensors.")
    .argument('<spec>', 'a network with `data:` and `training:`')
    .option('--init <file>', 'start from these weights')
    .option('--out <file>', 'save the weights here')
    .option('--epochs <n>', "passes over the data, instead of the spec's", wholeNumber(1))
    .addOption(
      new Option('--iterations <n>', "updates, instead of the spec's length; not beside --epochs")
        .argParser(wholeNumber(1))
        .conflicts('epochs'),
    )
    .option('--batch <n>', "examples of an update, or `all`, instead of the spec's", wholeNumberOrAll)
    .option('--seed <n>', "of all random draws, instead of the spec's", wholeNumber(0, 2 ** 32 - 1))
    .option('--rate <number>', "the optimizer's rate, instead of the spec's")
    .option('--set <name=value>', "another of the optimizer's numbers; as often as needed", repeated)
    .option('--workers <n>', 'threads that share the columns of each batch; 1 by default', wholeNumber(1))
    .option('--checkpoints <n>', 'save a checkpoint after every n epochs (or iterations)', wholeNumber(1))
    .option('--resume', 'go on from the checkpoint, to the same bits as without a stop')
    .option('--log <file>', 'append a JSON object to it for each epoch')
    .addHelpText(
      'after',
      examples(
        'loopless train specs/digits.yaml --epochs 10 --rate 0.01',
        'loopless train specs/digits.yaml --checkpoints 1 --log digits.jsonl',
        'loopless train specs/digits.yaml --resume',
      ),
    )
    .action(async (spec: string, options: TrainOptions) => {
      const { train } = await import('./commands/train.ts')
      exitCode = await train(spec, options)
    }),
)

command('debug', (command) =>
  command
    .summary('find the first value of a training step that is not finite')
    .description(
      'Trains up to a step, makes that step slowly by what each operation means, and names the first value that is not finite.',
    )
    .argument('<spec>', 'a network with `data:` and `training:`')
    .requiredOption('--step <n>', 'the step to look at, from 1', wholeNumber(1))
    .option('--init <file>', 'start from these weights, as training did')
    .option('--checkpoint <file>', 'start where this checkpoint of the run was written')
    .option('--batch <n>', 'as for train', wholeNumberOrAll)
    .option('--seed <n>', 'as for train', wholeNumber(0, 2 ** 32 - 1))
    .option('--rate <number>', 'as for train')
    .option('--set <name=value>', 'as for train', repeated)
    .addHelpText('after', examples('loopless debug specs/digits.yaml --step 120'))
    .action(async (spec: string, options: DebugOptions) => {
      const { debug } = await import('./commands/debug.ts')
      exitCode = await debug(spec, options)
    }),
)

command('evaluate', (command) =>
  command
    .summary('measure saved weights on the held-out data')
    .description("Measures saved weights on the part of the spec's data that training did not see.")
    .argument('<spec>', 'a network with `data:`')
    .option('--weights <file>', 'weights/NAME.safetensors without it')
    .addOption(formats(['text', 'json']))
    .addHelpText('after', examples('loopless evaluate specs/digits.yaml --format json'))
    .action(async (spec: string, options: EvaluateOptions) => {
      const { evaluate } = await import('./commands/evaluate.ts')
      exitCode = await evaluate(spec, options)
    }),
)

command('predict', (command) =>
  command
    .summary('predict examples of a file with saved weights')
    .description(
      'Predicts the examples of a file or a folder of any kind that `data:` can have, by the columns of the spec: classes with their probabilities, or numbers.',
    )
    .argument('<spec>', 'a network with `data:`')
    .requiredOption('--input <file>', 'the examples; targets need not be there')
    .option('--weights <file>', 'weights/NAME.safetensors without it')
    .option('--out <file>', 'write a file instead of printing')
    .addOption(formats(['csv', 'jsonl']))
    .addHelpText('after', examples('loopless predict specs/churn.yaml --input new.csv --out predictions.csv'))
    .action(async (spec: string, options: PredictOptions) => {
      const { predict } = await import('./commands/predict.ts')
      exitCode = await predict(spec, options)
    }),
)

command('embed', (command) =>
  command
    .summary('write weights as a module, for places without files')
    .description(
      'Writes a file of weights as a module whose default export is its bytes, for places without files.',
    )
    .argument('<weights>', 'a safetensors file')
    .option('--out <file>', 'a .ts, .mts, .js or .mjs file; NAME.weights.ts beside the weights without it')
    .addHelpText('after', examples('loopless embed weights/digits.safetensors --out src/digits.weights.ts'))
    .action(async (weights: string, options: { readonly out?: string }) => {
      const { embed } = await import('./commands/embed.ts')
      exitCode = await embed(weights, options)
    }),
)

interface CheckOptions {
  readonly format: 'text' | 'json' | 'sarif' | 'github' | 'gitlab'
  readonly maxWarnings?: number
  readonly stdinFilename?: string
  readonly watch?: true
}

interface GenerateOptions {
  readonly check?: true
  readonly watch?: true
  readonly format: 'text' | 'github'
}

interface ProveOptions {
  readonly only?: readonly string[]
  readonly skip?: readonly string[]
  readonly seed: number
  readonly format: 'text' | 'json' | 'sarif' | 'github' | 'gitlab'
}

interface SchemaOptions {
  readonly words?: readonly string[]
  readonly kind: string
  readonly out?: string
}

interface BreakingOptions {
  readonly against: string
  readonly format: 'text' | 'json'
}

interface DiffOptions {
  readonly format: 'text' | 'markdown' | 'json'
}

interface PredictOptions {
  readonly input: string
  readonly weights?: string
  readonly format: 'csv' | 'jsonl'
  readonly out?: string
}

interface TrainOptions {
  readonly init?: string
  readonly out?: string
  readonly epochs?: number
  readonly iterations?: number
  readonly batch?: number | 'all'
  readonly seed?: number
  readonly rate?: string
  readonly set?: readonly string[]
  readonly checkpoints?: number
  readonly resume?: true
  readonly log?: string
}

interface DebugOptions {
  readonly step: number
  readonly init?: string
  readonly checkpoint?: string
  readonly batch?: number | 'all'
  readonly seed?: number
  readonly rate?: string
  readonly set?: readonly string[]
}

interface BenchOptions {
  readonly batch?: number
  readonly seconds: number
  readonly format: 'text' | 'json'
}

interface EvaluateOptions {
  readonly weights?: string
  readonly format: 'text' | 'json'
}

/** Where one is called, it alone is defined: the others take longer to define than a small file to check. */
function command(name: string, define: (command: Command) => void): void {
  commands.set(name, define)
}

function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`
}

function formats(choices: readonly string[]): Option {
  const listed = `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`
  return new Option('--format <format>', listed).default(choices[0]).argParser((value) => {
    if (choices.includes(value)) return value
    throw new InvalidArgumentError(`Choose ${listed}.`)
  })
}

function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (value: string) => number {
  return (value) => {
    const number = Number(value)
    if (/^\d+$/.test(value) && number >= least && number <= most) return number
    throw new InvalidArgumentError(
      `It is a whole number, ${least} or more${most < Number.MAX_SAFE_INTEGER ? `, at most ${most}` : ''}.`,
    )
  }
}

function positiveNumber(value: string): number {
  const number = Number(value)
  if (/^\d*\.?\d+$/.test(value) && number > 0) return number
  throw new InvalidArgumentError('It is a number above 0.')
}

function wholeNumberOrAll(value: string): number | 'all' {
  return value === 'all' ? 'all' : wholeNumber(1)(value)
}

function repeated(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

function listed(value: string): readonly string[] {
  return value.split(',').map((word) => word.trim())
}

function printVersion(): never {
  process.stdout.write(`${version()}\n`)
  throw new CommanderError(0, 'commander.version', '')
}

/** Does what these words ask for, and gives the exit code; what goes wrong, commands throw. */
export async function run(words: readonly string[]): Promise<ExitCode> {
  const program = new Command('loopless')
    .description('Compiles a neural network written in YAML into straight-line TypeScript.')
    .option('-V, --version', 'print the version')
    .helpCommand(false)
    .exitOverride()
    .addHelpText('after', examples('loopless init', 'loopless check', 'loopless generate --check'))
    .on('option:version', printVersion)
  const [called = ''] = words
  // Commands inherit what the program has settled.
  for (const [name, define] of commands)
    if (name === called || !commands.has(called)) define(program.command(name))
  exitCode = 0
  try {
    await program.parseAsync(words, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    throw error
  }
}
