import { ipcRenderer } from 'electron'

/** Hands the page a port to the core whenever it asks for one, and nothing else of Electron. */
addEventListener('message', ({ source, data }) => {
  if (source !== window || data !== 'hearth-ready') return
  const { port1, port2 } = new MessageChannel()
  ipcRenderer.postMessage('hearth-port', null, [port1])
  window.postMessage('hearth-port', '/', [port2])
})
