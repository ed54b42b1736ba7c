// A disk as it may be after a power cut: what was synced is there, and of the rest whatever the mode
// leaves. The harsher of what SQLite's documented assumptions permit: a name (made, renamed, removed) is
// durable only when its directory was synced, not with its file's data, and names that were not synced
// survive in any choice and order. A write damages nothing but the bytes that it writes.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What a disk and a page cache write as one. */
const GRANULE = 4096;

export const modes = ['all lost', 'some lost', 'torn'];

function grown(content, size) {
  if (content.length >= size) return content;
  const larger = Buffer.alloc(size);
  content.copy(larger);
  return larger;
}

function applied(content, { offset, bytes, length }) {
  if (length !== undefined) return grown(content, length).subarray(0, length);
  const larger = grown(content, offset + bytes.length);
  bytes.copy(larger, offset);
  return larger;
}

class File {
  #durable = Buffer.alloc(0);
  #pending = [];

  change(change) {
    this.#pending.push(change);
  }

  sync() {
    // Grown in steps: a file that grows by a page a time would be copied whole for each.
    for (const change of this.#pending) this.#durable = applied(this.#durable, change);
    this.#pending = [];
  }

  get unsynced() {
    return this.#pending.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0), 0);
  }

  after(mode, random) {
    if (mode === 'all lost' || this.#pending.length === 0) return this.#durable;
    return mode === 'torn' ? this.#torn(random) : this.#someLost(random);
  }

  #torn(random) {
    let content = Buffer.from(this.#durable);
    for (const change of this.#pending) {
      if (change.length !== undefined) {
        if (random() < 0.5) content = Buffer.from(applied(content, change));
        continue;
      }
      const kept = Math.floor(random() * (change.bytes.length + 1));
      if (kept > 0)
        content = applied(content, { ...change, bytes: change.bytes.subarray(0, kept) });
    }
    return content;
  }

  /** Each granule as it was after some of the changes that it saw: pages are written whole. */
  #someLost(random) {
    let content = Buffer.from(this.#durable);
    const kept = new Map();
    for (const change of this.#pending) {
      if (change.length !== undefined) {
        if (random() < 0.5) content = Buffer.from(applied(content, change));
        continue;
      }
      const { offset, bytes } = change;
      for (let from = offset; from < offset + bytes.length; ) {
        const granule = Math.floor(from / GRANULE);
        const to = Math.min(offset + bytes.length, (granule + 1) * GRANULE);
        if (!kept.has(granule)) kept.set(granule, changesKept(random));
        const left = kept.get(granule);
        kept.set(granule, left - 1);
        if (left > 0) {
          const part = bytes.subarray(from - offset, to - offset);
          content = applied(content, { offset: from, bytes: part });
        }
        from = to;
      }
    }
    return content;
  }
}

/** None, all, or a few. */
function changesKept(random) {
  const draw = random();
  if (draw < 0.5) return 0;
  return draw < 0.75 ? Number.POSITIVE_INFINITY : 1 + Math.floor(random() * 4);
}

class Directory {
  #durable = new Map();
  #pending = [];
  #now = new Map();

  /** @param names pairs of a name and what it is from now on (null: gone), all of them or none */
  change(...names) {
    this.#pending.push(names);
    set(this.#now, names);
  }

  find(name) {
    return this.#now.get(name);
  }

  sync() {
    this.#durable = new Map(this.#now);
    this.#pending = [];
  }

  after(mode, random) {
    const names = new Map(this.#durable);
    if (mode === 'all lost') return names;
    for (const change of this.#pending) if (random() < 0.5) set(names, change);
    return names;
  }

  *files() {
    for (const node of this.#now.values()) {
      if (node instanceof Directory) yield* node.files();
      else yield node;
    }
  }
}

function set(names, changes) {
  for (const [name, node] of changes) {
    if (node === null) names.delete(name);
    else names.set(name, node);
  }
}

export class Disk {
  #root;
  #top = new Directory();
  #inodes = new Map();

  /** @param root a directory that is there, empty, and stays */
  constructor(root) {
    this.#root = root;
  }

  /** What a record of the log does. */
  take(record) {
    switch (record.kind) {
      case 'write':
      case 'truncate':
        this.#inodes.get(record.inode)?.change(record);
        return;
      case 'sync':
        this.#inodes.get(record.inode)?.sync();
        return;
      case 'create': {
        const file = new File();
        this.#inodes.set(record.inode, file);
        this.#name(record.path, file);
        return;
      }
      case 'mkdir':
        this.#name(record.path, new Directory());
        return;
      case 'unlink':
        this.#name(record.path, null);
        return;
      case 'link':
        this.#name(record.to, this.#find(record.path));
        return;
      case 'rename': {
        const [from, to] = [this.#parts(record.path), this.#parts(record.to)];
        if (from.directory !== to.directory) throw new Error('renamed into another directory');
        const node = from.directory.find(from.name);
        from.directory.change([from.name, null], [to.name, node]);
        return;
      }
      case 'sync-directory':
        this.#find(record.path).sync();
    }
  }

  /** Bytes that a cut now could lose. */
  get unsynced() {
    let sum = 0;
    for (const file of this.#top.files()) sum += file.unsynced;
    return sum;
  }

  /** Writes what is there after a power cut now. @param into an empty directory */
  write(into, mode, random) {
    writeDirectory(this.#top, into, mode, random);
  }

  #name(path, node) {
    const { directory, name } = this.#parts(path);
    directory.change([name, node]);
  }

  #parts(path) {
    return { directory: this.#find(dirname(path)), name: path.slice(path.lastIndexOf('/') + 1) };
  }

  #find(path) {
    let node = this.#top;
    for (const name of path.slice(this.#root.length).split('/')) {
      if (name !== '') node = node?.find(name);
    }
    if (node === undefined) throw new Error(`the log changes ${path}, which it never made`);
    return node;
  }
}

function writeDirectory(directory, into, mode, random) {
  mkdirSync(into, { recursive: true });
  for (const [name, node] of directory.after(mode, random)) {
    const path = join(into, name);
    if (node instanceof Directory) writeDirectory(node, path, mode, random);
    else writeFileSync(path, node.after(mode, random));
  }
}
