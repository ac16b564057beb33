const forDrivers =
  /^(?:PATH|HOME|LD_LIBRARY_PATH|DYLD_.*|XDG_.*|VK_.*|CUDA_.*|NVIDIA_.*|GGML_.*|SystemRoot|windir|TEMP|TMP|APPDATA|LOCALAPPDATA|PROGRAMDATA|USERPROFILE)$/i

/** Of an environment, what graphics drivers and the loader of libraries look for: a child that runs a model gets nothing else. */
export function driverEnvironment(all: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const wanted = Object.entries(all).filter(([name, value]) => value !== undefined && forDrivers.test(name))
  return Object.fromEntries(wanted.map(([name, value = '']) => [name, value]))
}
