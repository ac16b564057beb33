import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'
import { z } from 'zod'

const value = z
  .object({ stringValue: z.string(), intValue: z.coerce.number(), doubleValue: z.number(), boolValue: z.boolean() })
  .partial()
  .transform((each) => each.stringValue ?? each.intValue ?? each.doubleValue ?? each.boolValue)
const attributes = z
  .array(z.object({ key: z.string(), value }))
  .default([])
  .transform((list) => Object.fromEntries(list.map(({ key, value }) => [key, value])))

const span = z.object({
  ...{ traceId: z.string(), spanId: z.string(), parentSpanId: z.string().optional(), name: z.string(), kind: z.int() },
  ...{ startTimeUnixNano: z.coerce.bigint(), endTimeUnixNano: z.coerce.bigint(), attributes },
  status: z.object({ code: z.int().optional() }).optional(),
})
export type CaughtSpan = z.infer<typeof span>

/** ExportTraceServiceRequest of OTLP, as JSON. */
const exported = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
})

export interface TraceCatcher extends AsyncDisposable {
  readonly url: string
  readonly spans: readonly CaughtSpan[]
  readonly resources: readonly Readonly<Record<string, unknown>>[]
  /** Of each request: its path, and its headers. */
  readonly asked: readonly { readonly path: string; readonly headers: IncomingHttpHeaders }[]
  /** As it came over the wire. */
  text(): string
}

/** A collector that takes everything: OTLP over HTTP, on a real socket. */
export async function catchTraces(): Promise<TraceCatcher> {
  const spans: CaughtSpan[] = []
  const resources: Record<string, unknown>[] = []
  const asked: { path: string; headers: IncomingHttpHeaders }[] = []
  const bodies: string[] = []
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await json(request)
    bodies.push(JSON.stringify(body))
    asked.push({ path: request.url ?? '', headers: request.headers })
    for (const { resource, scopeSpans } of exported.parse(body).resourceSpans) {
      resources.push(resource.attributes)
      spans.push(...scopeSpans.flatMap((scope) => scope.spans))
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  }
  const server = createServer((request, response) => void take(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    ...{ url: `http://127.0.0.1:${port}`, spans, resources, asked, text: () => bodies.join('\n') },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
