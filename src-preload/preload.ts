import { contextBridge, ipcRenderer, webUtils } from 'electron'

/** Hands the page a port to the core whenever it asks for one. */
addEventListener('message', ({ source, data }) => {
  if (source !== window || data !== 'hearth-ready') return
  const { port1, port2 } = new MessageChannel()
  ipcRenderer.postMessage('hearth-port', null, [port1])
  window.postMessage('hearth-port', '/', [port2])
})

// The one thing else: where a file lies that the person dropped or picked. One that a script made lies nowhere.
contextBridge.exposeInMainWorld('hearth', { pathOf: (file: File) => webUtils.getPathForFile(file) })
