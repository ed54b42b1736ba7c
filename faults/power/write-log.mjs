// Reads the log that the shim writes (shim/log.c), record by record: lines, some followed by bytes.

/**
 * @returns {Generator<{ kind: string, inode?: number, offset?: number, bytes?: Buffer, length?: number,
 *   path?: string, to?: string }>}
 */
export function* recordsOf(log) {
  let at = 0;
  while (at < log.length) {
    const end = log.indexOf(10, at);
    const line = log.toString('utf8', at, end);
    at = end + 1;
    const space = line.indexOf(' ');
    const kind = line.slice(0, space);
    const rest = line.slice(space + 1);
    switch (kind) {
      case 'write': {
        const [inode, offset, length] = rest.split(' ').map(Number);
        yield { kind, inode, offset, bytes: log.subarray(at, at + length) };
        at += length;
        break;
      }
      case 'promise': {
        yield { kind, bytes: log.subarray(at, at + Number(rest)) };
        at += Number(rest);
        break;
      }
      case 'truncate': {
        const [inode, length] = rest.split(' ').map(Number);
        yield { kind, inode, length };
        break;
      }
      case 'sync':
        yield { kind, inode: Number(rest) };
        break;
      case 'create':
        yield { kind, inode: Number.parseInt(rest, 10), path: rest.slice(rest.indexOf(' ') + 1) };
        break;
      case 'rename':
      case 'link': {
        const [path, to] = rest.split('\t');
        yield { kind, path, to };
        break;
      }
      case 'unlink':
      case 'mkdir':
      case 'sync-directory':
        yield { kind, path: rest };
        break;
      default:
        throw new Error(`no such record of a log: ${line.slice(0, 80)}`);
    }
  }
}
