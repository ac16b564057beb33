import { EventEmitter } from 'node:events'

type Listener = Parameters<EventEmitter['on']>[1]

/** Electron's emitters return themselves, whole; nobody here uses what they return, so a fake need not be whole. */
export class Emitter {
  readonly #inner = new EventEmitter()
  on(event: string, listener: Listener): never {
    return this.#inner.on(event, listener) as never
  }
  once(event: string, listener: Listener): never {
    return this.#inner.once(event, listener) as never
  }
  emit(event: string, ...args: readonly unknown[]): void {
    this.#inner.emit(event, ...args)
  }
}

/** What Electron hands to a listener that may say no. */
export class Refusable {
  isRefused = false
  readonly url: string
  constructor(url = '') {
    this.url = url
  }
  preventDefault(): void {
    this.isRefused = true
  }
}
