// What the reference names, as its text has it and corrected by what the server was decided to be: the contract that docs/reference-map.md
// is compared with. Nothing here is read from the server.

export const endpoints = [
  ...['POST /auth/register', 'POST /auth/login', 'POST /auth/refresh'],
  ...['GET /billing/subscription', 'PUT /billing/subscription', 'GET /billing/usage', 'GET /billing/quota/{resource_type}'],
  ...['GET /billing/history', 'GET /billing/plans'],
  ...['POST /chat/message', 'GET /chat/history', 'POST /search/semantic', 'POST /search/hybrid'],
  ...['GET /health', 'GET /ready', 'GET /metrics'],
]

/** Added when the server was decided on. */
export const addedEndpoints = [
  ...['POST /auth/logout', 'POST /auth/verify', 'POST /auth/password/forgot', 'POST /auth/password/reset'],
  ...['GET /users/me', 'PATCH /users/me', 'POST /users/me/export', 'DELETE /users/me', 'GET /devices'],
  ...['POST /billing/checkout', 'POST /billing/portal', 'POST /billing/webhook', 'POST /usage'],
  ...['POST /knowledge/documents', 'GET /knowledge/documents', 'DELETE /knowledge/documents/{document_id}'],
  ...['POST /sync', 'POST /lease'],
]

/** With their columns, and of documents their fields. */
export const tables: Readonly<Record<string, readonly string[]>> = {
  users: [
    ...['id', 'email', 'hashed_password', 'is_active', 'is_verified', 'is_superuser', 'subscription_plan', 'created_at'],
    'updated_at',
  ],
  subscriptions: [
    ...['id', 'user_id', 'plan_type', 'status', 'billing_cycle', 'started_at', 'ends_at', 'auto_renew', 'limits'],
    ...['amount_cents', 'currency', 'created_at', 'updated_at'],
  ],
  usage_records: [
    ...['id', 'user_id', 'resource_type', 'quantity', 'billing_period_start', 'billing_period_end', 'extra_data', 'created_at'],
    'updated_at',
  ],
  billing_history: [
    ...['id', 'user_id', 'subscription_id', 'event_type', 'amount_cents', 'currency', 'description', 'metadata', 'created_at'],
  ],
  knowledge_vectors: [
    ...['content', 'embedding', 'source', 'category', 'created_at', 'updated_at', 'tags', 'importance', 'retrieval_count'],
    ...['last_accessed', 'relevance_scores'],
  ],
  conversations_metadata: [
    ...['session_id', 'user_id', 'started_at', 'last_activity', 'message_count', 'topics', 'sentiment_scores'],
    'subscription_plan',
  ],
  conversation_history: [
    ...['session_id', 'timestamp', 'message_id', 'user_id', 'actor', 'message', 'embedding_used', 'tokens_used'],
    ...['response_time_ms', 'model_used', 'confidence', 'feedback_score', 'metadata'],
  ],
  usage_analytics: ['user_id', 'date', 'hour', 'resource_type', 'count'],
}

/** Seconds; undefined: kept until it is done. */
export const keys: Readonly<Record<string, number | undefined>> = {
  'session:{user_id}': 3600,
  'subscription:{user_id}': 1800,
  'quota:{user_id}:{resource_type}': 300,
  'embedding:{text_hash}': 86_400,
  'search:{query_hash}:{filters_hash}': 1800,
  'rate_limit:{user_id}:{endpoint}': 60,
  'task_queue:{priority}': undefined,
  'task_result:{task_id}': 3600,
}

export const limits: Readonly<Record<string, number>> = {
  ...{ 'free: messages': 1000, 'free: api_calls': 100, 'free: background_tasks': 10, 'free: price_cents': 0 },
  ...{ 'pro: messages': 10_000, 'pro: api_calls': 1000, 'pro: background_tasks': 100, 'pro: price_cents': 2900 },
  ...{ 'enterprise: messages': -1, 'enterprise: api_calls': -1, 'enterprise: background_tasks': -1 },
  ...{ 'enterprise: price_cents': 9900, 'months that a year costs': 10 },
  ...{ 'minutes of an access token': 30, 'days of a refresh token': 7, 'connections of a pool': 20 },
  ...{ 'copies of a message (replication factor)': 3, 'bytes of a body': 1_048_576, 'bytes of an import': 33_554_432 },
  ...{ 'numbers of an embedding': 768, 'passages of an answer (top_k)': 5, 'processes at least': 3, 'processes at most': 10 },
}

export const variables = [
  ...['POSTGRES_HOST', 'POSTGRES_PORT', 'POSTGRES_DB', 'POSTGRES_USER', 'POSTGRES_PASSWORD'],
  ...['MONGO_URI', 'MONGO_DB', 'MONGODB_ATLAS_URI'],
  ...['REDIS_HOST', 'REDIS_PORT', 'REDIS_PASSWORD', 'REDIS_DB'],
  ...['SCYLLA_HOST', 'SCYLLA_PORT', 'SCYLLA_KEYSPACE', 'SCYLLA_USERNAME', 'SCYLLA_PASSWORD'],
  ...['API_HOST', 'API_PORT', 'API_WORKERS', 'CORS_ORIGINS'],
  ...['JWT_SECRET_KEY', 'JWT_ALGORITHM', 'JWT_EXPIRATION_MINUTES'],
  ...['EMBEDDING_MODEL', 'GENERATION_MODEL', 'MODEL_DEVICE'],
  ...['STRIPE_API_KEY', 'STRIPE_WEBHOOK_SECRET', 'BILLING_CYCLE_DAY'],
  ...['ENABLE_ATLAS_SEARCH', 'ENABLE_CACHE', 'ENABLE_RATE_LIMITING', 'ENABLE_BILLING'],
  // Of its compose file.
  ...['DATABASE_URL', 'REDIS_URL', 'SCYLLA_HOSTS'],
]

export interface NamedMetric {
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly labels: readonly string[]
}

/** `resource_usage_total` had the user as a label, whose number has no bound: the plan is in its place. */
export const metrics: Readonly<Record<string, NamedMetric>> = {
  api_requests_total: { type: 'counter', labels: ['method', 'endpoint', 'status'] },
  api_request_duration_seconds: { type: 'histogram', labels: ['method', 'endpoint'] },
  active_subscriptions: { type: 'gauge', labels: ['plan_type'] },
  resource_usage_total: { type: 'counter', labels: ['resource_type', 'plan_type'] },
  db_connection_pool_size: { type: 'gauge', labels: ['database'] },
  cache_hit_rate: { type: 'gauge', labels: ['cache_type'] },
}

/** Of its appendix C. */
export const dashboards = [
  'System overview: request rate and latency',
  'System overview: error rate by endpoint',
  'System overview: active users and sessions',
  'Billing: active subscriptions by plan',
  'Billing: revenue metrics',
  'Billing: usage trends',
  'Database performance: query performance',
  'Database performance: connection pool status',
  'Database performance: cache hit rates',
  'AI model: inference times',
  'AI model: model accuracy metrics',
  'AI model: token usage',
]
