import { writeFileSync } from 'node:fs'
import { compileKernel, kernelBinary } from './compile-kernel.ts'

// Usage: npm run build:kernel. Compiles the vector index's kernel; the result is committed, and a test compiles it again and compares.
writeFileSync(kernelBinary, await compileKernel())
