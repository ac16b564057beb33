import { existsSync } from 'node:fs'
import { readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type Disk, realDisk } from '../../../src-main/models/disk.ts'
import { downloadFile } from '../../../src-main/models/download.ts'
import { createGate } from '../../../src-main/network/gate.ts'
import { modelError } from '../../../src-shared/desktop/models.ts'
import { networkError } from '../../../src-shared/desktop/network.ts'
import { gitBlobSha1, type HubFault, sha256 } from '../../helpers/hub-server.ts'
import { content, openDownload, repository } from '../../helpers/open-download.ts'
import { testRequestLog } from '../../helpers/request-log.ts'
import { randomBytes, seeded } from '../../helpers/seeded.ts'

test('a file arrives whole, and nothing else is left beside it', async () => {
  await using world = await openDownload()
  const { folder, download, target, hasPart } = world
  await download()

  expect((await target()).equals(content)).toBe(true)
  expect(hasPart()).toBe(false)
  expect(existsSync(join(folder, 'model.gguf.partial.json'))).toBe(false)
})

test('a file that only has the hash of its Git blob is proven by that', async () => {
  await using world = await openDownload()
  const { hub, folder, download } = world
  const small = Buffer.from('{"model_type":"bert"}')
  hub.putSmall(repository, 'config.json', small)
  const file = {
    url: `${hub.address}/${repository}/resolve/main/config.json`,
    target: join(folder, 'config.json'),
    sizeBytes: small.length,
  }
  const get = (hex: string): Promise<void> => download({ file: { ...file, digest: { algorithm: 'git-blob-sha1', hex } } })

  await expect(get('0'.repeat(40))).rejects.toMatchObject({ code: modelError.wrongHash })
  await get(gitBlobSha1(small))

  expect(await readFile(join(folder, 'config.json'), 'utf8')).toBe('{"model_type":"bert"}')
})

test('an empty file is a file', async () => {
  await using world = await openDownload()
  const { download, target } = world
  const empty = Buffer.alloc(0)

  await download({ file: { sizeBytes: 0, digest: { algorithm: 'sha256', hex: sha256(empty) } } })

  expect((await target()).length).toBe(0)
})

test('forty lines dropped at random places still give the same bytes', async () => {
  await using world = await openDownload()
  const { hub, download, target } = world
  const random = seeded(7)
  const offsets = Array.from({ length: 40 }, () => Math.floor(random() * content.length)).sort((a, b) => a - b)
  hub.misbehave(...offsets.map((at): HubFault => ({ kind: 'drop', at })))

  await download({ deps: { timing: { stallMs: 2000, attempts: 40 } } })

  expect((await target()).equals(content)).toBe(true)
})

test('a later call asks only for the rest, under the tag of the first part', async () => {
  await using world = await openDownload()
  const { hub, folder, download, target, leavePart } = world
  await leavePart(400_000)
  const { size } = await stat(join(folder, 'model.gguf.partial'))

  await download()

  expect(hub.requests).toMatchObject([{ range: `bytes=${size}-`, ifRange: `"${sha256(content)}"` }])
  expect((await target()).equals(content)).toBe(true)
})

test('a server that ignores the range starts over, and no byte is there twice', async () => {
  await using world = await openDownload()
  const { hub, download, target, leavePart } = world
  await leavePart(400_000)
  hub.misbehave({ kind: 'ignore-range' })

  await download()

  expect((await target()).equals(content)).toBe(true)
})

test('a server that answers another range than was asked is not believed', async () => {
  await using world = await openDownload()
  const { hub, download, target, leavePart } = world
  await leavePart(400_000)
  hub.misbehave({ kind: 'shift-range', by: 100 })

  await download()

  expect((await target()).equals(content)).toBe(true)
})

test('a part of another version is dropped before anything is asked', async () => {
  await using world = await openDownload()
  const { hub, download, target, leavePart } = world
  await leavePart(400_000)
  const newer = randomBytes(2, 900_000)
  hub.put(repository, 'model.gguf', newer)

  await download({ file: { sizeBytes: newer.length, digest: { algorithm: 'sha256', hex: sha256(newer) } } })

  expect(hub.requests).toMatchObject([{ range: undefined }])
  expect((await target()).equals(newer)).toBe(true)
})

test('a file that changes on the server between two attempts is refused, not mixed', async () => {
  await using world = await openDownload()
  const { hub, download, hasPart, leavePart } = world
  await leavePart(400_000)
  hub.put(repository, 'model.gguf', randomBytes(3, content.length))

  await expect(download()).rejects.toMatchObject({ code: modelError.wrongHash })

  expect(hub.requests).toMatchObject([{ ifRange: `"${sha256(content)}"` }])
  expect(hasPart()).toBe(false)
})

test('a part that was damaged on the disk heals: everything is asked once more', async () => {
  await using world = await openDownload()
  const { folder, download, target, leavePart } = world
  await leavePart(400_000)
  const part = await readFile(join(folder, 'model.gguf.partial'))
  part.writeUInt8(part.readUInt8(1000) ^ 1, 1000)
  await writeFile(join(folder, 'model.gguf.partial'), part)

  await download()

  expect((await target()).equals(content)).toBe(true)
})

test('a part longer than the file is dropped', async () => {
  await using world = await openDownload()
  const { folder, download, target, leavePart } = world
  await leavePart(400_000)
  await writeFile(join(folder, 'model.gguf.partial'), Buffer.alloc(content.length + 1))

  await download()

  expect((await target()).equals(content)).toBe(true)
})

test('a part that is already whole is proven without a request', async () => {
  await using world = await openDownload()
  const { hub, folder, download, target, leavePart } = world
  await leavePart(400_000)
  await writeFile(join(folder, 'model.gguf.partial'), content)

  await download()

  expect(hub.requests).toEqual([])
  expect((await target()).equals(content)).toBe(true)
})

describe('what is not the promised file is dropped and told', () => {
  const faults: readonly [string, HubFault, string][] = [
    ['a changed byte', { kind: 'corrupt', at: 500_000 }, modelError.wrongHash],
    ['more bytes than promised', { kind: 'extra', bytes: 10 }, modelError.wrongSize],
    ['a larger size announced', { kind: 'announce', bytes: content.length + 1 }, modelError.wrongSize],
    ['a smaller size announced', { kind: 'announce', bytes: 1000 }, modelError.wrongSize],
  ]
  test.each(faults)('%s', async (_, fault, code) => {
    await using world = await openDownload()
    const { hub, folder, download, hasPart } = world
    hub.misbehave(fault)

    await expect(download()).rejects.toMatchObject({ code })

    expect(hasPart()).toBe(false)
    expect(existsSync(join(folder, 'model.gguf'))).toBe(false)
  })

  test('a hub that lists the file smaller than it is', async () => {
    await using world = await openDownload()
    const { download } = world
    await expect(download({ file: { sizeBytes: content.length - 1 } })).rejects.toMatchObject({ code: modelError.wrongSize })
  })

  test('a hub that lists the file larger than it is', async () => {
    await using world = await openDownload()
    const { download } = world
    await expect(download({ file: { sizeBytes: content.length + 1 } })).rejects.toMatchObject({ code: modelError.wrongSize })
  })
})

test('a body that ends early and cleanly is asked on, and given up when nothing more comes', async () => {
  await using world = await openDownload()
  const { hub, folder, download, target } = world
  hub.misbehave({ kind: 'truncate', at: 300_000 }, { kind: 'truncate', at: 300_000 })
  await download()
  expect((await target()).equals(content)).toBe(true)

  await rm(join(folder, 'model.gguf'))
  hub.misbehave(...Array<HubFault>(9).fill({ kind: 'truncate', at: 300_000 }))
  await expect(download()).rejects.toMatchObject({ code: modelError.wrongSize, data: { receivedBytes: 300_000 } })
})

test('a silent line is dropped and asked anew; a server that is always silent is told as stalled, the part kept', async () => {
  const impatient = { deps: { timing: { stallMs: 200, attempts: 3 } } }
  await using world = await openDownload()
  const { hub, folder, download, target } = world
  hub.misbehave({ kind: 'stall', at: 300_000 })
  await download(impatient)
  expect((await target()).equals(content)).toBe(true)

  await rm(join(folder, 'model.gguf'))
  hub.misbehave(...Array<HubFault>(9).fill({ kind: 'stall', at: 300_000 }))
  await expect(download(impatient)).rejects.toMatchObject({ code: modelError.stalled })
  expect((await stat(join(folder, 'model.gguf.partial'))).size).toBe(300_000)
})

describe('statuses', () => {
  test('a busy server is asked again after the time it names, seconds or date', async () => {
    await using world = await openDownload()
    const { hub, waits, download, target } = world
    const at = 1_800_000_000_000
    hub.misbehave(
      { kind: 'status', status: 429, retryAfter: '7' },
      { kind: 'status', status: 503, retryAfter: new Date(at + 3000).toUTCString() },
    )

    await download({ deps: { now: () => at } })

    expect(waits).toEqual([7000, 3000])
    expect((await target()).equals(content)).toBe(true)
  })

  test('nobody makes us wait longer than five minutes', async () => {
    await using world = await openDownload()
    const { hub, waits, download } = world
    hub.misbehave({ kind: 'status', status: 429, retryAfter: '86400' })

    await download()

    expect(waits).toEqual([300_000])
  })

  test('a server that stays busy is given up after the attempts, each wait longer than the one before', async () => {
    await using world = await openDownload()
    const { hub, waits, download } = world
    hub.misbehave(...Array<HubFault>(9).fill({ kind: 'status', status: 500 }))

    await expect(download()).rejects.toMatchObject({ code: modelError.unreachable, data: { status: 500 } })

    expect(waits).toEqual([1000, 2000])
    expect(hub.requests).toHaveLength(3)
  })

  test.each([
    [404, modelError.notOnServer],
    [401, modelError.unreachable],
  ])('%i is final: asked once', async (status, code) => {
    await using world = await openDownload()
    const { hub, download } = world
    hub.misbehave({ kind: 'status', status })

    await expect(download()).rejects.toMatchObject({ code, data: { status } })

    expect(hub.requests).toHaveLength(1)
  })
})

test('a redirect to an unencrypted address is refused and nothing is asked there', async () => {
  await using world = await openDownload()
  const { hub, requests, download } = world
  hub.misbehave({ kind: 'redirect', to: 'http://storage.example/model.gguf' })

  await expect(download()).rejects.toMatchObject({ code: networkError.refused })

  expect(requests()[0]).toMatchObject({ host: 'storage.example', outcome: 'refused', received_bytes: 0 })
})

test('a redirect within the machine is followed with the range', async () => {
  await using world = await openDownload()
  const { hub, requests, download, target, leavePart } = world
  await leavePart(400_000)
  hub.put('cdn/files', 'blob', content)
  hub.misbehave({ kind: 'redirect', to: `${hub.address}/cdn/files/resolve/main/blob?token=secret` })

  await download()

  expect((await target()).equals(content)).toBe(true)
  expect(requests().some(({ path }) => path.includes('secret'))).toBe(false)
})

test('thrown in mid-file, the offline switch ends the download and keeps the part', async () => {
  await using world = await openDownload()
  const { deps, wanted, hasPart } = world
  let isOffline = false
  const switched = createGate({ isOffline: () => isOffline, log: testRequestLog() })
  const flip = (): void => {
    isOffline = true
  }

  const { signal } = new AbortController()
  const done = downloadFile(deps({ gate: switched }), wanted(), { signal, onReceived: (bytes) => bytes > 0 && flip() })

  await expect(done).rejects.toMatchObject({ code: modelError.offline })
  expect(hasPart()).toBe(true)
})

test('an abort in mid-file keeps what was received and rejects with the reason', async () => {
  await using world = await openDownload()
  const { hub, folder, deps, wanted } = world
  const controller = new AbortController()
  hub.misbehave({ kind: 'stall', at: 300_000 })

  const done = downloadFile(deps(), wanted(), {
    signal: controller.signal,
    onReceived: (bytes) => bytes === 300_000 && controller.abort('paused'),
  })

  await expect(done).rejects.toBe('paused')
  expect((await stat(join(folder, 'model.gguf.partial'))).size).toBe(300_000)
})

describe('a full disk', () => {
  test('is found before a byte is asked', async () => {
    await using world = await openDownload()
    const { hub, download } = world
    const disk: Disk = { ...realDisk, freeBytes: async () => 1_200_000 }

    await expect(download({ deps: { disk } })).rejects.toMatchObject({
      code: modelError.diskFull,
      data: { free_bytes: 1_200_000 },
    })

    expect(hub.requests).toEqual([])
  })

  test('in mid-file keeps the part, and the download goes on when there is room', async () => {
    await using world = await openDownload()
    const { hub, folder, download, target } = world
    let room = 200_000
    const disk: Disk = {
      ...realDisk,
      async write(file, bytes) {
        room -= bytes.byteLength
        if (room < 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
        await realDisk.write(file, bytes)
      },
    }
    await expect(download({ deps: { disk } })).rejects.toMatchObject({ code: modelError.diskFull })
    const kept = (await stat(join(folder, 'model.gguf.partial'))).size
    hub.requests.length = 0

    await download()

    expect(kept).toBeGreaterThan(0)
    expect(hub.requests).toMatchObject([{ range: `bytes=${kept}-` }])
    expect((await target()).equals(content)).toBe(true)
  })
})
