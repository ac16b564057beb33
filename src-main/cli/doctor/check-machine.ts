import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { startError } from '../../../src-shared/desktop/app.ts'
import { bytesInWords } from '../../../src-shared/errors/byte-words.ts'
import { errorSentence } from '../../../src-shared/errors/error-sentence.ts'
import { freeBytes } from '../../db/reserve.ts'
import type { Finding } from './finding.ts'

const leastNode = 24
/** Answers and their backups need little; a model needs much more and says so itself. */
const littleSpaceBytes = 1_000_000_000
const noSpaceBytes = 50_000_000

/** Looks, and changes nothing. */
export function checkMachine(dataFolder: string): Finding[] {
  const folder = checkFolder(dataFolder)
  return [checkNode(), folder, ...(folder.state === 'wrong' ? [] : [checkSpace(dataFolder)])]
}

function checkNode(): Finding {
  const { node } = process.versions
  if (Number.parseInt(node, 10) >= leastNode) return { check: 'node', state: 'ok', message: `Node ${node}` }
  return {
    check: 'node',
    state: 'wrong',
    message: `Node ${node} is too old. Start Hearth with npm run hearth, which brings its own.`,
  }
}

function checkFolder(dataFolder: string): Finding {
  const isThere = existsSync(dataFolder)
  try {
    const place = nearestFolder(dataFolder)
    if (!statSync(place).isDirectory()) throw new Error('Not a folder')
    accessSync(place, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    const message = errorSentence({ code: startError.readOnly, data: { folder: dataFolder } })
    return { check: 'folder', state: 'wrong', message }
  }
  return {
    check: 'folder',
    state: 'ok',
    message: isThere ? `Data folder ${dataFolder}` : `${dataFolder} is made at the first start`,
  }
}

const nearestFolder = (path: string): string => (existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path)))

function checkSpace(dataFolder: string): Finding {
  const free = freeBytes(nearestFolder(dataFolder))
  const message = `${bytesInWords(free)} are free on its disk`
  if (free < noSpaceBytes) return { check: 'space', state: 'wrong', message: `Only ${message}. Free some space.` }
  if (free < littleSpaceBytes) return { check: 'space', state: 'note', message: `Only ${message}. Backups and models need more.` }
  return { check: 'space', state: 'ok', message }
}
