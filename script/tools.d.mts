export function toolPath(path?: string): string
