import { startBrowserShell } from '../src-main/browser/main.ts'
import { buildPage, pageFolder } from './build-page.ts'
import { chooseShell } from './choose-shell.ts'
import { startElectron } from './start-electron.ts'

const tell = (text: string): void => void process.stderr.write(`${text}\n`)

// Whoever started us is gone: end in order, with the database closed. Listening alone must not keep us from ending.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()

buildPage(tell)
const args = process.argv.slice(2)
const { shell, reason } = chooseShell(args)
tell(`Opening in ${shell === 'electron' ? 'its window' : 'the browser'}: ${reason}`)
if (shell === 'electron') startElectron(args)
if (shell === 'browser') await startBrowserShell({ args, pageFolder })
