import type { FastifyInstance } from 'fastify'
import { z } from 'zod'

const schemaLike = z.record(z.string(), z.unknown())
const content = z.object({
  content: z
    .object({ 'application/json': z.object({ schema: schemaLike }) })
    .partial()
    .optional(),
})
const operation = z.object({
  summary: z.string().default(''),
  tags: z.array(z.string()).default([]),
  security: z.array(z.unknown()).optional(),
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), required: z.boolean().default(false), schema: schemaLike }))
    .default([]),
  requestBody: content.optional(),
  responses: z.record(z.string(), content).default({}),
})
type Operation = z.infer<typeof operation>

const openApi = z.object({
  info: z.object({ title: z.string(), version: z.string(), description: z.string().default('') }),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.object({ schemas: z.record(z.string(), schemaLike).default({}) }),
})

/** `/docs`: the description as a page. No script, no font, no address of anybody else: it reads the same without a network. */
export function serveDocs(app: FastifyInstance): void {
  app.get('/docs', { config: { access: 'public' }, schema: { hide: true } }, async (_, reply) =>
    reply.type('text/html; charset=utf-8').send(docsPage(app.swagger())),
  )
}

export function docsPage(described: unknown): string {
  const { info, paths, components } = openApi.parse(described)
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, each]) => ({ path, method, ...each })),
  )
  const groups = Map.groupBy(operations, ({ tags }) => tags[0] ?? 'other')
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${html(info.title)}</title><style>${style}</style></head><body><main>
<h1>${html(info.title)} <small>${html(info.version)}</small></h1><p>${html(info.description)} <a href="/openapi.json">OpenAPI 3.1</a></p>
${[...groups].map(([tag, all]) => `<h2>${html(tag)}</h2>${all.map(shownOperation).join('')}`).join('')}
<h2>Schemas</h2>${Object.entries(components.schemas).map(shownSchema).join('')}
</main></body></html>`
}

function shownOperation({
  path,
  method,
  summary,
  security,
  parameters,
  requestBody,
  responses,
}: Operation & { path: string; method: string }): string {
  const parts = [
    ...parameters.map(({ name, in: where, schema }) => `<h4>${html(name)} <small>in ${html(where)}</small></h4>${json(schema)}`),
    ...(schemaOf(requestBody) === undefined ? [] : [`<h4>Body</h4>${json(schemaOf(requestBody))}`]),
    ...Object.entries(responses).map(([status, response]) => `<h4>${html(status)}</h4>${json(schemaOf(response) ?? {})}`),
  ]
  const who = security === undefined ? 'public' : 'signed in'
  return `<details><summary><b>${html(method.toUpperCase())}</b> <code>${html(path)}</code> <span>${html(summary)}</span> <small>${who}</small></summary>${parts.join('')}</details>`
}

const schemaOf = (from: z.infer<typeof content> | undefined) => from?.content?.['application/json']?.schema

const shownSchema = ([name, schema]: [string, unknown]): string =>
  `<details><summary><code>${html(name)}</code></summary>${json(schema)}</details>`

const json = (value: unknown): string => `<pre>${html(JSON.stringify(value, null, 2))}</pre>`

const html = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)

const style = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:0}main{max-width:56rem;margin:0 auto;padding:2rem 1rem}
small,summary span{opacity:.7}details{border-bottom:1px solid color-mix(in srgb,currentColor 15%,transparent);padding:.4rem 0}
summary{cursor:pointer}summary b{display:inline-block;width:4.5rem}h2{margin:2rem 0 .5rem;text-transform:capitalize}h4{margin:.8rem 0 .2rem}
pre{overflow:auto;padding:.7rem;border-radius:6px;background:color-mix(in srgb,currentColor 6%,transparent);font-size:13px;margin:0}`
