import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { z } from 'zod'
import { writeDemoModel } from '../../src-main/models/demo/write-demo-model.ts'
import { root } from '../root.ts'

export interface SchemaServer {
  readonly url: string
  /** Made before it started. */
  readonly admin: Account
  stop(): Promise<void>
}

export interface Account {
  readonly email: string
  readonly password: string
}

const main = join(root, 'server/main.ts')
const firstLine = z.object({ url: z.string() })
const made = z.object({ password: z.string() })

/** Nothing slows requests down or costs money; tokens live as long as they may; answers are short. */
const environment = {
  ...{ ENABLE_RATE_LIMITING: 'false', HEARTH_PLANS_WITHOUT_PAYMENT: 'true', HEARTH_MAX_EVENT_LOOP_DELAY_MS: '0' },
  ...{ JWT_EXPIRATION_MINUTES: '60', HEARTH_SERVER_LOG_LEVEL: 'error' },
  ...{ MODEL_DEVICE: 'cpu', HEARTH_CHAT_ANSWER_TOKENS: '16', HEARTH_MODEL_CONTEXT: '16384' },
}

/** A process of its own on an empty folder, with an administrator and a model that answers. Its stderr, where faults stand, is shown. */
export async function startServer(folder: string): Promise<SchemaServer> {
  const GENERATION_MODEL = join(folder, 'demo.gguf')
  await writeDemoModel(GENERATION_MODEL)
  const env = { PATH: process.env.PATH ?? '', ...environment, GENERATION_MODEL }
  const email = 'admin@example.org'
  const command = [main, '--data', folder, 'admin', 'create-admin', email]
  const { stdout } = await promisify(execFile)(process.execPath, command, { env })
  const { password } = made.parse(JSON.parse(stdout))
  const child = spawn(process.execPath, [main, '--json', '--port', '0', '--data', folder], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stderr.on('data', (text: Buffer) => process.stderr.write(shown(String(text))))
  const lines = createInterface({ input: child.stdout })
  const [line] = await once(lines, 'line')
  const { url } = firstLine.parse(JSON.parse(String(line)))
  return {
    url,
    admin: { email, password },
    async stop() {
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

/** Letters are shown where there is no mail server, and there are many of them here. */
const shown = (text: string): string =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => `${line}\n`)
    .join('')
