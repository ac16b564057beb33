import { attributeOf, findElement, type HtmlNode, tagOf, walk } from './html-node.ts'

/** Never content, wherever they stand. */
const droppedTags = new Set(
  'script style noscript template svg iframe object embed canvas audio video head nav button select input textarea datalist dialog map'.split(
    ' ',
  ),
)
const chromeRoles = new Set([
  'navigation',
  'banner',
  'contentinfo',
  'search',
  'menu',
  'menubar',
  'toolbar',
  'dialog',
  'alertdialog',
])
const chromeClasses = new Set(
  (
    'headerlink anchorlink heading-anchor hash-link linenos linenodiv lineno line-numbers-rows gutter sphinxsidebar related breadcrumb ' +
    'breadcrumbs skip-link skip-to-content sr-only visually-hidden screen-reader-text mw-editsection noprint cookie-banner share-buttons'
  ).split(' '),
)
/** Containers that are left out when they hold little but links. */
const linkLists =
  /(?:^|[-_ ])(?:toc|toctree|contents|sidebar|side-bar|menu|nav|navbar|navigation|pagination|prev-next|topnav|header|footer)(?:$|[-_ 0-9])/i
const anchorSigns = new Set(['#', '↑', '¶', '§', '🔗', '\u{f0c1}', 'permalink'])

/** Navigation, controls and decoration: what is around the content of a page and not part of it. */
export function isChrome(node: HtmlNode): boolean {
  const tag = tagOf(node)
  if (isUnseen(node) || chromeRoles.has(attributeOf(node, 'role'))) return true
  const names = attributeOf(node, 'class')
  if (names !== '' && names.split(/\s+/).some((name) => chromeClasses.has(name))) return true
  if (tag === 'a') return isAnchorSign(node)
  if (tag === 'h1') return isMasthead(node)
  if (tag === 'header' || tag === 'footer' || tag === 'aside') return isPageFrame(node)
  return linkLists.test(`${names.slice(0, 200)} ${attributeOf(node, 'id').slice(0, 100)}`) && isMostlyLinks(node)
}

/** What nobody sees, in whatever the page is part of: a book and a message have no navigation around them, but notes that look like it. */
export const isUnseen = (node: HtmlNode): boolean => droppedTags.has(tagOf(node)) || isHidden(node)

const isHidden = (node: HtmlNode): boolean =>
  node.getAttribute?.('hidden') != null ||
  attributeOf(node, 'aria-hidden') === 'true' ||
  /display\s*:\s*none/i.test(attributeOf(node, 'style').slice(0, 500))

function isAnchorSign(node: HtmlNode): boolean {
  const only = node.firstChild
  return only?.nodeType === 3 && !only.nextSibling && anchorSigns.has((only.data ?? '').trim().toLowerCase())
}

/** The name of the site, linked to its first page, in the place of the page's own heading. */
function isMasthead(node: HtmlNode): boolean {
  const only = node.firstChild
  return (
    only !== null &&
    !only.nextSibling &&
    tagOf(only) === 'a' &&
    /(?:^|\/)(?:index\.html?)?$/.test(attributeOf(only, 'href').trim())
  )
}

/** A header, footer or aside of the page, not of an article in it. One that holds the main heading is content. */
function isPageFrame(node: HtmlNode): boolean {
  for (let parent = node.parentNode; parent; parent = parent.parentNode) {
    if (['main', 'article', 'section', 'blockquote', 'figure'].includes(tagOf(parent))) return false
    if (attributeOf(parent, 'role') === 'main') return false
  }
  return !findElement(node, (inner) => tagOf(inner) === 'h1')
}

function isMostlyLinks(node: HtmlNode): boolean {
  let links = 0
  let linked = 0
  let all = 0
  walk(node, {
    open(inner) {
      if (tagOf(inner) === 'a') links++
      return true
    },
    close(inner) {
      if (tagOf(inner) === 'a') links--
    },
    text({ data = '' }) {
      const length = data.trim().length
      all += length
      if (links > 0) linked += length
    },
  })
  return all > 0 && linked > all * 0.6
}
