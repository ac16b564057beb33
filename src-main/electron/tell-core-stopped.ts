import type { Dialog } from 'electron'
import type { CoreExit } from './core-process.ts'

/** Shows that the core stopped again and again. True when it is to be started once more. */
export async function tellCoreStopped(dialog: Pick<Dialog, 'showMessageBox'>, exit: CoreExit): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: 'Hearth’s core stopped several times.',
    detail: `What was saved is safe. Start it again, or end Hearth and look into logs/hearth.log in its data folder.\n\n${exit.tail.slice(-5).join('\n')}`,
    buttons: ['Start again', 'End Hearth'],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  })
  return response === 0
}
