import type { IOType } from 'node:child_process'

/** The pipe between the shell and the core is the child's file 3; it goes both ways, on Windows only when it is overlapped. */
export const shellChannelFd = 3

/** How the shell starts the core: nothing to read or to print, what it writes in distress, the pipe. */
export const coreStdio: readonly IOType[] = ['ignore', 'ignore', 'pipe', 'overlapped']
