// The packed app without Electron's binary: its own bundle of the shell on a fake of Electron, its own Node and its own core, and a page
// that asks. Usage: NODE packed-shell-child.ts APP RESOURCES DATA. Writes one line of JSON, a `PackedAnswers`.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { desktop } from '../../src-shared/desktop/contract.ts'
import { newId } from '../../src-shared/ids.ts'
import { connect } from '../../src-shared/rpc/client.ts'
import { messagePort } from '../../src-shared/rpc/message-port.ts'
import { importDone } from './knowing-core.ts'
import { app, dialog, ipcMain, protocol, windows } from './packed-electron.ts'

export interface PackedAnswers {
  readonly info: unknown
  readonly page: { readonly status: number | undefined; readonly text: string | undefined }
  readonly preload: unknown
  readonly core: { readonly pid: number; readonly exe: string; readonly words: readonly string[] }
  /** Sockets that wait for TCP connections, of the shell, the core and its engines. */
  readonly listening: readonly string[]
  readonly text: string
  readonly sources: readonly { readonly document: string; readonly text: string }[]
  readonly exitCode: number | undefined
  readonly faults: readonly string[]
}

const [, , appPath = '', resourcesPath = '', data = ''] = process.argv
const electron = new URL('packed-electron.ts', import.meta.url).href
registerHooks({
  resolve: (name, context, next) => (name === 'electron' ? { url: electron, shortCircuit: true } : next(name, context)),
})
Object.assign(process, { resourcesPath })
process.env.HEARTH_DATA = data
await import(pathToFileURL(join(appPath, 'out', 'main', 'main.js')).href)

const page = connect(messagePort(ipcMain.handOver({ origin: 'hearth-app://page', parent: null }), { transfer: false }), desktop)
const info = await page.app.info(undefined)
await page.models.addDemo()
const [collectionId, jobId, replyId] = [newId(), newId(), newId()]
await page.collections.addSamples({ id: collectionId, name: 'Samples', job_id: jobId })
await importDone({ api: page }, jobId)
const asked = { conversation_id: newId(), message_id: newId(), reply_id: replyId, collection_ids: [collectionId] }
const events = await Array.fromAsync(page.chat.send({ ...asked, text: 'On which day is the water turned off?' }))
const reply = events.flatMap((event) => (event.type === 'done' ? [event.reply] : []))[0]
const shown = await protocol.get('hearth-app://page/')
const html = await shown?.text()
const core = coreProcess()
const listening = [process.pid, core.pid, ...childrenOf(core.pid)].flatMap(listenersOf)

app.emit('window-all-closed')
const exitCode = await app.exited()
const answers = {
  ...{ info, core, listening, exitCode, faults: dialog.faults, page: { status: shown?.status, text: html } },
  preload: windows[0]?.options.webPreferences?.preload,
  text: reply?.text ?? '',
  sources: (reply?.sources ?? []).map(({ document, text: passage }) => ({ document, text: passage })),
}
process.stdout.write(`${JSON.stringify(answers)}\n`)

/** The child that the shell says it started. */
function coreProcess(): PackedAnswers['core'] {
  const [, pid = ''] = /"pid":(\d+),"msg":"core started"/.exec(readFileSync(join(data, 'logs', 'window.log'), 'utf8')) ?? []
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean)
  return { pid: Number(pid), exe: readlinkSync(`/proc/${pid}/exe`), words }
}

function childrenOf(pid: number): number[] {
  const told = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '),
  )
  return told.map(Number).filter((child) => child > 0)
}

function listenersOf(pid: number): string[] {
  const listening = ['tcp', 'tcp6'].flatMap((table) =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state]) => state === '0A'),
  )
  const own = new Set(readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`)))
  return listening.filter((line) => own.has(`socket:[${line[9]}]`)).map(([, address]) => `${pid} ${address}`)
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
