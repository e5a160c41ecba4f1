import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node.js'

/** Lines and characters count from 0, as in the protocol. */
export interface Position {
  readonly line: number
  readonly character: number
}

export interface Complaint {
  readonly message: string
  readonly range: { readonly start: Position; readonly end: Position }
}

export interface Proposal {
  readonly label: string
  readonly insertText?: string
  readonly documentation?: string | { readonly value: string }
}

/** The YAML language server, as VS Code and Neovim run it: a process, spoken to in its protocol. */
export class LanguageServer {
  readonly #process = spawn(process.execPath, [serverFile(), '--stdio'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  })
  readonly #connection = createMessageConnection(
    new StreamMessageReader(this.#process.stdout),
    new StreamMessageWriter(this.#process.stdin),
  )
  readonly #waiting = new Map<string, (complaints: readonly Complaint[]) => void>()

  async start(folder: string): Promise<void> {
    const uri = pathToFileURL(folder).href
    const { yaml } = SETTINGS
    this.#connection.onRequest('workspace/configuration', ({ items }: { items: { section?: string }[] }) =>
      items.map(({ section }) => (section === 'yaml' ? yaml : {})),
    )
    this.#connection.onRequest('client/registerCapability', () => null)
    this.#connection.onNotification(
      'textDocument/publishDiagnostics',
      (told: { readonly uri: string; readonly diagnostics: readonly Complaint[] }) =>
        this.#waiting.get(told.uri)?.(told.diagnostics),
    )
    this.#connection.listen()
    await this.#connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'app' }],
      capabilities: {
        workspace: { configuration: true },
        textDocument: {
          completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
          hover: { contentFormat: ['markdown'] },
        },
      },
    })
    await this.#connection.sendNotification('initialized', {})
  }

  /** Shows it a file with this text, and gives what it says is wrong there. */
  async open(file: string, text: string): Promise<readonly Complaint[]> {
    const uri = pathToFileURL(file).href
    const told = new Promise<readonly Complaint[]>((resolve) => this.#waiting.set(uri, resolve))
    await this.#connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'yaml', version: 1, text },
    })
    return told
  }

  async complete(file: string, position: Position): Promise<readonly Proposal[]> {
    const { items }: { items: readonly Proposal[] } = await this.#connection.sendRequest(
      'textDocument/completion',
      { textDocument: { uri: pathToFileURL(file).href }, position },
    )
    return items
  }

  /** What it shows where the pointer rests, in Markdown. */
  async hover(file: string, position: Position): Promise<string> {
    const shown: { readonly contents: { readonly value: string } } | null =
      await this.#connection.sendRequest('textDocument/hover', {
        textDocument: { uri: pathToFileURL(file).href },
        position,
      })
    return shown?.contents.value ?? ''
  }

  async stop(): Promise<void> {
    await this.#connection.sendRequest('shutdown')
    this.#connection.dispose()
    this.#process.kill()
  }
}

/** As they are when nobody has set anything, but that no schema is looked for elsewhere. */
const SETTINGS = {
  yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false } },
}

function serverFile(): string {
  return createRequire(import.meta.url).resolve('yaml-language-server/bin/yaml-language-server')
}
