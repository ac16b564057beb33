import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import helmet, { type HelmetOptions } from 'helmet'
import { z } from 'zod'

const headers = z.record(z.string(), z.string())

/** What helmet says of every answer, asked once: it is the same each time, and its plugin puts it together for each request anew. */
export function safeHeaders(options: HelmetOptions): Readonly<Record<string, string>> {
  const request = new IncomingMessage(new Socket())
  const response = new ServerResponse(request)
  helmet(options)(request, response, (error) => {
    if (error !== undefined) throw error
  })
  return headers.parse({ ...response.getHeaders() })
}
