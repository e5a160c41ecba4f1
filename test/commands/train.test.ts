import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSafetensors } from '../../runtime/safetensors.ts'
import { root } from './support/built.ts'
import { project } from './support/project.ts'
import { CSV, DATA, SMALL, TRAINABLE } from './support/specs.ts'

const xor = join(root, 'specs/models/xor.yaml')

describe('loopless train', () => {
  it('learns from a table, saves what it learned, and says how well', async () => {
    const { loopless, path } = project({ 'specs/small.yaml': TRAINABLE, 'specs/data.csv': CSV })
    const { code, stdout, stderr } = await loopless(['train', 'specs/small.yaml'])
    expect(code).toBe(0)
    expect(stdout).toMatch(
      /^on the training data, 4 examples: the spec's data have no split\n {2}loss {2}[\d.e-]+\n$/,
    )
    expect(stderr.split('\n').filter((line) => line.startsWith('epoch'))).toHaveLength(10)
    expect(stderr).toMatch(/^epoch 10 of 10: loss [\d.e-]+$/m)
    expect(stderr).toMatch(/saved weights\/small\.safetensors\nsaved weights\/small\.svg\n$/)
    const { tensors, metadata } = readSafetensors(readFileSync(path('weights/small.safetensors')))
    expect([...tensors.keys()]).toEqual(['W1', 'b1', 'W2', 'b2'])
    expect(metadata.get('loopless.network')).toBe('small')
  })

  it('says about ten lines, however long it takes', async () => {
    const { loopless, path } = project()
    const { stderr } = await loopless(['train', xor, '--out', path('xor.safetensors')])
    expect(stderr.split('\n').filter((line) => line.startsWith('iteration'))).toHaveLength(10)
  })

  it('gives the same bytes for the same seed, and others for another', async () => {
    const { loopless, path } = project({ 'small.yaml': TRAINABLE, 'data.csv': CSV })
    const trained = async (seed: string, out: string) => {
      await loopless(['train', 'small.yaml', '--seed', seed, '--out', out, '--epochs', '2'])
      return readFileSync(path(out))
    }
    const first = await trained('7', 'one.safetensors')
    expect(await trained('7', 'two.safetensors')).toEqual(first)
    expect(await trained('8', 'three.safetensors')).not.toEqual(first)
  })

  it('goes on from other weights', async () => {
    const { loopless, read } = project({ 'small.yaml': TRAINABLE, 'data.csv': CSV })
    await loopless(['train', 'small.yaml', '--epochs', '300', '--out', 'first'])
    const { code, stderr } = await loopless(['train', 'small.yaml', '--init', 'first', '--out', 'second'])
    expect(code).toBe(0)
    const loss = (text: string) => Number(/loss ([\d.e-]+)/.exec(text)![1])
    const fresh = await loopless(['train', 'small.yaml', '--epochs', '1', '--out', 'third'])
    expect(loss(stderr)).toBeLessThan(loss(fresh.stderr))
    expect(read('second')).not.toBe(read('first'))
  })

  it('reads JSON, by example and by column', async () => {
    const examples = [
      { a: 1, b: 2, y: 3 },
      { a: 2, b: 1, y: 3 },
    ]
    const columns = { a: [1, 2], b: [2, 1], y: [3, 3] }
    const { loopless, path } = project({
      'examples.yaml': TRAINABLE.replace('data.csv', 'examples.json'),
      'columns.yaml': TRAINABLE.replace('data.csv', 'columns.json'),
      'examples.json': JSON.stringify(examples),
      'columns.json': JSON.stringify(columns),
    })
    for (const form of ['examples', 'columns'])
      expect((await loopless(['train', `${form}.yaml`, '--out', form])).code).toBe(0)
    expect(readFileSync(path('examples'))).toEqual(readFileSync(path('columns')))
  })

  it('reads CSV as spreadsheets write it', async () => {
    const csv = '\uFEFF"a", "b" ,y\r\n\r\n"1",2,"3"\r\n 2 ,1e0,+3.\r\n'
    const { loopless } = project({ 'small.yaml': TRAINABLE, 'data.csv': csv })
    const { code, stdout } = await loopless(['train', 'small.yaml'])
    expect(code).toBe(0)
    expect(stdout).toContain('2 examples')
  })

  it('ends at the end of a step when it is interrupted, and saves', async () => {
    const { loopless, has } = project({
      'small.yaml': TRAINABLE.replace('  epochs: 10', '  batch: 1\n  epochs: 1000'),
      'data.csv': `a,b,y\n${'1,2,3\n'.repeat(2000)}`,
    })
    const { code, stdout, stderr } = await loopless(['train', 'small.yaml'], {
      meanwhile: (child) => {
        child.stderr?.once('data', () => child.kill('SIGINT'))
      },
    })
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
    expect(stderr).toMatch(
      /^epoch 100 of 1000: .*\nstopped after [\d,]+ steps; saved weights\/small\.safetensors\n`--resume` goes on from weights\/small\.checkpoint\.safetensors\n$/,
    )
    expect(has('weights/small.safetensors')).toBe(true)
  })

  it('keeps the last good parameters when the loss is no number any more', async () => {
    const { loopless, path } = project({
      'small.yaml': TRAINABLE.replace('gradient-descent', '{ gradient-descent: { rate: 1.0e+6 } }'),
      'data.csv': CSV,
    })
    const { code, stdout, stderr } = await loopless(['train', 'small.yaml'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(
      /error\[E509\]: the loss is (NaN|Infinity) in step \d+ \(epoch \d+\)\n +--> small\.yaml:14:16/,
    )
    expect(stderr).toContain('the parameters of the last finite loss are saved in weights/small.safetensors')
    const { tensors } = readSafetensors(readFileSync(path('weights/small.safetensors')))
    for (const { data } of tensors.values())
      for (let at = 0; at < data.byteLength; at += 4)
        expect(data.getFloat32(at, true)).toSatisfy(Number.isFinite)
  })

  it('saves nothing when already the first loss is no number', async () => {
    const { loopless, has } = project({
      'small.yaml': TRAINABLE,
      'data.csv': 'a,b,y\n1e38,1,1e38\n',
    })
    const { code, stderr } = await loopless(['train', 'small.yaml'])
    expect(code).toBe(1)
    expect(stderr).toContain('it was the first step, so nothing is saved')
    expect(has('weights')).toBe(false)
  })

  it.each([
    ['no data', SMALL, 'E501', 'small.yaml:2:10'],
    ['no end', TRAINABLE.replace('  epochs: 10\n', ''), 'E501', 'small.yaml:14:3'],
    ['no training', TRAINABLE.replace(/training:[\s\S]*/, ''), 'E501', 'small.yaml:2:10'],
    ['no loss', TRAINABLE.replace('loss: squared-error\n', ''), '', ''],
    [
      'no targets in the data',
      TRAINABLE.replace(/ {2}targets: { Y: { col.*\n/, ''),
      'E501',
      'small.yaml:4:9',
    ],
    ['a file that is not there', TRAINABLE.replace('data.csv', 'date.csv'), 'E502', 'small.yaml:4:9'],
    ['a file of another kind', TRAINABLE.replace('data.csv', 'data.xlsx'), 'E502', 'small.yaml:4:9'],
    ['a folder for a file', TRAINABLE.replace('data.csv', 'folder.csv'), '', ''],
    ['a column that is not there', TRAINABLE.replace('[y]', '[z]'), 'E504', 'small.yaml:6:29'],
    [
      'too few columns',
      TRAINABLE.replace('[a, b]', 'all').replace('[2, m]', '[3, m]'),
      'E507',
      'small.yaml:7:14',
    ],
  ])('does not begin with %s', async (_, spec, expected, place) => {
    const { loopless, has } = project({ 'small.yaml': spec, 'data.csv': CSV, 'folder.csv/x': '' })
    const { code, stdout, stderr } = await loopless(['train', 'small.yaml'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(expected === '' ? 'error' : `error[${expected}]`)
    expect(stderr).toContain(place)
    expect(stderr).not.toContain('bug')
    expect(has('weights')).toBe(false)
  })

  it.each([
    ['nothing', '', 'E503', 'small.yaml:4:9', ''],
    ['a header alone', 'a,b,y\n', 'E503', 'small.yaml:4:9', ''],
    ['a word', 'a,b,y\n1,2,3\n4,five,6\n', 'E505', 'data.csv:3:3', '`five` is not a number'],
    ['NaN', 'a,b,y\n1,NaN,3\n', 'E505', 'data.csv:2:3', 'a number is missing'],
    ['infinity', 'a,b,y\n1,2,1e999\n', 'E505', 'data.csv:2:5', '`1e999` is more than float32 can hold'],
    ['more than float32', 'a,b,y\n1,2,1e39\n', 'E505', 'data.csv:2:5', '`precision: float64` holds it'],
    ['a gap', 'a,b,y\n\n1, ,3\n', 'E505', 'data.csv:3:4', 'a number is missing'],
    ['a short row', 'a,b,y\n1,2,3\n4,5\n', 'E502', 'data.csv:3:3', 'this row has 2 fields, the first has 3'],
    ['an open quote', 'a,b,y\n1,"2,3\n', 'E502', 'data.csv:2:3', 'never closed'],
    ['a name twice', 'a,b,b,y\n1,2,2,3\n', 'E504', 'small.yaml:5:31', '2 columns called `b`'],
  ])('does not begin on data with %s', async (_, csv, expected, place, said) => {
    const { loopless, has } = project({ 'small.yaml': TRAINABLE, 'data.csv': csv })
    const { code, stdout, stderr } = await loopless(['train', 'small.yaml'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(`error[${expected}]`)
    expect(stderr).toContain(`--> ${place}`)
    expect(stderr).toContain(said)
    expect(has('weights')).toBe(false)
  })

  it.each([
    ['text', '[{ "a": 1, "b": "x", "y": 2 }]', 'E505', 'data.json:1:17', '`x` is not a number'],
    ['null', '{ "a": [1, 2], "b": [1, null], "y": [1, 2] }', 'E505', 'data.json:1:25', 'a number is missing'],
    [
      'a missing value',
      '[{ "a": 1, "b": 2, "y": 3 },\n { "a": 1, "y": 2 }]',
      'E505',
      'data.json:2:2',
      'missing',
    ],
    [
      'columns of different lengths',
      '{ "a": [1], "b": [1, 2], "y": [1] }',
      'E502',
      'data.json:1:18',
      '2 values',
    ],
    ['half a file', '[{ "a": 1, ', 'E502', 'data.json:1:', 'not JSON'],
    ['no table', '3', 'E502', 'data.json:1:1', 'a list of objects'],
  ])('does not begin on JSON with %s', async (_, json, expected, place, said) => {
    const { loopless } = project({
      'small.yaml': TRAINABLE.replace('data.csv', 'data.json'),
      'data.json': json,
    })
    const { code, stderr } = await loopless(['train', 'small.yaml'])
    expect(code).toBe(1)
    expect(stderr).toContain(`error[${expected}]`)
    expect(stderr).toContain(`--> ${place}`)
    expect(stderr).toContain(said)
  })

  it('takes classes by name and by number, and no others', async () => {
    const spec = TRAINABLE.replace('{ Y: [1, m] }', '{ Y: { classes: [low, high, none] } }')
      .replace('- dense: 1', '- dense: { units: 3, activation: softmax }')
      .replace('squared-error', 'cross-entropy\nmetrics: [accuracy]')
    const { loopless, write } = project({ 'small.yaml': spec, 'data.csv': 'a,b,y\n1,2,low\n2,1,2\n' })
    const { code, stdout } = await loopless(['train', 'small.yaml'])
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/accuracy {2}[\d.]+/) })
    write({ 'data.csv': 'a,b,y\n1,2,lwo\n2,1,3\n' })
    const { stderr } = await loopless(['train', 'small.yaml'])
    expect(stderr).toContain(
      'error[E506]: `lwo` is none of the classes of `Y`\n --> data.csv:2:5'.replace('\n ', '\n  '),
    )
    expect(stderr).toContain('help: did you mean `low`?')
    expect(stderr).toContain('error[E506]: `3` is none of the classes of `Y`')
  })

  it('tells what a thousand examples share once', async () => {
    const csv = `a,b,y\n${'x,y,z\n'.repeat(1000)}`
    const { loopless } = project({ 'small.yaml': TRAINABLE, 'data.csv': csv })
    const { stderr } = await loopless(['train', 'small.yaml'])
    expect(stderr.match(/error\[E505\]/g)).toHaveLength(3)
    expect(stderr.match(/this is so in 1,000 examples/g)).toHaveLength(3)
  })

  it.each([
    [
      'parameters too large for any memory',
      '- dense: 1',
      '- dense: 2000000000\n  - dense: 1',
      '`W2` of (2000000000, 3) takes 24,000,000,000 bytes, and a memory has at most 4,294,967,296',
    ],
    [
      'a network too large for this one',
      'units: 3',
      'units: 400000000',
      'there is not enough memory for this network',
    ],
  ])('refuses %s', async (_, from, to, message) => {
    const { loopless } = project({ 'small.yaml': TRAINABLE.replace(from, to), 'data.csv': CSV })
    const { code, stderr } = await loopless(['train', 'small.yaml'])
    expect(code).toBe(1)
    expect(stderr).toContain(`error[E511]: ${message}`)
  })

  it.each([
    ['its weights cannot be written', ['--out', 'folder'], 1, 'cannot write folder: it is a folder'],
    ['there are no weights to start from', ['--init', 'nothing'], 2, 'there is no file `nothing`'],
    [
      'the weights to start from are none',
      ['--init', 'data.csv'],
      1,
      'error[E508]: data.csv is no file of weights',
    ],
  ])('does not begin when %s', async (_, words, expected, said) => {
    const { loopless } = project({ 'small.yaml': TRAINABLE, 'data.csv': CSV, 'folder/x': '' })
    const { code, stdout, stderr } = await loopless(['train', 'small.yaml', ...words])
    expect({ code, stdout }).toEqual({ code: expected, stdout: '' })
    expect(stderr).toContain(said)
  })

  it('has nothing to teach equations', async () => {
    const { code, stderr } = await project().loopless(['train', join(root, 'specs/models/chain-rule.yaml')])
    expect(code).toBe(1)
    expect(stderr).toContain('has nothing to learn')
  })
})

describe('loopless evaluate', () => {
  const split = TRAINABLE.replace(DATA, `${DATA}  split: { test: 0.25, seed: 3 }\n`)

  it('measures the part that training did not see, as training did', async () => {
    const { loopless } = project({ 'small.yaml': split, 'data.csv': CSV })
    const trained = await loopless(['train', 'small.yaml'])
    expect(trained.stdout).toMatch(/^on the held-out part, 1 of 4 examples\n {2}loss {2}/)
    expect(trained.stderr).toMatch(/^epoch 1 of 10: loss [\d.e-]+, held out: loss [\d.e-]+$/m)
    const { code, stdout, stderr } = await loopless(['evaluate', 'small.yaml'])
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: trained.stdout, stderr: '' })
    const json = await loopless(['evaluate', 'small.yaml', '--format', 'json'])
    expect(JSON.parse(json.stdout)).toEqual({
      network: 'small',
      part: 'held-out',
      examples: 1,
      loss: expect.any(Number),
    })
  })

  it('says that there are no weights yet', async () => {
    const { loopless } = project({ 'small.yaml': split, 'data.csv': CSV })
    const { code, stderr } = await loopless(['evaluate', 'small.yaml'])
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        'error: there are no weights weights/small.safetensors\n  help: `loopless train small.yaml` makes them\n',
    })
    expect((await loopless(['evaluate', 'small.yaml', '--weights', 'mine'])).code).toBe(2)
  })

  it('says which weights do not fit', async () => {
    const { loopless, write } = project({ 'small.yaml': split, 'data.csv': CSV })
    await loopless(['train', 'small.yaml'])
    write({ 'small.yaml': split.replace('units: 3', 'units: 5') })
    const { code, stdout, stderr } = await loopless(['evaluate', 'small.yaml'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('error[E508]: weights/small.safetensors does not fit `small`')
    expect(stderr).toContain('`W1` has shape [3, 2], not [5, 2]')
  })

  it('refuses a split that leaves nothing', async () => {
    const { loopless } = project({ 'small.yaml': split.replace('0.25', '0.01'), 'data.csv': CSV })
    const { code, stderr } = await loopless(['train', 'small.yaml'])
    expect(code).toBe(1)
    expect(stderr).toContain('error[E510]: of 4 examples this split leaves none to test')
  })
})
