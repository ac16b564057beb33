// Hearth as `npm start` runs it, but for the words of its answers: they come at a set pace. Takes the same arguments.
import { llamaChild } from '../../src-main/engine/llama-child.ts'

Object.assign(llamaChild, { entry: new URL('./paced-process.ts', import.meta.url) })
await import('../../scripts/start.ts')
