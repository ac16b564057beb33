import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'
import type { UserConfig } from 'vite'
import { pdfFiles } from './scripts/pdf-files.ts'

const at = (path: string): string => resolve(import.meta.dirname, path)

/** The page, built the same way for the Electron window and for the browser shell. */
export const pageConfig = (): UserConfig => ({
  root: at('src-renderer'),
  base: './',
  plugins: [react(), pdfFiles()],
  build: {
    outDir: at('out/renderer'),
    emptyOutDir: true,
    rolldownOptions: {
      input: { index: at('src-renderer/index.html'), diagram: at('src-renderer/diagram.html') },
      // One sheet in the order of the imports: split with the scripts, the rules of a page would come before those they refine.
      output: { codeSplitting: { groups: [{ name: 'style', test: /\.css$/ }] } },
    },
    target: 'chrome140',
    minify: true,
    // Fonts and icons are files: the page's policy allows no data addresses for scripts or styles.
    assetsInlineLimit: 0,
    // What is fetched on demand puts no link of its own into the page: every element there is one that we drew.
    modulePreload: { polyfill: false, resolveDependencies: (_, files, { hostType }) => (hostType === 'html' ? files : []) },
  },
  worker: { format: 'es' },
})

// Only the shell is built here, and the page by `vite-page.ts` for both shells alike. The core and its children run from their
// sources under the Node that ships (decision 8).
export default defineConfig({
  main: {
    build: {
      outDir: at('out/main'),
      lib: { entry: { main: at('src-main/electron/main.ts') }, formats: ['es'] },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      // A sandboxed preload must be CommonJS.
      lib: { entry: { preload: at('src-preload/preload.ts') }, formats: ['cjs'] },
    },
  },
})
