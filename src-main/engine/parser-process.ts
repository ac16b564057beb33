import { parser } from '../../src-shared/engine/parser.ts'
import { parseDocument } from '../knowledge/parse/parse-document.ts'
import { refuseNetwork } from './refuse-network.ts'
import { serveChild } from './serve-child.ts'

refuseNetwork()
serveChild({ parser }, { parser: { parse: parseDocument } })
