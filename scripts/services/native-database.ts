/** A database, or what stands for another service, that runs as a program of this machine, without a container. */
export interface NativeDatabase {
  readonly name: 'PostgreSQL' | 'Redis' | 'Cassandra' | 'FerretDB' | 'stripe-mock'
  /** The others do without it: where it is missing that is said and is no failure, unless it was asked for by its name. */
  readonly isOptional?: true
  /** What this machine lacks to run it and how to get it; undefined: nothing. */
  missing(): string | undefined
  /** Answers when it is returned. */
  start(options: StartOptions): Promise<RunningDatabase>
}

export interface StartOptions {
  /** Its own; what it finds there from an earlier time is used again. */
  readonly folder: string
  /** It outlives this process, and what it acknowledged survives a loss of power. Else it is fast and ends with the tests. */
  readonly isKept: boolean
  /** Where it listens; unless given, where it is free. */
  readonly port?: number
}

export interface RunningDatabase {
  readonly pid: number
  readonly port: number
  /** Ends it in order. */
  readonly stopSignal: NodeJS.Signals
  /** What the server has to be told, by the names of its configuration. */
  readonly variables: Readonly<Record<string, string>>
  stop(): Promise<void>
}
