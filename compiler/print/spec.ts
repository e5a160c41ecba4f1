import type { Equation, Expression } from '../forms/equation.ts'
import type { Span } from '../forms/source.ts'
import { placeOf } from '../forms/source.ts'
import type {
  Allowance,
  AttributeSpec,
  AttributeValue,
  Body,
  ColumnSpec,
  ColumnsSpec,
  DataSpec,
  FilesSpec,
  LayerUse,
  NetworkSpec,
  PortSpec,
  ShapeSpec,
  SplitSpec,
  Stopping,
  Training,
  Word,
  WordUse,
} from '../forms/spec.ts'
import { remarked, section } from './place.ts'

/** What a network or a word says, with words resolved and defaults filled in. */
export function printSpec(spec: NetworkSpec | Word): string {
  return [...(spec.kind === 'network' ? networkLines(spec) : wordLines(spec)), ''].join('\n')
}

function networkLines(spec: NetworkSpec): readonly string[] {
  return [
    `network ${spec.name} · ${spec.precision}${spec.batch === undefined ? '' : ` · batch ${spec.batch}`}`,
    ...(spec.summary === '' ? [] : [spec.summary]),
    ...section(
      'sizes',
      spec.sizes.map(({ name, value }) => `${name} = ${written(value)}`),
    ),
    ...section('inputs', spec.inputs.map(portText)),
    ...section('targets', spec.targets.map(portText)),
    ...bodyLines(spec.body),
    ...section(
      'keep',
      spec.keep.map(({ name }) => name),
    ),
    ...section('training', spec.training ? trainingLines(spec.training) : []),
    ...section('allow', spec.allow.map(allowanceText)),
    ...section(
      'budget',
      spec.budget.map(({ of, written }) => `${of} at most ${written}`),
    ),
    ...section(
      'renamed',
      spec.renamed.map(({ from, to }) => `${from.name} to ${to.name}`),
    ),
    ...section('data', spec.data ? dataLines(spec.data) : []),
    ...section(
      'words',
      spec.words.map((word) => remarked(`${word.kind} ${word.name}`, placeOf(word.span))),
    ),
  ]
}

function bodyLines(body: Body): readonly string[] {
  if (body.kind === 'layers')
    return [
      ...section('layers', body.layers.flatMap(layerLines)),
      ...section('loss', body.loss ? [useLine(body.loss)] : []),
      ...section('regularization', body.regularization.map(useLine)),
      ...section('metrics', body.metrics.map(useLine)),
    ]
  const { equations, differentiate } = body
  return [
    ...section('equations', equations.map(equationText)),
    ...section(
      'differentiate',
      differentiate
        ? [`${differentiate.of.name} by ${differentiate.by.map(({ name }) => name).join(', ')}`]
        : [],
    ),
  ]
}

function allowanceText({ code, reason }: Allowance): string {
  return `${code}: ${reason}`
}

function layerLines(layer: LayerUse): readonly string[] {
  const as = layer.as ? ` as ${layer.as.name}` : ''
  const allowed = (layer.allow ?? []).map((allowance) => `  allow ${allowanceText(allowance)}`)
  if (layer.kind === 'repeat')
    return [
      remarked(`repeat ${layer.times} times${as}`, placeOf(layer.span)),
      ...allowed,
      ...layer.layers.flatMap(layerLines).map((line) => `  ${line}`),
    ]
  const from = layer.from ? ` from ${layer.from.map(({ name }) => name).join(', ')}` : ''
  const terms = layer.regularization
    ? ` regularized by ${layer.regularization.map(useText).join(', ') || 'nothing'}`
    : ''
  return [remarked(`${useText(layer.use)}${as}${from}${terms}`, placeOf(layer.span)), ...allowed]
}

function useLine(use: WordUse): string {
  return remarked(useText(use), placeOf(use.span))
}

/** `dense { units: 4, activation: tanh, bias: true }` */
export function useText({ word, attributes }: WordUse): string {
  const values = [...attributes].map(([name, value]) => `${name}: ${attributeText(value)}`)
  return values.length === 0 ? word.name : `${word.name} { ${values.join(', ')} }`
}

function attributeText(value: AttributeValue): string {
  switch (value.kind) {
    case 'size':
      return written(value.expression)
    case 'number':
    case 'boolean':
      return String(value.value)
    case 'numbers':
      return `[${value.values.join(', ')}]`
    case 'target':
      return value.name
    case 'word':
      return useText(value.use)
  }
}

function trainingLines({
  optimizer,
  schedule,
  clipping,
  batch,
  epochs,
  iterations,
  seed,
  shuffle,
  stopping,
  checkpoints,
}: Training): readonly string[] {
  return [
    useLine(optimizer),
    ...(schedule ? [useLine(schedule)] : []),
    ...clipping.map(useLine),
    `batch ${batch}`,
    ...(epochs === undefined ? [] : [`epochs ${epochs}`]),
    ...(iterations === undefined ? [] : [`iterations ${iterations}`]),
    `seed ${seed}`,
    ...(shuffle ? [] : ['not shuffled']),
    ...(stopping ? [stoppingText(stopping)] : []),
    ...(checkpoints ? [`a checkpoint every ${checkpoints.every} ${checkpoints.unit}`] : []),
  ]
}

function stoppingText({ monitor, goal, patience, change }: Stopping): string {
  return `stopping at the ${goal} ${monitor.name}, patience ${patience}, change ${change}`
}

function dataLines({ files, separator, inputs, targets, missing, split }: DataSpec): readonly string[] {
  return [
    ...(files ? [filesText(files)] : []),
    ...(separator === undefined ? [] : [`separated by ${JSON.stringify(separator)}`]),
    ...[...inputs, ...targets].map(columnsText),
    ...(missing === 'drop' ? ['examples that lack a value are dropped'] : []),
    ...(split ? [splitText(split)] : []),
  ]
}

function filesText({ training, validation, test }: FilesSpec): string {
  const held = [
    ...(validation ? [`validation ${validation.name}`] : []),
    ...(test ? [`test ${test.name}`] : []),
  ]
  return [training.name, ...held].join(', ')
}

function columnsText({ name, files, columns }: ColumnsSpec): string {
  const written = columns === 'all' ? 'all' : columns.map(columnText).join(', ')
  return `${name} = ${written}${files ? ` of ${filesText(files)}` : ''}`
}

function columnText({ name, categories }: ColumnSpec): string {
  return categories ? `${name} [${categories.join(', ')}]` : name
}

function splitText(split: SplitSpec): string {
  const parts = (['test', 'validation'] as const).flatMap((name) => {
    const written = split.kind === 'shares' ? split[name] : split[name].map((value) => value.name).join(',')
    return written === undefined || written === '' ? [] : [`${name} ${written}`]
  })
  const by = split.kind === 'column' ? `by ${split.column.name}` : `seed ${split.seed}`
  return `split ${[...parts, ...(split.stratify ? ['stratified'] : []), by].join(', ')}`
}

function wordLines(word: Word): readonly string[] {
  return [
    `${word.kind} ${word.name}`,
    ...(word.summary === '' ? [] : [word.summary]),
    ...section('attributes', word.attributes.map(attributeSpecText)),
    ...section('inputs', word.inputs.map(portText)),
    ...section('targets', word.targets.map(portText)),
    ...section(
      'parameters',
      word.parameters.map(({ name, shape, initial, when, regularized }) => {
        const by = 'word' in initial ? useText(initial) : initial.attribute
        const rest = [...(when ? [`when ${written(when)}`] : []), ...(regularized ? ['regularized'] : [])]
        return [`${name} ${shapeText(shape)} by ${by}`, ...rest].join(', ')
      }),
    ),
    ...section(
      'fitted',
      word.fitted.map(({ shape, equation }) => `${equationText(equation)}  ${shapeText(shape)}`),
    ),
    ...section(
      'state',
      word.state.map(({ name, initial }) => `${name} = ${initial ?? 'as large as the parameters'}`),
    ),
    ...section('equations', word.equations.map(equationText)),
    ...section('predicting', word.predicting.map(equationText)),
    ...section('update', word.update.map(equationText)),
    ...section('outputs', word.outputs.map(portText)),
  ]
}

function attributeSpecText({ name, type, default: usual, range }: AttributeSpec): string {
  const parts = [
    `${name}: ${type}`,
    ...(usual ? [`default ${attributeText(usual)}`] : []),
    ...(range ? [`in ${range.text}`] : []),
  ]
  return parts.join(', ')
}

function portText({ name, shape, range, takesAnyNumber, sumsToOneOver, classes }: PortSpec): string {
  const parts = [
    `${name} ${shapeText(shape)}`,
    ...(range ? [range] : []),
    ...(takesAnyNumber ? ['any number'] : []),
    ...(sumsToOneOver === undefined ? [] : [`sums to 1 over ${sumsToOneOver}`]),
    ...(classes ? [`classes ${classes.join(' ')}`] : []),
  ]
  return parts.join(', ')
}

function shapeText({ dimensions }: ShapeSpec): string {
  return `[${dimensions.map(dimensionText).join(', ')}]`
}

/** The rows of a target without a shape are nobody's text: one for each class. */
function dimensionText(dimension: Expression): string {
  if (dimension.kind === 'number') return String(dimension.value)
  return dimension.kind === 'name' ? dimension.name : written(dimension)
}

function equationText({ name, expression }: Equation): string {
  return `${name} = ${written(expression)}`
}

function written({ span }: { readonly span: Span }): string {
  return span.source.text.slice(span.start, span.end)
}
