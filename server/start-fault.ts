/** Why the server does not start, in words for whoever started it. */
export class StartFault extends Error {
  override readonly name = 'StartFault'
}
