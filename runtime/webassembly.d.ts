/**
 * The part of WebAssembly that the runtime uses. TypeScript ships it only inside the DOM's and the web workers'
 * declarations, whose globals (`Document`, `Range`, `name` …) would hide a forgotten import.
 */
declare namespace WebAssembly {
  /** One page is 65,536 bytes. */
  interface MemoryDescriptor {
    initial: number
    maximum?: number
    shared?: boolean
  }

  interface Memory {
    readonly buffer: ArrayBuffer
    grow(pages: number): number
  }
  const Memory: { prototype: Memory; new (descriptor: MemoryDescriptor): Memory }

  interface Module {
    readonly [Symbol.toStringTag]: 'WebAssembly.Module'
  }
  const Module: {
    prototype: Module
    new (bytes: ArrayBuffer | ArrayBufferView<ArrayBuffer>): Module
    imports(module: Module): { module: string; name: string; kind: string }[]
    exports(module: Module): { name: string; kind: string }[]
  }

  type Imports = Record<string, Record<string, unknown>>

  interface Instance {
    readonly exports: Record<string, unknown>
  }
  const Instance: { prototype: Instance; new (module: Module, imports?: Imports): Instance }

  function compile(bytes: ArrayBuffer | ArrayBufferView<ArrayBuffer>): Promise<Module>
  function instantiate(module: Module, imports?: Imports): Promise<Instance>
  function validate(bytes: ArrayBuffer | ArrayBufferView<ArrayBuffer>): boolean
}
