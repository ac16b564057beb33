/** One of the stores that keep something of people. Each that is added says here what it has and how it is rid of it. */
export interface PersonalStore {
  readonly name: string
  /** Rows by what they are, as JSON. No password, token or hash of one. */
  collect(userId: string): Promise<Readonly<Record<string, readonly unknown[]>>>
  /** Everything goes, also of an account that is gone. Again is the same. */
  erase(userId: string): Promise<void>
  /** How many traces there are still; what the law has us keep is none. */
  count(userId: string): Promise<number>
}
