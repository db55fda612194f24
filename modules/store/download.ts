/** Milliseconds without a byte; how long the whole may take depends on its size. */
const IDLE = 20_000;

/**
 * The bytes behind a presigned address. It is a bearer secret, so no error names it, nor does it travel as a cause.
 * @throws when the answer is not 200, breaks off, or gives no byte for `idle` milliseconds, 20 s if not said.
 */
export async function* download(address: string, idle = IDLE): AsyncIterable<Uint8Array> {
  const silence = new AbortController();
  const inTime = async <T>(what: string, wait: Promise<T>): Promise<T> => {
    const timer = setTimeout(() => silence.abort(), idle);
    try {
      return await wait;
    } catch (error) {
      throw new Error(
        `${what} (${silence.signal.aborted ? `not a byte for ${idle / 1000} s` : codeOf(error)})`,
      );
    } finally {
      clearTimeout(timer);
    }
  };
  const answer = await inTime("no answer", fetch(address, { signal: silence.signal }));
  if (answer.status !== 200 || answer.body === null) {
    await answer.body?.cancel();
    throw new Error(`HTTP status ${answer.status}`);
  }
  const reader = answer.body.getReader();
  try {
    for (;;) {
      const { done, value } = await inTime("the answer broke off", reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    // Of one that is read to its end or broke off, nothing is left to end.
    await reader.cancel().catch(() => undefined);
  }
}

function codeOf(error: unknown): string {
  const { cause, name } = error as { readonly cause?: { readonly code?: string }; readonly name?: string };
  return cause?.code ?? name ?? "unknown";
}
