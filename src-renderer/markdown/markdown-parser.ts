import markdownIt from 'markdown-it'
import { boundInline } from './bound-inline.ts'
import { addMath } from './math-rules.ts'
import { addTaskItems } from './task-items.ts'

/**
 * `html: false`: tags in an answer are text. Nesting is bounded, so that hostile text cannot exhaust the stack of the
 * renderer, which goes one level deeper for each.
 */
export const markdownParser = markdownIt({ html: false, linkify: true, typographer: false, maxNesting: 40 })
  .use(boundInline)
  .use(addMath)
  .use(addTaskItems)
