import type { RecordsIndex } from "./index-form.ts";

/** `now`: when what an index is of was made. @throws Error where that is gone, or another one */
export function requireSame({ stream, made }: RecordsIndex, now: string | undefined): void {
  if (now === made) return;
  throw new Error(
    `${stream} was ${now === undefined ? "deleted" : `made again at ${now}`} while its records were read: the next run begins with what is there`,
  );
}
