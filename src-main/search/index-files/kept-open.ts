/** What was used last, so many of them; the others are closed. */
export interface KeptOpen<T extends Disposable> extends Disposable {
  of(name: string): T
  close(name: string): void
}

export function createKeptOpen<T extends Disposable>(most: number, open: (name: string) => T): KeptOpen<T> {
  const kept = new Map<string, T>()

  function close(name: string): void {
    const closing = kept.get(name)
    kept.delete(name)
    closing?.[Symbol.dispose]()
  }

  return {
    close,
    of(name) {
      const found = kept.get(name) ?? open(name)
      kept.delete(name)
      kept.set(name, found)
      if (kept.size > most) for (const oldest of [...kept.keys()].slice(0, 1)) close(oldest)
      return found
    },
    [Symbol.dispose]() {
      for (const name of [...kept.keys()]) close(name)
    },
  }
}
