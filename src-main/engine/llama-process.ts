import { lifecycle } from '../../src-shared/engine/lifecycle.ts'
import { llama } from '../../src-shared/engine/llama.ts'
import { createLlama } from './llama.ts'
import { lifecycleHandlers, serveChild } from './serve-child.ts'

serveChild({ lifecycle, llama }, { lifecycle: lifecycleHandlers, llama: createLlama() })
