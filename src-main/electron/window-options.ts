/** Electron's defaults are written out where they guard something, so that no update of Electron changes them unseen. */
export const windowOptions = (preload: string) => ({
  title: 'Hearth',
  minWidth: 480,
  minHeight: 480,
  show: false,
  webPreferences: {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    plugins: false,
    disableDialogs: true,
    navigateOnDragDrop: false,
    // Elsewhere than on macOS its dictionaries would be fetched from a server.
    spellcheck: process.platform === 'darwin',
  },
})
