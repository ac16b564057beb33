import type { Config, ConfigSources } from '../config.ts'
import type { SamplerName } from './sampler.ts'
import type { Tracing } from './tracing.ts'

export interface TracingSettings {
  readonly url: string
  readonly headers: Record<string, string>
  readonly attributes: Record<string, string>
  readonly sampler: SamplerName
  /** Of those samplers that have one. */
  readonly ratio: number
}

export type CreateTracing = (settings: TracingSettings) => Tracing

const addresses = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']

/** Asked before anything is read: what makes traces is loaded only where they go somewhere. */
export const wantsTraces = (environment: ConfigSources['environment']): boolean =>
  environment.OTEL_SDK_DISABLED !== 'true' &&
  environment.OTEL_TRACES_EXPORTER !== 'none' &&
  addresses.some((name) => Boolean(environment[name]) || Boolean(environment[`${name}_FILE`]))

/** Undefined unless OpenTelemetry's variables say where traces go. */
export function openTracing(config: Config, create: CreateTracing | undefined): Tracing | undefined {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: whole } = config
  const url = whole ?? (base === undefined ? undefined : `${base.replace(/\/$/, '')}/v1/traces`)
  if (url === undefined) return undefined
  return create?.({
    url,
    headers: config.OTEL_EXPORTER_OTLP_TRACES_HEADERS ?? config.OTEL_EXPORTER_OTLP_HEADERS,
    attributes: { ...config.OTEL_RESOURCE_ATTRIBUTES, 'service.name': config.OTEL_SERVICE_NAME },
    ...{ sampler: config.OTEL_TRACES_SAMPLER, ratio: config.OTEL_TRACES_SAMPLER_ARG },
  })
}
