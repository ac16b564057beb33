import { answerPage } from '../core/page-files.ts'
import { isPageAddress, pageScheme } from './page-address.ts'

/** To be registered before the app is ready. A secure origin like https, which nothing but our files comes from. */
export const pageSchemeOptions = {
  scheme: pageScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
}

/** Answers the page's scheme from the folder of the built page. */
export function createPageProtocol(pageFolder: string) {
  return async ({ method, url }: Pick<Request, 'method' | 'url'>): Promise<Response> => {
    const pathname = isPageAddress(url) ? new URL(url).pathname : '\0'
    const { status, headers, content } = await answerPage(pageFolder, { method, pathname })
    return new Response(content, { status, headers })
  }
}
