import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { readConfig } from '../../server/config.ts'
import { filesIn, readYaml, root } from '../helpers/server/deployment-files.ts'
import { openTestServer } from '../helpers/server/open-test-server.ts'
import { readExposition } from '../helpers/server/read-exposition.ts'
import { startServer } from '../helpers/server/start-server.ts'
import { tempFolder } from '../helpers/temp-folder.ts'

const server = await openTestServer({
  environment: { STRIPE_API_KEY: 'sk_test_none', STRIPE_WEBHOOK_SECRET: 'whsec_none' },
})
afterAll(() => server[Symbol.asyncDispose]())
const exposed = readExposition((await server.call('GET /metrics')).text).names

/** Labels and functions of a query are no metrics; what follows `by` and stands in braces is left out. */
function metricsIn(query: string): string[] {
  const bare = query.replace(/\{\{?[^}]*\}?\}/g, '').replace(/\b(?:by|on|ignoring|without)\s*\([^)]*\)/g, '')
  return [...bare.matchAll(/\b[a-z]\w*(?::\w+)*\b(?!\s*\()/g)]
    .map(([name]) => name)
    .filter((name) => /[_:]/.test(name) && name !== 'group_left')
    .map((name) => name.replace(/_(?:bucket|sum|count)$/, ''))
}

const panel = z.object({
  title: z.string().min(1),
  gridPos: z.object({ h: z.int(), w: z.int(), x: z.int().min(0), y: z.int().min(0) }),
  targets: z.array(z.object({ refId: z.string(), expr: z.string().min(1) })).min(1),
})
const dashboard = z.object({ uid: z.string(), title: z.string(), panels: z.array(panel).min(4) })

describe('the dashboards', () => {
  const dashboards = filesIn('deploy/grafana/dashboards').map(({ text }) => dashboard.parse(JSON.parse(text)))

  test('are the four of the reference, each under a name of its own', () => {
    expect(dashboards.map(({ title }) => title).toSorted()).toEqual(['AI models', 'Billing', 'Databases', 'System overview'])
    expect(new Set(dashboards.map(({ uid }) => uid)).size).toBe(4)
  })

  test.each(dashboards)('$title asks for metrics that the server has, and no panel lies on another', ({ panels }) => {
    const asked = panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsIn(expr)))
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, n) => `${x + (n % w)},${y + Math.floor(n / w)}`),
    )

    expect(asked.length).toBeGreaterThanOrEqual(panels.length - 1)
    expect(asked.filter((name) => !exposed.includes(name))).toEqual([])
    expect(new Set(cells).size).toBe(cells.length)
    for (const { gridPos } of panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24)
  })
})

const rule = z.union([
  z.strictObject({ record: z.string(), expr: z.string() }),
  z.strictObject({
    ...{ alert: z.string(), expr: z.string(), for: z.string().optional() },
    labels: z.strictObject({ severity: z.enum(['warning', 'critical']) }),
    annotations: z.strictObject({ summary: z.string() }),
  }),
])
const rules = z.object({ groups: z.array(z.strictObject({ name: z.string(), rules: z.array(rule) })) })

test('the rules of Prometheus ask for metrics that the server has, or that another rule records', () => {
  const all = rules.parse(readYaml('deploy/prometheus/rules.yml')[0]).groups.flatMap((group) => group.rules)
  const recorded = all.flatMap((each) => ('record' in each ? [each.record] : []))
  const asked = all.flatMap(({ expr }) => metricsIn(expr))

  expect(asked.length).toBeGreaterThan(10)
  expect(asked.filter((name) => !exposed.includes(name) && !recorded.includes(name))).toEqual([])
})

const selector = z.object({ matchLabels: z.object({ app: z.string() }) })
const probe = z.object({ httpGet: z.object({ path: z.string(), port: z.literal('http') }) })
const container = z.object({
  envFrom: z.array(z.object({ configMapRef: z.object({ name: z.string() }) })),
  env: z.array(z.object({ name: z.string(), value: z.string() })),
  ...{ startupProbe: probe, livenessProbe: probe, readinessProbe: probe },
  resources: z.object({ requests: z.object({ cpu: z.string(), memory: z.string() }), limits: z.object({ memory: z.string() }) }),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
  securityContext: z.object({ readOnlyRootFilesystem: z.literal(true), allowPrivilegeEscalation: z.literal(false) }),
})
const deployment = z.object({
  metadata: z.object({ name: z.string() }),
  spec: z.object({
    selector,
    template: z.object({
      metadata: z.object({ labels: z.object({ app: z.string() }) }),
      spec: z.object({
        terminationGracePeriodSeconds: z.int(),
        containers: z.tuple([container]),
        volumes: z.array(z.object({ name: z.string() })),
      }),
    }),
  }),
})

describe('on Kubernetes', () => {
  const { metadata, spec } = deployment.parse(readYaml('deploy/kubernetes/deployment.yaml')[0])
  const [container] = spec.template.spec.containers
  const { data } = z.object({ data: z.record(z.string(), z.string()) }).parse(readYaml('deploy/kubernetes/config.yaml')[0])

  test('what names the processes finds them: service, autoscaling, budget', () => {
    const [service, autoscaling, budget] = ['service', 'autoscaling', 'disruption-budget'].map(
      (name) => readYaml(`deploy/kubernetes/${name}.yaml`)[0],
    )
    const { app } = spec.template.metadata.labels

    expect(spec.selector.matchLabels.app).toBe(app)
    expect(service).toMatchObject({ spec: { selector: { app }, ports: [{ targetPort: 'http' }] } })
    expect(autoscaling).toMatchObject({ spec: { scaleTargetRef: { kind: 'Deployment', name: metadata.name } } })
    expect(budget).toMatchObject({ spec: { minAvailable: 2, selector: { matchLabels: { app } } } })
  })

  test('every file is applied, and every volume is there', () => {
    const { resources } = z.object({ resources: z.array(z.string()) }).parse(readYaml('deploy/kubernetes/kustomization.yaml')[0])
    const files = filesIn('deploy/kubernetes').map(({ path }) => path.split('/').at(-1))
    const volumes = spec.template.spec.volumes.map(({ name }) => name)

    expect([...resources, 'kustomization.yaml'].toSorted()).toEqual(files.toSorted())
    expect(container.volumeMounts.map(({ name }) => name).toSorted()).toEqual(volumes.toSorted())
  })

  test('a process is alive while it answers, and ready only with its database; it has the time to finish what runs', () => {
    expect(container.livenessProbe.httpGet.path).toBe('/health')
    expect(container.startupProbe.httpGet.path).toBe('/health')
    expect(container.readinessProbe.httpGet.path).toBe('/ready')
    expect(spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(12)
  })

  test('the server understands its configuration, and every secret comes from a file', () => {
    using folder = tempFolder()
    const secret = join(folder.path, 'secret')
    cpSync(join(root, 'package.json'), secret)
    const files = container.env.filter(({ name }) => name.endsWith('_FILE')).map(({ name }) => [name, secret])

    const config = readConfig({ environment: { ...data, ...Object.fromEntries(files) } })

    expect(files).toHaveLength(container.env.length)
    expect([config.postgresUrl, config.redisUrl, config.mongo, config.scylla].map((each) => each !== undefined)).toEqual([
      ...[true, true, true, true],
    ])
    expect(config.erasureListFile).toMatch(/^\/erasures\//)
    expect(container.volumeMounts.map(({ mountPath }) => mountPath)).toContain('/erasures')
  })
})

const composed = z.object({
  services: z.record(
    z.string(),
    z.object({
      image: z.string().optional(),
      environment: z.record(z.string(), z.string()).optional(),
      volumes: z.array(z.string()).optional(),
      ports: z.array(z.string()).optional(),
    }),
  ),
  volumes: z.record(z.string(), z.null()),
})

describe('compose.yaml', () => {
  const { services, volumes } = composed.parse(readYaml('compose.yaml')[0])

  test('starts the server, its four databases, its mail, and what looks at it', () => {
    expect(Object.keys(services)).toEqual(
      expect.arrayContaining(['server', 'postgres', 'mongodb', 'redis', 'scylla', 'mail', 'prometheus', 'grafana']),
    )
    const environment = Object.fromEntries(
      Object.entries(services.server?.environment ?? {}).map(([name, value]) => [
        name,
        value.replace(/\$\{.*\}/, 'x'.repeat(32)),
      ]),
    )
    expect(readConfig({ environment }).scylla?.contactPoints).toEqual(['scylla'])
  })

  test('nothing of it is open to other machines, and every volume is there', () => {
    const mounted = Object.values(services).flatMap((service) => (service.volumes ?? []).map((each) => each.split(':')[0] ?? ''))

    for (const { ports = [] } of Object.values(services)) for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/)
    expect(mounted.filter((name) => !name.startsWith('./')).toSorted()).toEqual(Object.keys(volumes).toSorted())
    for (const path of mounted.filter((name) => name.startsWith('./')))
      expect(readdirSync(join(root, path)).length).toBeGreaterThan(0)
  })
})

test('what the image copies is all that the server needs', async () => {
  using folder = tempFolder()
  const copied = [...readFileSync(join(root, 'server/Dockerfile'), 'utf8').matchAll(/^COPY (?!--from)(?!package)(\S+) \S+$/gm)]
  const paths = copied.map(([, path = '']) => path).filter((path) => path !== 'server/package.json')
  const ignored = readFileSync(join(root, 'server/Dockerfile.dockerignore'), 'utf8').split('\n')
  for (const path of paths) cpSync(join(root, path), join(folder.path, 'app', path), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder.path, 'app', 'node_modules'))

  await using process = await startServer({
    ...{ data: join(folder.path, 'data'), main: join(folder.path, 'app', 'server/main.ts') },
  })

  expect((await fetch(`${process.url}/ready`)).status).toBe(200)
  for (const path of paths) expect(ignored).toContain(`!${path}`)
})
