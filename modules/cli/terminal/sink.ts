/** Where text of a process goes, as far as anybody takes it. */
export interface Sink {
  readonly write: (text: string) => void;
  /** Until it takes more, or nothing more can be written. */
  readonly drained: () => Promise<void>;
  /** Why text was lost; undefined while all was taken, and where whoever read went away, as `head` does. */
  readonly failure: () => NodeJS.ErrnoException | undefined;
}

/**
 * A stream that may be closed or full at any time: from then on nothing is written, and whoever writes goes on. What a
 * command does is worth more than what it says.
 */
export function sinkOf(stream: NodeJS.WritableStream & { readonly writableNeedDrain?: boolean }): Sink {
  let broken: NodeJS.ErrnoException | undefined;
  const breaks = (error: NodeJS.ErrnoException): void => {
    broken ??= error;
  };
  stream.on("error", breaks);
  return {
    write(text) {
      if (broken !== undefined) return;
      try {
        stream.write(text);
      } catch (error) {
        breaks(error as NodeJS.ErrnoException);
      }
    },
    drained: () =>
      new Promise((resolve) => {
        if (broken !== undefined || stream.writableNeedDrain !== true) return resolve();
        const settle = (): void => {
          for (const event of ENDS) stream.removeListener(event, settle);
          resolve();
        };
        for (const event of ENDS) stream.once(event, settle);
      }),
    failure: () => (broken === undefined || isGone(broken) ? undefined : broken),
  };
}

const ENDS = ["drain", "error", "close"] as const;

function isGone({ code = "" }: NodeJS.ErrnoException): boolean {
  return code === "EPIPE" || code === "ECONNRESET" || code === "ERR_STREAM_DESTROYED";
}
