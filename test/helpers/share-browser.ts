import { afterAll } from 'vitest'
import { closeSharedBrowser, shareBrowser } from './lend-browser.ts'

// Before each file of the browser tests: to start Chromium takes as long as many a test.
shareBrowser()
afterAll(closeSharedBrowser)
