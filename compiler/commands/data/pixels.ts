/** A picture's pixels, row after row, `channels` numbers from 0 to 255 each: gray; with alpha; red, green, blue; with alpha. */
export interface Picture {
  readonly width: number
  readonly height: number
  readonly channels: number
  readonly data: Uint8Array
}

export type Colours = 'gray' | 'rgb' | 'rgba'

/** The decoder of a kind of file, which is loaded when the first is met. */
export async function decoderOf(ending: string): Promise<(bytes: Buffer) => Picture> {
  if (ending === '.png') {
    const { convertIndexedToRgb, decode } = await import('fast-png')
    return (bytes) => {
      const png = decode(bytes)
      const { width, height, depth, palette } = png
      if (palette)
        return {
          width,
          height,
          channels: palette[0]?.length ?? 3,
          data: Uint8Array.from(convertIndexedToRgb(png)),
        }
      return { width, height, channels: png.channels, data: inBytes(unpacked(png), depth) }
    }
  }
  const { default: jpeg } = await import('jpeg-js')
  return (bytes) => ({ ...jpeg.decode(bytes, { useTArray: true }), channels: 4 })
}

interface Samples {
  readonly width: number
  readonly height: number
  readonly depth: number
  readonly channels: number
  readonly data: ArrayLike<number>
}

/** Gray pixels of less than a byte lie several in one, and every row begins with a byte of its own. */
function unpacked({ width, height, depth, data }: Samples): ArrayLike<number> {
  if (depth >= 8) return data
  const perByte = 8 / depth
  const rowBytes = Math.ceil(width / perByte)
  const most = 2 ** depth - 1
  return Uint8Array.from({ length: width * height }, (_, index) => {
    const column = index % width
    const byte = data[Math.floor(index / width) * rowBytes + Math.floor(column / perByte)]!
    return (byte >> (8 - depth * ((column % perByte) + 1))) & most
  })
}

/** Numbers of any depth, to the nearest of 0 to 255. */
function inBytes(data: ArrayLike<number>, depth: number): Uint8Array {
  if (depth === 8 && data instanceof Uint8Array) return data
  const scale = 255 / (2 ** depth - 1)
  return Uint8Array.from(data, (value) => Math.round(value * scale))
}

/** The same picture in the colours that were asked for. */
export function colours({ channels, data }: Picture, wanted: Colours): Uint8Array {
  const isColoured = channels >= 3
  const pixels = data.length / channels
  const size = { gray: 1, rgb: 3, rgba: 4 }[wanted]
  if (channels === size) return data
  const hasAlpha = channels === 2 || channels === 4
  const out = new Uint8Array(pixels * size)
  for (let pixel = 0; pixel < pixels; pixel++) {
    const from = pixel * channels
    const [red, green, blue] = isColoured
      ? [data[from]!, data[from + 1]!, data[from + 2]!]
      : [data[from]!, data[from]!, data[from]!]
    const at = pixel * size
    if (size === 1) {
      out[at] = isColoured ? luma(red, green, blue) : red
      continue
    }
    out[at] = red
    out[at + 1] = green
    out[at + 2] = blue
    if (size === 4) out[at + 3] = hasAlpha ? data[from + channels - 1]! : 255
  }
  return out
}

/** Brightness after ITU-R BT.601, in whole numbers to the nearest, as Pillow has it. */
function luma(red: number, green: number, blue: number): number {
  return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16
}
