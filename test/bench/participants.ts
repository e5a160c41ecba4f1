/** Who takes part. `peers/NAME.ts` (or `.py`) does the work. */
export interface Participant {
  readonly name: string
  readonly label: string
  /** The Debian package for its Python that it needs; without one, Node runs it. */
  readonly python?: string
  /** The package in `test/bench/node_modules` that it needs and whose version it has. */
  readonly needs?: string
  /** The newest Node runs it, the one that the tests in `test/platforms` install. */
  readonly newest?: true
  /** The others are compared with it too, beside the first. */
  readonly compared?: true
}

/** The first is what the others are compared with. */
export const participants: readonly [Participant, ...Participant[]] = [
  { name: 'loopless', label: 'Loopless' },
  { name: 'loopless-relaxed', label: 'relaxed, newest Node', newest: true, compared: true },
  { name: 'loopless-reference', label: 'Loopless without SIMD' },
  { name: 'loops', label: 'loops by hand' },
  { name: 'jax-js', label: 'jax-js (wasm)', needs: '@jax-js/jax' },
  { name: 'tensorflow-wasm', label: 'TensorFlow.js wasm', needs: '@tensorflow/tfjs-backend-wasm' },
  { name: 'tensorflow-cpu', label: 'TensorFlow.js cpu', needs: '@tensorflow/tfjs' },
  { name: 'convnetjs', label: 'convnetjs', needs: 'convnetjs' },
  { name: 'brain', label: 'brain.js', needs: 'brain.js' },
  { name: 'synaptic', label: 'synaptic', needs: 'synaptic' },
  { name: 'onnxruntime', label: 'ONNX Runtime', needs: 'onnxruntime-node' },
  { name: 'numpy', label: 'numpy', python: 'python3-numpy' },
  { name: 'pytorch', label: 'PyTorch', python: 'python3-torch' },
]

/**
 * The first participant and the peers of these names; all where there is no list.
 *
 * @throws RangeError when there is no such peer
 */
export function taking(names: readonly string[] | undefined): readonly Participant[] {
  const [first, ...peers] = participants
  if (!names) return participants
  for (const name of names) {
    if (!participants.some((each) => each.name === name)) {
      throw new RangeError(`no peer \`${name}\`; there are ${peers.map((peer) => peer.name).join(', ')}`)
    }
  }
  return [first, ...peers.filter(({ name }) => names.includes(name))]
}
