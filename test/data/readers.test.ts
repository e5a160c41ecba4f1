import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync, zipSync } from 'fflate'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openTable } from '../../compiler/commands/data/open.ts'
import type { Cell } from '../../compiler/commands/data/table.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import { positionAt, sourceOf, wholeOf } from '../../compiler/forms/source.ts'
import { fixtures } from './fixtures.ts'

type Content = string | Uint8Array

/** Everything in a file, or in a folder of files, and what was said of it. */
async function read(
  name: string,
  files: Readonly<Record<string, Content>>,
  separator?: string,
  wanted?: readonly number[],
) {
  const folder = mkdtempSync(join(tmpdir(), 'loopless-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), content)
  }
  const report = new Report()
  const span = wholeOf(sourceOf(join(folder, 'spec.yaml'), name))
  const table = await openTable({ name, span }, separator, report)
  const rows: (readonly Cell[])[] = []
  if (table)
    for await (const batch of table.rows(new Set(wanted ?? table.columns.keys()))) rows.push(...batch)
  const plain = rows.map((row) => row.map((cell) => (typeof cell === 'object' ? [...cell] : cell)))
  const messages = report.diagnostics.map(
    ({ code, message }) => `${code} ${message.replace(/\S*loopless-test-\w+\//, '')}`,
  )
  return {
    table,
    columns: table?.columns.map(({ name: column, width }) => `${column} ${width}`),
    rows: plain,
    messages,
    report,
  }
}

const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))

/** 1 to 24 as four examples of 3×2. */
const EXAMPLES = [0, 6, 12, 18].map((first) => [Array.from({ length: 6 }, (_, i) => first + i + 1)])

describe('NPY', () => {
  it.each([
    'npyFloat32',
    'npyFloat64BigEndian',
    'npyInt16',
    'npyBytes',
    'npyInt64',
    'npyUint32BigEndian',
    'npyFortran',
  ] as const)('%s is read as NumPy wrote it', async (fixture) => {
    const { columns, rows, messages } = await read('pictures.npy', {
      'pictures.npy': bytes(fixtures[fixture]),
    })
    expect(messages).toEqual([])
    expect(columns).toEqual(['pictures 6'])
    expect(rows).toEqual(EXAMPLES)
  })

  it('reads texts and halves', async () => {
    const texts = await read('a.npy', { 'a.npy': bytes(fixtures.npyTexts) })
    expect(texts.rows).toEqual([['a'], ['b']])
    const header = "{'descr': '<f2', 'fortran_order': False, 'shape': (6,), }\n"
    const numbers = new Uint16Array([0x3c00, 0xc000, 0x0001, 0x7bff, 0x3555, 0xfc00])
    const halves = Buffer.concat([
      Buffer.from(`\x93NUMPY\x01\x00${String.fromCharCode(header.length)}\x00`, 'latin1'),
      Buffer.from(header),
      Buffer.from(numbers.buffer),
    ])
    const { rows } = await read('h.npy', { 'h.npy': halves })
    expect(rows.flat()).toEqual([1, -2, 2 ** -24, 65504, 0.333251953125, Number.NEGATIVE_INFINITY])
  })

  it('reads booleans, one number an example, and what gzip has made smaller', async () => {
    const booleans = await read('a.npy', { 'a.npy': bytes(fixtures.npyBooleans) })
    expect(booleans.rows[0]).toEqual([[1, 0, 1, 0, 1, 0]])
    const one = await read('a.npy.gz', { 'a.npy.gz': gzipSync(bytes(fixtures.npyOneDimension)) })
    expect([one.columns, one.rows]).toEqual([['a 1'], [[1.5], [-2], [3.25]]])
  })

  it('says what it cannot read', async () => {
    const told = async (content: Content, name = 'a.npy') => (await read(name, { [name]: content })).messages
    expect(await told('age,kind\n1,2\n')).toEqual(['E502 a.npy is no array of NumPy'])
    expect(await told('')).toEqual(['E502 a.npy is no array of NumPy'])
    expect(await told(bytes(fixtures.npyFloat32).subarray(0, 20))).toEqual(['E502 a.npy is cut short'])
    expect(await told(bytes(fixtures.npyFloat32).subarray(0, -5))).toEqual([
      'E502 a.npy is cut short: 3 of 4 examples are there',
    ])
    expect(await told(bytes(fixtures.npyFortran).subarray(0, -5))).toEqual(['E502 a.npy is cut short'])
    expect(await told(bytes(fixtures.npyBytes), 'a.npy.gz')).toEqual([
      'E502 a.npy.gz is not what gzip wrote, or is cut short',
    ])
  })
})

describe('NPZ', () => {
  it('is a column for each array', async () => {
    const { columns, rows, messages } = await read('a.npz', { 'a.npz': bytes(fixtures.npz) })
    expect(messages).toEqual([])
    expect(columns).toEqual(['images 6', 'labels 1'])
    expect(rows).toEqual(EXAMPLES.map(([pixels], i) => [pixels, [2, 0, 1, 2][i]]))
  })

  it('says what it cannot read', async () => {
    expect((await read('a.npz', { 'a.npz': 'PK' })).messages).toEqual([
      'E502 a.npz is no archive of NumPy, or is cut short',
    ])
    const uneven = zipSync({ 'a.npy': bytes(fixtures.npyFloat32), 'b.npy': bytes(fixtures.npyOneDimension) })
    expect((await read('a.npz', { 'a.npz': uneven })).messages).toEqual([
      'E502 a.npz has 3 examples in `b` and 4 in `a`',
    ])
    expect((await read('a.npz', { 'a.npz': uneven }, undefined, [0])).messages).toEqual([])
  })
})

describe('IDX', () => {
  const header = (kind: number, ...sizes: number[]) => [
    0,
    0,
    kind,
    sizes.length,
    ...sizes.flatMap((size) => [0, 0, 0, size]),
  ]

  it('is read as MNIST has it', async () => {
    const images = Uint8Array.from([...header(8, 2, 2, 3), 1, 2, 3, 4, 5, 6, 250, 251, 252, 253, 254, 255])
    const { columns, rows } = await read('train-images-idx3-ubyte', { 'train-images-idx3-ubyte': images })
    expect(columns).toEqual(['train-images-idx3-ubyte 6'])
    expect(rows).toEqual([[[1, 2, 3, 4, 5, 6]], [[250, 251, 252, 253, 254, 255]]])
    const labels = Uint8Array.from([...header(8, 3), 7, 0, 9])
    expect((await read('l.idx1-ubyte.gz', { 'l.idx1-ubyte.gz': gzipSync(labels) })).rows).toEqual([
      [7],
      [0],
      [9],
    ])
    const shorts = Uint8Array.from([...header(11, 2), 255, 254, 1, 0])
    expect((await read('s.idx', { 's.idx': shorts })).rows).toEqual([[-2], [256]])
  })

  it('says what it cannot read', async () => {
    const told = async (content: number[]) =>
      (await read('a.idx', { 'a.idx': Uint8Array.from(content) })).messages
    expect(await told([0, 0, 8])).toEqual(['E502 a.idx is no IDX file'])
    expect(await told([0, 0, 7, 1, 0, 0, 0, 1, 0])).toEqual(['E502 a.idx is no IDX file'])
    expect(await told([0, 0, 8, 2, 0, 0])).toEqual(['E502 a.idx is cut short'])
    expect(await told([...header(8, 3), 1])).toEqual(['E502 a.idx is cut short: 1 of 3 examples are there'])
  })
})

describe('a folder of pictures', () => {
  const files = {
    'p/cat/b.png': bytes(fixtures.pngRgb),
    'p/cat/a.png': bytes(fixtures.pngGray),
    'p/dog/c.PNG': bytes(fixtures.pngRgba),
    'p/dog/notes.txt': 'not a picture',
    'p/ant/x.png': bytes(fixtures.pngPalette),
    'p/dog/young/d.png': bytes(fixtures.pngRgb),
    'p/.checkpoints/x.png': 'hidden',
  }
  const RGB = [255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30, 200, 100, 50, 255, 255, 255]

  it('has a class for each folder, and pixels in any colours', async () => {
    const { columns, rows, messages } = await read('p', files)
    expect(messages).toEqual([])
    expect(columns).toEqual(['gray 6', 'rgb 18', 'rgba 24', 'folder 1', 'file 1'])
    expect(rows.map((row) => row.slice(3))).toEqual([
      ['ant', 'ant/x.png'],
      ['cat', 'cat/a.png'],
      ['cat', 'cat/b.png'],
      ['dog', 'dog/c.PNG'],
      ['dog', 'dog/young/d.png'],
    ])
    for (const row of rows) expect(row[0]).toEqual(fixtures.grayPixels)
    expect([0, 2, 3].map((row) => rows[row]![1])).toEqual([RGB, RGB, RGB])
    expect(rows[1]![1]).toEqual(fixtures.grayPixels.flatMap((gray) => [gray, gray, gray]))
    expect((rows[3]![2] as number[]).filter((_, i) => i % 4 === 3)).toEqual([255, 255, 255, 255, 255, 255])
  })

  it('reads pixels of one bit and of sixteen', async () => {
    const { rows } = await read('p', { 'p/a.png': bytes(fixtures.pngBits), 'p/b.png': bytes(fixtures.png16) })
    expect(rows.map((row) => row.slice(3))).toEqual([
      ['', 'a.png'],
      ['', 'b.png'],
    ])
    expect(rows[0]![0]).toEqual(fixtures.pngBitsPixels)
    expect(rows[1]![0]).toEqual([0, 255, 1, 4, 156, 1])
  })

  it('reads JPEG as Pillow does, to a step of rounding', async () => {
    const { rows } = await read('p', { 'p/a.jpeg': bytes(fixtures.jpeg) })
    const pixels = rows[0]![1] as number[]
    expect(pixels).toHaveLength(fixtures.jpegPixels.length)
    const away = pixels.map((value, i) => Math.abs(value - fixtures.jpegPixels[i]!))
    expect(Math.max(...away)).toBeLessThanOrEqual(2)
  })

  it('says which picture is another', async () => {
    expect((await read('p', { 'p/a.txt': '' })).messages).toEqual(['E502 p has no pictures'])
    expect((await read('p', { ...files, 'p/dog/d.jpg': bytes(fixtures.jpeg) })).messages).toEqual([
      'E507 p/dog/d.jpg has 8×8 pixels, the first picture has 3×2',
    ])
    expect((await read('p', { ...files, 'p/dog/d.png': 'no' })).messages).toEqual([
      'E502 p/dog/d.png is no picture that can be read',
    ])
    expect((await read('p', { 'p/d.jpg': bytes(fixtures.jpeg).subarray(0, 200) })).messages).toHaveLength(1)
  })
})

describe('delimited text', () => {
  it('has a separator of its own, by its name or by the spec', async () => {
    const tabs = await read('a.tsv', { 'a.tsv': 'x\ty z\n1\t 2\n\n3\t\n' })
    expect([tabs.columns, tabs.rows]).toEqual([
      ['x 1', 'y z 1'],
      [
        ['1', ' 2'],
        ['3', ''],
      ],
    ])
    const semicolons = await read('a.csv', { 'a.csv': '\uFEFFx;y\r\n"1,5";"a ""b"""\r\n' }, ';')
    expect(semicolons.rows).toEqual([['1,5', 'a "b"']])
    const packed = await read('a.csv.gz', { 'a.csv.gz': gzipSync(Buffer.from('x\n1\n')) })
    expect(packed.rows).toEqual([['1']])
  })

  it('knows where its cells are, past quotes, blank lines, and letters of several bytes', async () => {
    const text = '\uFEFFnäme,"x\ny",z\n\né,"1\n2",3\r\n"ü""ö",  4 ,"5"\n'
    const { table } = await read('a.csv', { 'a.csv': text })
    const places = await table!.placesOf!(
      [0, 1].flatMap((row) => [0, 1, 2].map((column) => ({ row, column }))),
    )
    const found = places.map(({ source, start, end }) => {
      const { line, column } = positionAt(source, start)
      return `${line}:${column} ${source.text.slice(start, end)}`
    })
    expect(found).toEqual(['4:1 é', '4:3 "1\n2"', '5:4 3', '6:1 "ü""ö"', '6:10 4', '6:13 "5"'])
    const [, second] = table!.columns
    expect(second!.span!.source.text.slice(second!.span!.start, second!.span!.end)).toBe('"x\ny"')
  })

  it('says where a row has another length, and where a quote goes wrong', async () => {
    const at = async (text: string) => {
      const { report } = await read('a.csv', { 'a.csv': text })
      return report.diagnostics.map(({ message, at: span }) => {
        const { line, column } = positionAt(span.source, span.start)
        return `${line}:${column} ${message}`
      })
    }
    const long = `x,y\n${'1,2\n'.repeat(3000)}`
    expect(await at(`${long}1\n`)).toEqual(['3002:1 this row has 1 fields, the first has 2'])
    expect(await at(`${long}1,2,3,4\n`)).toEqual(['3002:5 this row has 4 fields, the first has 2'])
    expect(await at(`${long}"1,2\n`)).toEqual(['3002:1 a quote is opened and never closed'])
    expect(await at(`x,y\n1,"2\n${'1,2\n'.repeat(3000)}`)).toEqual(['2:3 a quote is opened and never closed'])
    expect(await at('')).toHaveLength(1)
  })
})

describe('JSON', () => {
  it('has the columns of all its examples, as wide as the first cell that is there', async () => {
    const sparse = '[{"x":1},{"x":2,"z":[1,2]},{"z":null}]'
    for (const [name, content] of [
      ['a.json', sparse],
      ['a.jsonl', sparse.slice(1, -1).replaceAll('},', '}\n')],
    ] as const) {
      const { columns, rows } = await read(name, { [name]: content })
      expect(columns).toEqual(['x 1', 'z 2'])
      expect(rows).toEqual([
        [1, undefined],
        [2, [1, 2]],
        [undefined, undefined],
      ])
    }
  })

  it('says where it is none', async () => {
    const at = async (content: string) => {
      const { report } = await read('a.json', { 'a.json': content })
      const { source, start } = report.diagnostics[0]!.at
      const { line, column } = positionAt(source, start)
      return `${line}:${column}`
    }
    expect(await at('[{"x": 1},\n {"x": NaN}]')).toBe('2:8')
    expect(await at('[{"x": 1},\n {"x": 2')).toBe('2:8')
    expect(await at('[{"x": 1} // one\n]')).toBe('1:11')
  })

  const text = '{"about":"two","x":[[1,null],[3,4]],"y":["a","b"],"odd":[1,2,3]}'

  it('is an object of lists, and of what says something about them', async () => {
    const { columns, rows } = await read('a.json', { 'a.json': text }, undefined, [1, 2])
    expect(columns).toEqual(['about 1', 'x 2', 'y 1', 'odd 1'])
    expect(rows.map((row) => row.slice(1, 3))).toEqual([
      [[1, Number.NaN], 'a'],
      [[3, 4], 'b'],
    ])
  })

  it('says which list is another, where it is asked for', async () => {
    expect((await read('a.json', { 'a.json': text }, undefined, [0])).messages).toEqual([
      'E502 column `about` is not a list',
    ])
    expect((await read('a.json', { 'a.json': text }, undefined, [1, 3])).messages).toEqual([
      'E502 column `odd` has 3 values, `x` has 2',
    ])
  })
})

describe('JSON Lines', () => {
  it('has an object in each line', async () => {
    const { columns, rows } = await read('a.jsonl', {
      'a.jsonl':
        '\uFEFF{"x":1,"pixels":[[1,2],[3,4]],"kind":"a"}\r\n\n{"kind":"b","x":null,"pixels":[[5,6],[7,8]]}\n',
    })
    expect(columns).toEqual(['x 1', 'pixels 4', 'kind 1'])
    expect(rows).toEqual([
      [1, [1, 2, 3, 4], 'a'],
      [undefined, [5, 6, 7, 8], 'b'],
    ])
  })

  it('says which line is none, and where a value is', async () => {
    const good = '{"x":1,"y":2}\n\n{"x":3,"y":4}\n'
    for (const lines of [1, 300]) {
      const { report } = await read('a.ndjson', { 'a.ndjson': `${good.repeat(lines)}[5]\n` })
      const [wrong] = report.diagnostics
      expect(wrong!.message).toBe('this line is no object of JSON')
      expect(positionAt(wrong!.at.source, wrong!.at.start)).toEqual({ line: 3 * lines + 1, column: 1 })
    }
    const { table } = await read('a.ndjson', { 'a.ndjson': good })
    const [place] = await table!.placesOf!([{ row: 1, column: 1 }])
    expect(positionAt(place!.source, place!.start)).toEqual({ line: 3, column: 12 })
  })
})

it('what is of no kind that is known is said with the kinds that are', async () => {
  const { report } = await read('a.xlsx', { 'a.xlsx': '' })
  expect(report.diagnostics[0]!.message).toBe('`a.xlsx` is of no kind that can be read')
  expect(report.diagnostics[0]!.help).toContain('.csv, .tsv, .json, .jsonl, .npy, .npz')
})
