/** Where the window finds the page; a scheme of our own, so that no site and no file shares its origin. */
export const pageScheme = 'hearth-app'
export const pageOrigin = `${pageScheme}://page`
export const pageAddress = `${pageOrigin}/`

/** Whether the address is one of our page. Node's URL knows no origin for a scheme of our own, so its parts are compared. */
export function isPageAddress(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && url.protocol === `${pageScheme}:` && url.host === 'page' && url.username === '' && url.password === ''
}
