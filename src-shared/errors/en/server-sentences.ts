import { centralError } from '../../desktop/central.ts'

/** What the central server refuses. Where a time is told, it is in the data (`retry_after`). */
export const serverSentences = {
  [centralError.unreadable]:
    'What answers at {{host | this address}} is no Hearth server that this version understands. Everything here is kept. Check the address, or update Hearth.',
  BAD_REQUEST: 'The server could not read what Hearth sent. Nothing was changed there. Update Hearth, and try again.',
  INVALID_TOKEN: 'This code is not valid any more: it was used, or it is too old. Nothing was changed. Ask for a new one.',
  INVALID_SIGNATURE: 'The server did not accept the signature. Nothing was changed. Sign in again.',
  UNAUTHENTICATED: 'You are not signed in to the server. Everything here is kept and works on. Sign in to go on there.',
  TOKEN_EXPIRED: 'The sign-in to the server has ended. Everything here is kept and works on. Sign in again.',
  INVALID_CREDENTIALS: 'E-mail address or password is wrong. Nothing was changed. Check both, or have the password set anew.',
  INVALID_REFRESH_TOKEN: 'The sign-in to the server was ended. Everything here is kept and works on. Sign in again.',
  PAYMENT_REQUIRED: 'This plan begins with a payment. Nothing was changed. Go on to the payment page.',
  PAYMENT_DECLINED: 'The payment was declined. The plan stays as it is. Choose another way to pay.',
  PAYMENTS_NOT_OFFERED: 'This server sells no plans. Nothing was changed. Ask whoever runs it.',
  FORBIDDEN: 'This account may not do that on the server. Nothing was changed. Ask whoever runs it.',
  NOT_FOUND: 'The server does not have this any more. Nothing was changed. Look for it again.',
  PAGE_NOT_FOUND: 'There is no such page of the list. Nothing was changed. Begin with the first one.',
  METHOD_NOT_ALLOWED: 'The server does not take this from this version. Nothing was changed. Update Hearth.',
  ALREADY_SUBSCRIBED: 'There is a paid plan already. Nothing was changed. Change that one instead.',
  KEY_IS_CONFIGURED: 'This server signs with the secret of its configuration. Nothing was changed. Set another secret there.',
  PLAN_IS_PAID: 'This plan is paid through Stripe. Nothing was changed. Change it there.',
  EMAIL_TAKEN: 'There is an account with this e-mail address already. Nothing was changed. Sign in, or choose another address.',
  MORE_THAN_HELD: 'More was used than was set aside for it. Nothing was counted on the server. It is told again.',
  USAGE_CONFLICT: 'The server has counted this use before, with other figures. Its figures stay. Nothing else is affected.',
  MESSAGE_CONFLICT: 'The server has another message under this id. Both are kept. Send yours once more.',
  MESSAGE_IN_PROGRESS: 'The server is writing the answer to this message. Your words are kept. Wait a moment.',
  PAYLOAD_TOO_LARGE: 'This is too large for the server. It is kept here. Send it in smaller parts.',
  UNSUPPORTED_MEDIA_TYPE: 'The server does not read what this version sends. Nothing was changed. Update Hearth.',
  VALIDATION_FAILED:
    'The server does not take this as it is ({{field | a field of it}}). Nothing was changed. Correct it and try again.',
  EMBEDDING_MISMATCH:
    'The server compares documents with the model {{embedding_model, quoted | of its own}}, which is not the one used here. Nothing was added. Use that one, or search here.',
  EMBEDDING_REQUIRED:
    'The server has no model for searching and takes vectors of {{embedding_model, quoted | its own choice}} only. Nothing was added. Use that model, or search here.',
  MESSAGE_TOO_LONG:
    'This message is longer than the server’s model can read: {{tokens, number | too many}} tokens of at most {{limit, number | its limit}}. Your words are kept. Shorten it.',
  QUOTA_EXCEEDED:
    'What this account may use in a month is used up ({{limit, number | the limit of the plan}}). Everything stays readable and searchable. Wait for the next month or choose a larger plan.',
  RATE_LIMITED: 'The server was asked too often. Everything is kept. Wait a little, and try again.',
  INTERNAL: 'Something went wrong on the server, which wrote it down. Everything here is kept. Try again later.',
  INDEX_BUILDING: 'The server is still reading your documents. Everything is kept. Ask again in a moment.',
  MODEL_UNAVAILABLE: 'The server has no model for that at the moment. Your words are kept. Use a model on this machine.',
  OVERLOADED: 'The server has too much to do. Everything is kept. Wait a little, and try again.',
  PAYMENT_UNAVAILABLE: 'Payments cannot be made at the moment. Nothing was changed. Try again later.',
  STORE_UNAVAILABLE: 'The server cannot do that at the moment. Everything is kept. Try again later.',
} as const
