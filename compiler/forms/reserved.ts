/** Names that generated modules cannot give to a user's values. */

/** TypeScript's own. */
const KEYWORDS =
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends
  false finally for function if implements import in instanceof interface let new null package private protected public
  return static super switch this throw true try typeof undefined var void while with yield NaN Infinity globalThis`.split(
    /\s+/,
  )

/** What a module exports, imports or declares itself. */
const MODULE =
  `create predictor model doubles each open openFormula renaming restore column columns encode encoder oneHot binary scalar float32 float64 Net Predictor Formula
  Arena Matrix Model Options FixedOptions FloatArray Precision PredictorOptions Float32 Float64`.split(/\s+/)

/** Properties that every object has. */
const OBJECT =
  'constructor toString toLocaleString valueOf hasOwnProperty isPrototypeOf propertyIsEnumerable'.split(' ')

/** Properties that every network has. */
const NETWORK =
  `arena model precision kernels batch seed stepNumber epoch memory epochLoss hyperparameters parameters blocks matrices savedNames m resize
  read load save reset predictor gradients values prepared forward backward update step initialize serve predictorFor share examples part
  prepare prepareChunk prepareEnd predict predictOne classify evaluate evaluateChunk evaluateEnd evaluation expect`.split(
    /\s+/,
  )

const RESERVED: ReadonlySet<string> = new Set([...KEYWORDS, ...MODULE, ...OBJECT, ...NETWORK])

/** Globals that a module uses, and the parameters of its types: what it declares stands beside them. */
const GLOBALS =
  `Array ArrayBuffer ArrayLike Error Float64Array Math Number Object Promise Readonly Record Uint8Array`.split(
    ' ',
  )
const TYPE_PARAMETERS = ['M', 'P']

/** Of a class: it is a type too. */
export function isReservedForClasses(name: string): boolean {
  return isReservedAtTop(name) || TYPE_PARAMETERS.includes(name)
}

/** Of a constant that the module exports. */
export function isReservedAtTop(name: string): boolean {
  return RESERVED.has(name) || GLOBALS.includes(name)
}

/** Of a local variable in a method, beside the blocks of all parameters and of all gradients, and of a block. */
export function isReservedInMethods(name: string): boolean {
  return [...KEYWORDS, ...MODULE, ...OBJECT, 'parameters', 'gradients'].includes(name)
}

export function isReserved(name: string): boolean {
  return RESERVED.has(name)
}
