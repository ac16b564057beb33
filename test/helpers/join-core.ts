import { localAddress } from '../../src-main/core/local-socket.ts'
import { joinSocket } from '../../src-main/rpc/socket-server.ts'
import { desktop } from '../../src-shared/desktop/contract.ts'
import { connect } from '../../src-shared/rpc/client.ts'
import type { Client } from '../../src-shared/rpc/contract.ts'

/** Joins the core that holds the folder, as a command line does: to fill a shell with data while its page is open. */
export async function joinCore(folder: string): Promise<Client<typeof desktop>> {
  return connect(await joinSocket(localAddress(folder)), desktop)
}
