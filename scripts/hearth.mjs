#!/usr/bin/env node
import { runPinned } from './run-pinned.mjs'

runPinned('src-main/cli/main.ts')
