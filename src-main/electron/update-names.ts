/** As electron-builder names the file that tells the newest version. */
export function listOf(platform: NodeJS.Platform, arch: NodeJS.Architecture): string {
  if (platform === 'win32') return 'latest.yml'
  if (platform === 'darwin') return 'latest-mac.yml'
  return arch === 'x64' ? 'latest-linux.yml' : `latest-linux-${arch}.yml`
}

/** What this installation is made of: a list names the files of all. */
export function endingOf(platform: NodeJS.Platform, isDeb: boolean): string {
  if (platform === 'win32') return '.exe'
  if (platform === 'darwin') return '.zip'
  return isDeb ? '.deb' : '.AppImage'
}
