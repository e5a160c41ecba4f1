/** What a module calls itself, and what it declares: the names its network's own stand beside. */

/** `cat-shallow` → `CatShallow`. */
export function className(network: string): string {
  const name = network.replace(/(^|[-_ .])([a-z0-9])/gi, (_, _before: string, letter: string) =>
    letter.toUpperCase(),
  )
  return /^\d/.test(name) ? `Net${name}` : name
}

/** `cat-shallow` → `catShallow`. */
export function variableName(network: string): string {
  const name = className(network)
  return name.charAt(0).toLowerCase() + name.slice(1)
}

/** `CatPredictor`: the class that predicts. */
export function predictorName(network: string): string {
  return `${className(network)}Predictor`
}

/** `encode`, or `encodeX` where there are several inputs. */
export function encoderName(input: string, only: boolean): string {
  return `encode${only ? '' : input}`
}

/** Values that a module of layers declares for its network; its types have names that no value has. */
export function valuesNamedAfter(network: string): readonly string[] {
  return [className(network), predictorName(network), variableName(network)]
}
