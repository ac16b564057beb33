/** Every code that the API answers with: its HTTP status and its sentence. `details` are named where the code is thrown. */
export const apiErrors = {
  BAD_REQUEST: { status: 400, message: 'The request could not be read.' },
  /** One-time tokens out of a mail: unknown, used or too old, never told apart. */
  INVALID_TOKEN: { status: 404, message: 'This link is not valid any more. Ask for a new one.' },
  INVALID_SIGNATURE: { status: 403, message: 'This is not signed as it should be.' },
  UNAUTHENTICATED: { status: 401, message: 'Sign in first.' },
  TOKEN_EXPIRED: { status: 401, message: 'The access token has expired.' },
  INVALID_CREDENTIALS: { status: 401, message: 'E-mail address or password is wrong.' },
  INVALID_REFRESH_TOKEN: { status: 401, message: 'Sign in again.' },
  /** details: {checkout_url}. */
  PAYMENT_REQUIRED: { status: 402, message: 'This plan begins with a payment.' },
  PAYMENT_DECLINED: { status: 402, message: 'The payment was declined. Nothing was changed.' },
  /** Nobody takes money here. */
  PAYMENTS_NOT_OFFERED: { status: 403, message: 'This server sells no plans.' },
  FORBIDDEN: { status: 403, message: 'This account may not do that.' },
  NOT_FOUND: { status: 404, message: 'There is nothing here.' },
  /** details: {field}. */
  PAGE_NOT_FOUND: { status: 404, message: 'There is no such page. Begin with the first one.' },
  METHOD_NOT_ALLOWED: { status: 405, message: 'This cannot be done here. The header Allow names what can.' },
  ALREADY_SUBSCRIBED: { status: 409, message: 'There is a paid plan already. Change it instead.' },
  /** An administrator does not change what is paid; it is changed at Stripe. */
  PLAN_IS_PAID: { status: 409, message: 'This plan is paid through Stripe. Change it there.' },
  /** The operator changes the secret and starts the server again. */
  KEY_IS_CONFIGURED: { status: 409, message: 'This server signs with its configured secret. Set another one there.' },
  EMAIL_TAKEN: { status: 409, message: 'There is an account with this e-mail address.' },
  /** details: {held}. */
  MORE_THAN_HELD: { status: 409, message: 'More was used than was held. Nothing was counted.' },
  /** details: {usage_id}. The same identity came before with other content. */
  USAGE_CONFLICT: { status: 409, message: 'This usage was recorded before, with other content.' },
  /** details: {message_id}. The same id came before with another text, or in another conversation. */
  MESSAGE_CONFLICT: { status: 409, message: 'This message was sent before, with other content.' },
  /** details: {retry_after} in seconds. */
  MESSAGE_IN_PROGRESS: { status: 409, message: 'This message is being answered.' },
  PAYLOAD_TOO_LARGE: { status: 413, message: 'The request is too large.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'Send JSON.' },
  /** details: {field, issues: [{field, problem}]}; never what was sent. */
  VALIDATION_FAILED: { status: 422, message: 'A field of the request is not as it should be.' },
  /** details: {embedding_model, dimension}, which are taken here. */
  EMBEDDING_MISMATCH: { status: 409, message: 'The embedding is not one of the model that this server compares.' },
  /** details: {embedding_model, dimension}, which are taken here. */
  EMBEDDING_REQUIRED: { status: 409, message: 'This server has no embedding model. Send an embedding with the text.' },
  /** details: {tokens, limit}. */
  MESSAGE_TOO_LONG: { status: 422, message: 'This message is longer than the model can read.' },
  /** details: {current_usage, limit, upgrade_url}. */
  QUOTA_EXCEEDED: { status: 429, message: 'Monthly quota exceeded' },
  /** details: {retry_after} in seconds. */
  RATE_LIMITED: { status: 429, message: 'Too many requests. Wait a little.' },
  INTERNAL: { status: 500, message: 'Something went wrong here. It was written down.' },
  /** details: {retry_after} in seconds. The documents are being read; what is asked again then finds them. */
  INDEX_BUILDING: { status: 503, message: 'Your documents are being prepared for searching. Ask again in a moment.' },
  /** details: {setting} that whoever runs the server has to set, else {retry_after} in seconds. */
  MODEL_UNAVAILABLE: { status: 503, message: 'This server has no model for that, or it does not work at the moment.' },
  /** details: {retry_after} in seconds. */
  OVERLOADED: { status: 503, message: 'Too much is asked of this server at the moment. Nothing was changed.' },
  PAYMENT_UNAVAILABLE: { status: 503, message: 'Payments are not available at the moment.' },
  /** details: {retry_after} in seconds. */
  STORE_UNAVAILABLE: { status: 503, message: 'The service is not available at the moment. Nothing was changed.' },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly message: string }>>

export type ApiErrorCode = keyof typeof apiErrors

export const isApiErrorCode = (code: string): code is ApiErrorCode => Object.hasOwn(apiErrors, code)
