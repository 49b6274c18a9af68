// Certificates made on the spot by OpenSSL's own program, signed by themselves.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A machine without the program cannot make any. */
export const canSign = spawnSync('openssl', ['version']).status === 0;

export function selfSigned(names: readonly string[], days = 90, kind: 'ec' | 'rsa' = 'ec'): Certificate {
  const dir = mkdtempSync(path.join(tmpdir(), 'broadside-tls-'));
  try {
    const [key, cert] = [path.join(dir, 'key.pem'), path.join(dir, 'cert.pem')];
    const keyOptions = kind === 'rsa' ? ['rsa:2048'] : ['ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
    const request = ['req', '-x509', '-newkey', ...keyOptions, '-nodes'];
    const alternative = names.map((name) => `DNS:${name}`).join(',');
    const subject = ['-subj', `/CN=${names[0]}`, '-addext', `subjectAltName=${alternative}`];
    execFileSync('openssl', [...request, '-days', String(days), '-keyout', key, '-out', cert, ...subject], {
      stdio: 'ignore',
    });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
