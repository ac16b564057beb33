import { llama } from '../../src-shared/engine/llama.ts'
import { createLlama } from './llama.ts'
import { serveChild } from './serve-child.ts'

serveChild({ llama }, { llama: createLlama() })
