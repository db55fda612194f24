import { Readable } from "node:stream";

export interface Peeked {
  /** The whole body, when it ended within the limit. */
  readonly whole?: Buffer;
  /** The body again, from its first byte. */
  readonly body: Readable;
}

/** Looks at a body without losing it, holding at most `limit` bytes and one chunk. */
export async function peek(source: Readable, limit: number): Promise<Peeked> {
  const iterator = source[Symbol.asyncIterator]();
  const chunks: Buffer[] = [];
  let size = 0;
  let ended = false;
  while (size <= limit && !ended) {
    const next = await iterator.next();
    ended = next.done === true;
    if (!ended) size += chunks[chunks.push(next.value as Buffer) - 1]?.length ?? 0;
  }
  if (ended) {
    const whole = Buffer.concat(chunks);
    return { whole, body: Readable.from(whole.length === 0 ? [] : [whole], { objectMode: false }) };
  }
  const rest = async function* (): AsyncGenerator<Buffer> {
    yield* chunks;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
      yield next.value as Buffer;
  };
  return { body: Readable.from(rest(), { objectMode: false }) };
}
