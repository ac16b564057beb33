import markdownIt from 'markdown-it'

/**
 * `html: false`: tags in an answer are text. Nesting is bounded, so that hostile text cannot exhaust the stack of the
 * renderer, which goes one level deeper for each.
 */
export const markdownParser = markdownIt({ html: false, linkify: true, typographer: false, maxNesting: 40 })
