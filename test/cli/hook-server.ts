// A webhook of this machine: a real HTTP server that keeps what it is sent and answers as it is told.

import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export interface HookServer {
  /** 127.0.0.1:PORT */
  readonly host: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** @param answers HTTP statuses in turn, the last one for ever; null: never answers */
export async function hookServer(...answers: readonly (number | null)[]): Promise<HookServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const { method, url, headers } = request;
      const status = answers[Math.min(received.length, answers.length - 1)];
      received.push({ method, url, headers, body: text === '' ? null : JSON.parse(text) });
      if (typeof status !== 'number') return;
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {});
      response.end('thank you');
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
