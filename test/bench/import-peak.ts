import { readdirSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { createParserEngine, parserChild } from '../../src-main/engine/parser-engine.ts'
import { createSupervised } from '../../src-main/engine/supervise.ts'

export interface Peak {
  readonly name: string
  readonly megabytes: number
  readonly characters: number
}

const quiet = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** The most memory a child of its own takes to read a file to its end. Linux. */
export async function parserPeak(path: string): Promise<Peak> {
  await using supervised = createSupervised({ ...parserChild, log: quiet })
  const { parse } = createParserEngine({ supervised })
  let characters = 0
  let megabytes = 0
  for await (const part of parse({ path, name: basename(path) }, new AbortController().signal)) {
    if (part.part === 'text') characters += part.text.length
    if (part.part === 'end') megabytes = Math.max(...parserPids().map(peakOf))
  }
  return { name: basename(path), megabytes, characters }
}

function parserPids(): number[] {
  const children = readdirSync('/proc/self/task').flatMap((task) => read(`/proc/self/task/${task}/children`).split(' '))
  return children.filter((pid) => pid !== '' && read(`/proc/${pid}/cmdline`).includes('parser-process')).map(Number)
}

const peakOf = (pid: number): number =>
  Math.round(Number(/^VmHWM:\s+(\d+) kB/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024)

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
