const PAGE = 65536
/** WebAssembly addresses 32 bits. */
const MOST = 65536 * PAGE

/** The memory of a net. It never grows, because growing detaches every view. */
export interface Memory {
  readonly buffer: ArrayBuffer
  /** The same for WebAssembly; nothing where there is none. */
  readonly wasm: object | undefined
}

/**
 * Zeroed memory of a fixed size: a WebAssembly memory, so that vectorized kernels can work in it; a plain buffer where
 * there is no WebAssembly.
 *
 * @throws RangeError when so many bytes cannot be had
 */
export function allocate(bytes: number): Memory {
  if (bytes > MOST)
    throw new RangeError(`${sizeOf(bytes)} needed, and one memory holds at most ${sizeOf(MOST)}`)
  const pages = Math.max(1, Math.ceil(bytes / PAGE))
  try {
    if (typeof WebAssembly === 'undefined') return { buffer: new ArrayBuffer(pages * PAGE), wasm: undefined }
    const wasm = new WebAssembly.Memory({ initial: pages, maximum: pages })
    return { buffer: wasm.buffer, wasm }
  } catch (cause) {
    throw new RangeError(`${sizeOf(bytes)} needed, and this machine did not give them`, { cause })
  }
}

function sizeOf(bytes: number): string {
  return `${bytes.toLocaleString('en')} bytes`
}
