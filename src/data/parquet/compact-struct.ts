// Just enough of Thrift's compact protocol to look into a page header before a parser trusts it: whole
// numbers, flags and structs by field number, everything else passed over.
// https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md

/** Numbers and structs by field number; flags are 0 and 1. */
export type CompactStruct = ReadonlyMap<number, number | CompactStruct>;

const MAX_DEPTH = 8;

export class CompactReader {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Where the next byte is. */
  get at(): number {
    return this.#at;
  }

  /** @throws RangeError past the end, for numbers beyond 2^53 and for what is no struct */
  struct(depth = 0): CompactStruct {
    if (depth > MAX_DEPTH) throw new RangeError('structs within structs');
    const fields = new Map<number, number | CompactStruct>();
    for (let id = 0, head = this.#byte(); head !== 0; head = this.#byte()) {
      id = head >> 4 === 0 ? this.#zigzag() : id + (head >> 4);
      const value = this.#value(head & 15, depth);
      if (value !== null) fields.set(id, value);
    }
    return fields;
  }

  /** A whole number of at most 53 bits, seven bits a byte, the lowest first. */
  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * scale;
      if (value > Number.MAX_SAFE_INTEGER) throw new RangeError('a number beyond 2^53');
      if (byte < 128) return value;
    }
  }

  skip(bytes: number): void {
    if (bytes > this.#bytes.length - this.#at) throw new RangeError('an end too early');
    this.#at += bytes;
  }

  #value(type: number, depth: number): number | CompactStruct | null {
    if (type === 1 || type === 2) return Number(type === 1);
    if (type === 3) return this.#byte();
    if (type >= 4 && type <= 6) return this.#zigzag();
    if (type === 7) this.skip(8);
    else if (type === 8) this.skip(this.varint());
    else if (type === 12) return this.struct(depth + 1);
    else throw new RangeError(`a field of type ${type}`);
    return null;
  }

  #zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  #byte(): number {
    this.skip(1);
    return this.#bytes[this.#at - 1]!;
  }
}
