import { gzipSync } from 'node:zlib'
import { type BuildOptions, build } from 'esbuild'
import { versionOf } from './contestant.ts'
import type { Participant } from './participants.ts'
import { bundled } from './prepare.ts'
import type { SizeResult } from './results.ts'
import type { Workload } from './workloads.ts'

const forBrowsers: BuildOptions = { minify: true, platform: 'browser' }

/** Bytes of a script that trains the network in a workload's folder, and of the packages that peers would bundle for it. */
export async function sizes(
  { spec }: Workload,
  folder: string,
  participants: readonly Participant[],
): Promise<readonly SizeResult[]> {
  const network = `'./${spec}.ts'`
  const own = async (what: string, contents: string) =>
    sizeOf(what, await bundled(contents, folder, forBrowsers))
  const ours = [
    await own('Loopless, training: create, X, Y', `export { create, X, Y } from ${network}`),
    await own(
      'Loopless, training with fit',
      `export { create, X, Y } from ${network}; export { fit } from 'loopless/runtime'`,
    ),
    await own('Loopless, predicting: predictor', `export { predictor } from ${network}`),
  ]
  const theirs: SizeResult[] = []
  for (const participant of participants) {
    if (!participant.needs || !versionOf(participant)) continue
    const script = await peerScript(participant)
    if (script !== undefined) theirs.push(sizeOf(participant.label, script))
  }
  return [...ours, ...theirs]
}

function sizeOf(what: string, script: string): SizeResult {
  return { what, minified: Buffer.byteLength(script), gzipped: gzipSync(script, { level: 9 }).length }
}

/** What the bench itself uses of a peer, bundled; nothing where the peer is no script. */
async function peerScript({ name }: Participant): Promise<string | undefined> {
  try {
    const { outputFiles } = await build({
      ...forBrowsers,
      entryPoints: [`test/bench/peers/${name}.ts`],
      bundle: true,
      format: 'esm',
      target: 'es2022',
      external: [
        'node:*',
        'fs',
        'path',
        'util',
        'crypto',
        'string_decoder',
        'worker_threads',
        'perf_hooks',
        'os',
      ],
      logLevel: 'silent',
      write: false,
    })
    return outputFiles[0]!.text
  } catch {
    return undefined
  }
}
