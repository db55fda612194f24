import type { Captured, Protector } from "../../../modules/protectors/protector.ts";
import { other, withLeaf } from "../sdk-model.ts";

type Answer = Record<string, unknown>;

/** By what becomes of a member of an answer that alone has another value. */
export interface Fates {
  /** No point keeps it. */
  readonly ignored: string[];
  /** It is kept, and makes no difference. */
  readonly unlike: string[];
  /** It is kept, and nothing that is written says it. */
  readonly lost: string[];
  /** A capture refuses it. */
  readonly told: string[];
}

interface Fated<Document, Secrets> {
  readonly protector: Pick<Protector<Document, Secrets>, "differences" | "secretsDiffer">;
  readonly base: Answer;
  readonly leaves: readonly string[];
  readonly capture: (answer: Answer) => Promise<Captured<Document, Secrets>>;
  /** What is sent to AWS of it. */
  readonly written: (kept: Captured<Document, Secrets>) => Promise<unknown>;
  /** Whether a leaf has to show in what is written. By default each has to. */
  readonly shows?: (leaf: string, is: Document, was: Document) => boolean;
}

export async function fatesOf<Document, Secrets>({
  protector,
  base,
  leaves,
  capture,
  written,
  shows = () => true,
}: Fated<Document, Secrets>): Promise<Fates> {
  const was = await capture(base);
  const wrote = JSON.stringify(await written(was));
  const found: Fates = { ignored: [], unlike: [], lost: [], told: [] };
  for (const leaf of leaves) {
    const is = await capture(withLeaf(structuredClone(base), leaf, other) as Answer).catch(() => undefined);
    if (is === undefined) found.told.push(leaf);
    else if (JSON.stringify([is.document, is.secrets]) === JSON.stringify([was.document, was.secrets]))
      found.ignored.push(leaf);
    else {
      const differs =
        protector.differences(was.document, is.document, {}, { armed: true }).length > 0 ||
        protector.secretsDiffer?.(was, is, {}) === true;
      if (!differs) found.unlike.push(leaf);
      const again = JSON.stringify(await written(is));
      if (shows(leaf, is.document, was.document) && again === wrote) found.lost.push(leaf);
    }
  }
  return found;
}
