// Where a notice goes: one HTTP address. What is secret in it (a password, a path or a query that is a key
// in itself) is sent, and never shown, stored or repeated in an error: people see scheme and host.

import { Slip } from '../../vocabulary/errors.js';

export interface Webhook {
  /** https://hooks.example.com */
  readonly shown: string;
  /** @returns null where it was taken, else what kept it from being taken: a few words without secrets */
  post(notice: unknown): Promise<string | null>;
}

export interface Patience {
  /** Milliseconds for one attempt, and between two. */
  readonly timeout: number;
  readonly pause: number;
}

const usualPatience: Patience = { timeout: 10_000, pause: 1000 };

/** @throws Slip for what is no address of http or https; it does not repeat the address */
export function webhook(address: string, patience = usualPatience): Webhook {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    const found = url === null ? 'another text' : `one of ${url.protocol.slice(0, -1)}`;
    throw new Slip(
      `expected an address of http or https behind --notify, found ${found}: write it as https://example.com/hook`,
    );
  }
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'user-agent': 'nightsweep',
  };
  if (url.username !== '' || url.password !== '') {
    // An address with a password in it is refused by `fetch`.
    const words = `${decoded(url.username)}:${decoded(url.password)}`;
    headers.authorization = `Basic ${Buffer.from(words).toString('base64')}`;
  }
  const shown = `${url.protocol}//${url.host}`;
  const bare = new URL(url);
  bare.username = '';
  bare.password = '';

  async function attempt(body: string): Promise<string | null> {
    try {
      const signal = AbortSignal.timeout(patience.timeout);
      // A redirect would turn the POST into a GET, and might lead elsewhere.
      const options = { method: 'POST', headers, body, signal, redirect: 'manual' } as const;
      const response = await fetch(bare, options);
      await response.body?.cancel();
      return response.ok ? null : `HTTP status ${response.status}`;
    } catch (thrown) {
      return troubleOf(thrown, patience.timeout);
    }
  }

  return {
    shown,
    async post(notice) {
      const body = JSON.stringify(notice);
      if ((await attempt(body)) === null) return null;
      await new Promise((resolve) => setTimeout(resolve, patience.pause));
      return attempt(body);
    },
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A % that begins no code stands for itself.
  }
}

/** Codes only: messages of the network may repeat the address. */
function troubleOf(thrown: unknown, timeout: number): string {
  if (!(thrown instanceof Error)) return 'no connection';
  if (thrown.name === 'TimeoutError') return `no answer within ${timeout / 1000} s`;
  const { cause } = thrown;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return code === '' ? 'no connection' : `no connection (${code})`;
}
