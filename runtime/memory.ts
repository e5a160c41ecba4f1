const PAGE = 65536
/** WebAssembly addresses 32 bits. */
const MOST = 65536 * PAGE

/**
 * Zeroed memory of a fixed size: a WebAssembly memory, so that vectorized kernels can work in it; a plain buffer where
 * there is no WebAssembly. It never grows, because growing detaches every view.
 *
 * @throws RangeError when so many bytes cannot be had
 */
export function allocate(bytes: number): ArrayBuffer {
  if (bytes > MOST)
    throw new RangeError(`${sizeOf(bytes)} needed, and one memory holds at most ${sizeOf(MOST)}`)
  const pages = Math.max(1, Math.ceil(bytes / PAGE))
  try {
    if (typeof WebAssembly === 'undefined') return new ArrayBuffer(pages * PAGE)
    return new WebAssembly.Memory({ initial: pages, maximum: pages }).buffer
  } catch (cause) {
    throw new RangeError(`${sizeOf(bytes)} needed, and this machine did not give them`, { cause })
  }
}

function sizeOf(bytes: number): string {
  return `${bytes.toLocaleString('en')} bytes`
}
