/** What a link to the lab can carry, in its fragment, which no server sees. */
export interface Shared {
  /** One character a byte. */
  readonly bytes?: string
  readonly level?: string
  /** Code of an edited listing: it is shown, and run only when a person says so. */
  readonly code?: string
}

/** The fragment for a link. */
export function toFragment(shared: Shared): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(shared))
    if (value !== undefined) params.set(key, encode(value as string))
  return `#${params.toString()}`
}

/** Reads a fragment; nothing when it is none of ours. */
export function fromFragment(fragment: string): Shared {
  const params = new URLSearchParams(fragment.replace(/^#/, ''))
  const read = (key: string): string | undefined => {
    const value = params.get(key)
    return value === null ? undefined : decode(value)
  }
  const [bytes, level, code] = [read('bytes'), read('level'), read('code')]
  return {
    ...(bytes !== undefined && { bytes }),
    ...(level !== undefined && { level }),
    ...(code !== undefined && { code }),
  }
}

function encode(text: string): string {
  return btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

function decode(text: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    )
    return new TextDecoder().decode(bytes)
  } catch {
    return undefined
  }
}
