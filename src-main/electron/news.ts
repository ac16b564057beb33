import { Notification } from 'electron'
import type { WindowRequest } from '../../src-shared/desktop/window.ts'
import type { ShellNews } from '../../src-shared/shell/shell.ts'
import type { ShellWords } from './shell-words.ts'

export interface NewsDeps {
  readonly isInFront: () => boolean
  readonly words: () => ShellWords
  /** Shows the window and does it. */
  readonly perform: (request: WindowRequest) => void
}

const longestTitle = 120

/** Tells what ended, unless the person is looking; a click leads there. */
export function createNews({ isInFront, words, perform }: NewsDeps): (news: ShellNews) => void {
  // One that is not held is collected, and its click with it.
  const shown = new Set<Notification>()
  return (news) => {
    if (isInFront() || !Notification.isSupported()) return
    const notification = new Notification(textOf(news, words()))
    notification.on('click', () => {
      shown.delete(notification)
      perform(placeOf(news))
    })
    notification.on('close', () => shown.delete(notification))
    shown.add(notification)
    notification.show()
  }
}

const placeOf = (news: ShellNews): WindowRequest =>
  news.kind === 'answer' ? { kind: 'chat', conversation_id: news.conversation_id } : { kind: 'page', page: 'knowledge' }

function textOf(news: ShellNews, words: ShellWords): { readonly title: string; readonly body: string } {
  if (news.kind === 'answer') return { title: news.is_whole ? words.answerReady : words.answerBroken, body: oneLine(news.title) }
  return { title: words.importReady(news.done), body: news.failed > 0 ? words.importFailed(news.failed) : '' }
}

/** Titles are made from what was asked, so nothing in them may break the line, turn it round or hide. */
const oneLine = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, longestTitle)
