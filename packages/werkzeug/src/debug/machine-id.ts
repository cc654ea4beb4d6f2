import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

let known: string | null | undefined

/**
 * A text that is this machine's, and this container's, across restarts; null when nothing of the kind is found. Python:
 * `werkzeug.debug.get_machine_id`.
 *
 * @example
 * assert.equal(getMachineId(), getMachineId())
 */
export function getMachineId(): string | null {
  return (known ??= findMachineId())
}

function findMachineId(): string | null {
  // Containers of one image share the machine's id, the last part of their cgroup differs (CVE-2019-14806).
  const cgroup = firstLine('/proc/self/cgroup')
  const machine = firstLine('/etc/machine-id') || firstLine('/proc/sys/kernel/random/boot_id')
  const linux = machine + cgroup.slice(cgroup.lastIndexOf('/') + 1)
  if (linux !== '') return linux
  if (process.platform === 'darwin') {
    const text = run('ioreg', ['-c', 'IOPlatformExpertDevice', '-d', '2'])
    return /"IOPlatformSerialNumber" = "([^"]+)"/.exec(text)?.[1] ?? null
  }
  if (process.platform === 'win32') {
    const key = String.raw`HKLM\SOFTWARE\Microsoft\Cryptography`
    return /REG_SZ\s+(\S+)/.exec(run('reg', ['query', key, '/v', 'MachineGuid', '/reg:64']))?.[1] ?? null
  }
  return null
}

function firstLine(file: string): string {
  try {
    return readFileSync(file, 'utf8').split('\n', 1)[0]?.trim() ?? ''
  } catch {
    return ''
  }
}

function run(command: string, args: string[]): string {
  try {
    return execFileSync(command, args, {
      encoding: 'utf8',
      timeout: 2000,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return ''
  }
}
