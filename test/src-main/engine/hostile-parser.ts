// A parser child that does what a document might make one do; the file's name says what.
import { spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect, Socket } from 'node:net'
import { dlopen } from 'node:process'
import { refuseNetwork } from '../../../src-main/engine/refuse-network.ts'
import { serveChild } from '../../../src-main/engine/serve-child.ts'
import { type DocumentPart, parser } from '../../../src-shared/engine/parser.ts'

const deeds: Readonly<Record<string, () => Promise<string> | string>> = {
  good: () => 'good',
  loop() {
    for (;;);
  },
  async buffers() {
    const kept: Buffer[] = []
    for (;;) {
      kept.push(Buffer.alloc(8 * 1024 * 1024, 1))
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  },
  heap() {
    const kept: object[] = []
    for (;;) kept.push({ at: kept.length, more: [kept.length] })
  },
  escape: tryToEscape,
}

refuseNetwork()
serveChild(
  { parser },
  {
    parser: {
      async *parse({ name }): AsyncGenerator<DocumentPart> {
        yield { part: 'head', kind: 'text', title: null }
        const text = (await deeds[name]?.()) ?? ''
        yield { part: 'text', text, pages: [], headings: [], blocks: [], places: [] }
        yield { part: 'end', warnings: [] }
      },
    },
  },
)

async function tryToEscape(): Promise<string> {
  const tries: Readonly<Record<string, () => unknown>> = {
    fetch: () => fetch('http://127.0.0.1:9'),
    webSocket: () => new WebSocket('ws://127.0.0.1:9'),
    connect: () => connect(9, '127.0.0.1'),
    socket: () => new Socket().connect(9, '127.0.0.1'),
    http: () => request('http://127.0.0.1:9'),
    lookup: () => lookup('localhost'),
    datagram: () => createSocket('udp4'),
    write: () => writeFileSync(`${import.meta.dirname}/written-by-a-parser`, ''),
    spawn: () => failed(spawnSync(process.execPath, ['--version']).error),
    binding: () => dlopen({ exports: {} }, 'nothing.node'),
  }
  const results: Record<string, string> = {}
  for (const [name, attempt] of Object.entries(tries)) {
    try {
      await attempt()
      results[name] = 'worked'
    } catch {
      results[name] = 'refused'
    }
  }
  return JSON.stringify(results)
}

function failed(error: Error | undefined): void {
  if (error !== undefined) throw error
}
