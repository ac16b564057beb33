import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** By which `@electron/fuses` finds the fuses of a binary: then follow the version, their number and one sign for each. */
const fuses = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u0009101100101'

/** What electron-builder reads, moves or deletes of an unpacked distribution for Linux. */
const files: Readonly<Record<string, string>> = {
  electron: `#!/bin/sh\nexit 0\n${fuses}\n`,
  'chrome-sandbox': '',
  version: '45.4.1',
  LICENSE: 'Of Electron.',
  'LICENSES.chromium.html': 'Of Chromium.',
  ...Object.fromEntries(['de', 'en-GB', 'en-US', 'fr', 'zh-CN'].map((language) => [`locales/${language}.pak`, language])),
}

/** A folder in the shape of Electron's distribution, whose program ends at once. Electron's own is not at hand everywhere. */
export function standInElectron(folder: string): string {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text, { mode: 0o755 })
  }
  return folder
}
