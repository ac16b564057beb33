/** An answer of Stripe that refuses. */
export class FakeFault extends Error {
  override readonly name = 'FakeFault'
  readonly status: number
  readonly error: Readonly<Record<string, string>>

  constructor(status: number, error: Readonly<Record<string, string>>) {
    super(error.code ?? error.type ?? String(status))
    this.status = status
    this.error = { message: 'refused by the fake', ...error }
  }
}

export const missing = (what: string): FakeFault =>
  new FakeFault(404, { type: 'invalid_request_error', code: 'resource_missing', param: what })
