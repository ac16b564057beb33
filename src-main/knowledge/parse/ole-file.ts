const marker = Buffer.from('EncryptedPackage', 'utf16le')

/** A Word file with a password is an OLE file that holds the encrypted package as a stream of this name. */
export const isEncryptedOffice = (bytes: Uint8Array): boolean =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(marker)
