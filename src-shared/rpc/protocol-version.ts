import { AppError, rpcError } from './errors.ts'

/** Raised with every change of `frames.ts` or a contract that an older side would misread. */
export const protocolVersion = 1

export function versionMismatch(theirs: number): AppError {
  const older = theirs < protocolVersion ? 'other' : 'this'
  return new AppError(rpcError.versionMismatch, {
    ours: protocolVersion,
    theirs,
    explanation:
      `This side speaks version ${protocolVersion}, the other side version ${theirs}. Nothing was sent. ` +
      `Quit every part of the app and start it again; if that does not help, update the ${older} side.`,
  })
}
