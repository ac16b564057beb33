import type { AppInfo } from '../../src-shared/desktop/app.ts'
import { storeNotice } from '../../src-shared/desktop/notices.ts'
import type { Page } from '../create-page.ts'

/** What is worth a look and no reason to act. */
const passing = new Set<string>([storeNotice.migrated, storeNotice.interrupted])

/** Says what the core found out at its start; each thing once, however often the page connects. */
export function createNoticeTeller({ toasts }: Pick<Page, 'toasts'>): (notices: AppInfo['notices']) => void {
  const told = new Set<string>()
  return (notices) => {
    for (const notice of notices) {
      const key = JSON.stringify(notice)
      if (told.has(key)) continue
      told.add(key)
      toasts.getState().show({ kind: passing.has(notice.code) ? 'notice' : 'error', fault: notice })
    }
  }
}
