import { writeText } from './write-text.ts'

/** A mail as it is stored: headers, then the text in base64, as most programs send what is not ASCII. */
export function writeEml(source: string, title: string): Uint8Array {
  const body = Buffer.from(writeText(source)).toString('base64').replaceAll(/.{76}/g, '$&\r\n')
  const headers = [
    'From: sender@mail.example',
    'To: reader@mail.example',
    'Date: Tue, 11 Nov 2025 09:30:00 +0100',
    `Subject: =?utf-8?B?${Buffer.from(title).toString('base64')}?=`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
  ]
  return Buffer.from(`${headers.join('\r\n')}\r\n\r\n${body}\r\n`)
}
