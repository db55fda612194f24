import { isPassing } from "./s3-errors.ts";

/** Times that one body is taken up again: a large package over a bad line breaks off more than once. */
const MOST = 5;

/**
 * A body that goes on where it broke off, when the network is to blame: a package of hundreds of megabytes need not
 * begin again.
 * @param rest the same bytes, from an offset on
 */
export async function* resumedBody(
  first: AsyncIterable<Uint8Array>,
  rest: (from: number) => Promise<AsyncIterable<Uint8Array>>,
  pause: (ms: number) => Promise<void>,
): AsyncIterable<Uint8Array> {
  let body = first;
  let seen = 0;
  for (let breaks = 1; ; breaks++) {
    try {
      for await (const chunk of body) {
        seen += chunk.length;
        yield chunk;
      }
      return;
    } catch (error) {
      if (breaks > MOST || !isPassing(error)) throw error;
    }
    await pause(100 * 2 ** breaks);
    body = await rest(seen);
  }
}
