const foundations = ['core', 'db', 'engine', 'network', 'rpc', 'electron', 'browser', 'cli']
const feature = `^src-main/(?!(?:${foundations.join('|')})/)([^/]+)/`
const engineAdapter = '^src-main/engine/(?:(?:llama|embedder)[^/]*|[^/]*-process)\\.ts$'
/** On the server; what the others stand on is no feature. */
const serverFeature = '^server/(accounts|billing|usage|health|chat|knowledge|search)/'
const root = '^(?:src-main/[^/]+/main|src-main/engine/[^/]*-process|src-renderer/main|src-preload/preload|server/main)\\.tsx?$'

const npm = (...names) => `(?:^|/)node_modules/(?:${names.join('|')})(?:/|$)|^(?:${names.join('|')})(?:/|$)`
const value = { dependencyTypesNot: ['type-only'] }

/** A driver is met by value in its adapter only, so that it can be replaced, faked and kept out of the other processes. */
const drivers = [
  ['electron', ['electron'], '^(?:src-main/electron|src-preload)/'],
  ['better-sqlite3', ['better-sqlite3'], '^src-main/db/(?:database|folder-lock)\\.ts$'],
  ['node-llama-cpp', ['node-llama-cpp'], '^src-main/engine/llama[^/]*\\.ts$'],
  ['transformers', ['@huggingface/transformers'], '^src-main/engine/embedder[^/]*\\.ts$'],
  ['parsers', ['unpdf', 'mammoth', 'linkedom', '@mozilla/readability', 'numfmt', 'postal-mime'], '^src-main/knowledge/parse/'],
  ['zip', ['fflate'], '^src-main/(?:knowledge/parse/|transfer/zip\\.ts$)'],
  ['stores', ['pg', '@electric-sql/pglite', 'mongodb', 'ioredis', 'cassandra-driver'], '^server/stores/'],
  ['jose', ['jose'], '^server/accounts/'],
  ['mail', ['nodemailer'], '^server/mail/'],
  ['stripe', ['stripe'], '^server/billing/'],
  ['opentelemetry', ['@opentelemetry'], '^server/tracing/'],
  ['ws', ['ws'], '^src-main/(?:rpc/socket-[^/]*\\.ts$|browser/)'],
  ['pino', ['pino'], '^(?:src-main/core/log|server/log)\\.ts$'],
]

const driverRule = ([name, packages, home]) => ({
  name: `driver-${name}`,
  comment: `${packages.join(', ')}: imported by value only in ${readable(home)}. Ask that adapter for what you need; a type-only import is allowed.`,
  severity: 'error',
  from: { path: '^(?:src-|server/)', pathNot: home },
  to: { path: npm(...packages), ...value },
})

const readable = (pattern) => pattern.replaceAll('[^/]*', '*').replaceAll('\\.', '.').replaceAll('(?:', '(').replace(/[\^$]/g, '')

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

export default {
  forbidden: [
    rule('cycle', 'These files import each other in a circle. Move what both need into a third file.', {}, { circular: true }),
    rule(
      'unresolved',
      'This import leads nowhere. Write the path with its .ts extension, or add the package.',
      {},
      { couldNotResolve: true, pathNot: '\\?(?:url|raw|inline|worker)$' },
    ),
    rule(
      'shared-is-pure',
      'src-shared runs in the page and in Node, so it imports itself and zod only. Hand Node or DOM things in as arguments.',
      { path: '^src-shared/' },
      { pathNot: `^src-shared/|${npm('zod')}` },
    ),
    rule(
      'renderer-arrows',
      'The page knows src-shared only. Reach the core through the contract in src-shared/desktop.',
      { path: '^src-renderer/' },
      { path: '^(?:src-main|src-preload|server|scripts|test)/' },
    ),
    rule(
      'renderer-is-a-page',
      'The page has no Node. Ask the core for it.',
      { path: '^src-renderer/' },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'preload-arrows',
      'The preload hands over one port and never grows: electron only (types of src-shared are allowed).',
      { path: '^src-preload/' },
      { pathNot: `^src-preload/|${npm('electron')}`, ...value },
    ),
    rule(
      'preload-type-arrows',
      'The preload may take types from src-shared, from no other root.',
      { path: '^src-preload/' },
      { path: '^(?:src-main|src-renderer|server|scripts|test)/' },
    ),
    rule(
      'main-arrows',
      'src-main imports src-shared and itself. What the page or the server also needs belongs in src-shared.',
      { path: '^src-main/' },
      { path: '^(?:src-renderer|src-preload|server|scripts)/' },
    ),
    rule(
      'server-arrows',
      'The server imports src-shared, and src-main/engine and src-main/search through their interfaces, nothing else of the desktop.',
      { path: '^server/' },
      { path: `^(?:src-renderer|src-preload|scripts)/|^src-main/(?!(?:engine|search)/)|${engineAdapter}` },
    ),
    rule(
      'server-features-apart',
      'Features of the server do not import each other. Take it as a dependency; server/app.ts passes it.',
      { path: serverFeature },
      { path: serverFeature, pathNot: '^server/$1/' },
    ),
    rule(
      'server-foundations-below',
      'http, stores, engines, embedding, audit and mail know no feature and no app. Turn the arrow round, or take it as a dependency.',
      { path: '^server/(?:http|stores|engines|embedding|audit|mail)/' },
      { path: `${serverFeature}|^server/(?:app|main|start-server)\\.ts$` },
    ),
    rule(
      'nothing-to-test',
      'Nothing outside test/ imports a test. Move what is shared into the product.',
      { pathNot: '^test/' },
      { path: '^test/' },
    ),
    rule(
      'features-apart',
      'Features do not import each other. Take it as a dependency in createX(deps); src-main/core/app.ts passes it.',
      { path: feature },
      { path: feature, pathNot: '^src-main/$1/' },
    ),
    rule(
      'features-below-app',
      'A feature imports db/, engine interfaces and core/log.ts; never the app, the configuration, a shell or a port. Take it in createX(deps).',
      { path: feature },
      { path: '^src-main/(?:core/(?!log\\.ts$)|electron/|browser/|cli/|rpc/)' },
    ),
    rule(
      'engine-by-interface',
      'Only engine/ and its processes know a concrete engine. Depend on the interface; core/engines.ts makes them.',
      { path: `^src-main/(?!engine/)`, pathNot: '^src-main/core/(?:app|main|engines)\\.ts$' },
      { path: engineAdapter, ...value },
    ),
    rule(
      'foundations-below-features',
      'db, engine, network and rpc know no feature, no app and no shell (core/log.ts is fine). Turn the arrow round: the feature imports them.',
      { path: '^src-main/(?:db|engine|network|rpc)/', pathNot: root },
      { path: `${feature}|^src-main/(?:core/(?!log\\.ts$)|electron/|browser/|cli/)` },
    ),
    rule(
      'leaves',
      'log.ts and config.ts are imported by everything, so they import no feature, app or shell.',
      { path: '^src-main/core/(?:log|config)\\.ts$' },
      { path: `${feature}|^src-main/(?:core/(?:app|main)\\.ts|db/|engine/|rpc/|electron/|browser/|cli/)` },
    ),
    rule(
      'core-knows-no-shell',
      'The core is hosted by the shells and does not know them. Ask the shell through src-shared/shell.',
      { path: '^src-main/core/' },
      { path: '^src-main/(?:electron|browser|cli)/' },
    ),
    rule(
      'shells-apart',
      'electron/, browser/ and cli/ are alternatives. What two of them need belongs in core/ or rpc/.',
      { path: '^src-main/(electron|browser|cli)/' },
      { path: '^src-main/(?:electron|browser|cli)/', pathNot: '^src-main/$1/' },
    ),
    rule(
      'roots-are-started',
      'A composition root is started, never imported; only scripts and tests do that. Move what you need into a file of its own.',
      { pathNot: '^(?:test|scripts)/' },
      { path: root },
    ),
    ...drivers.map(driverRule),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'types', 'default'] },
  },
}
