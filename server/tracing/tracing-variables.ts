import { z } from 'zod'

/** `name=value,other=value`, with values encoded as in an address. */
const pairs = z.string().transform((written, context): Record<string, string> => {
  const split = written.split(',').filter((pair) => pair.trim() !== '')
  if (split.every((pair) => /^\s*[^\s=]+\s*=/.test(pair) && isEncoded(pair))) return Object.fromEntries(split.map(pairOf))
  context.addIssue({ code: 'custom', message: 'a list is needed, such as name=value,other=value' })
  return z.NEVER
})

function pairOf(pair: string): [string, string] {
  const at = pair.indexOf('=')
  return [pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())]
}

const isEncoded = (text: string): boolean => !/%(?![\da-f]{2})/i.test(text)

/** OpenTelemetry's own names and standards. Its other ones (of batches, limits, certificates) are not read. */
export const tracingVariables = {
  /** Of the collector; traces go to `/v1/traces` below it. Absent: no traces. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  /** Instead of it, as it is. */
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.url().optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.literal('http/json', 'only http/json is spoken here').optional(),
  OTEL_EXPORTER_OTLP_HEADERS: pairs.default({}),
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: pairs.optional(),
  OTEL_SERVICE_NAME: z.string().min(1).default('hearth-server'),
  OTEL_RESOURCE_ATTRIBUTES: pairs.default({}),
  OTEL_TRACES_EXPORTER: z.enum(['otlp', 'none']).default('otlp'),
  OTEL_TRACES_SAMPLER: z
    .enum([
      ...['always_on', 'always_off', 'traceidratio'],
      ...['parentbased_always_on', 'parentbased_always_off', 'parentbased_traceidratio'],
    ] as const)
    .default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  OTEL_SDK_DISABLED: z.stringbool({ truthy: ['true'], falsy: ['false'] }).default(false),
}
