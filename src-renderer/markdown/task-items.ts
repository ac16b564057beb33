import type { MarkdownIt } from 'markdown-it'

/** "[ ] …" and "[x] …" at the beginning of a list item become a box that shows whether it is done. */
export function addTaskItems(parser: MarkdownIt): void {
  parser.core.ruler.after('inline', 'task_items', ({ tokens, Token }) => {
    for (const [index, token] of tokens.entries()) {
      const first = token.children?.[0]
      const isItem = token.type === 'inline' && tokens[index - 2]?.type === 'list_item_open'
      const mark = isItem && first?.type === 'text' ? /^\[([ xX])\]\s+/.exec(first.content) : null
      if (!mark || !first) continue
      first.content = first.content.slice(mark[0].length)
      const box = new Token('task_box', '', 0)
      box.content = mark[1] === ' ' ? '' : 'x'
      token.children?.unshift(box)
    }
  })
}
