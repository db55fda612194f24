import { MINUTES_A_DAY, parseDuration } from "../../core/duration.ts";
import { compareText } from "../../core/source-order.ts";
import {
  type Confirmation,
  type Copy,
  GENERATIONS,
  type Lock,
  type LockMode,
  type Retention,
} from "../policy.ts";
import { ourWord } from "../schemas/other-words.ts";
import { get, items, type Located, text } from "../yaml/located.ts";
import { days, oneOf, optional, optionalText, wholeNumber } from "./block.ts";

const MODES: readonly LockMode[] = ["governance", "compliance"];

export function readRetention(node: Located): Retention | undefined {
  if (node.kind !== "map") {
    const keep = days(node);
    return keep === undefined ? undefined : { keep, generations: {} };
  }
  // Also under the word of another tool, which has been told.
  const written = [...node.entries].map(
    ([key, entry]) => [ourWord("retention", key) ?? key, entry.node] as const,
  );
  const counts = GENERATIONS.map((generation) =>
    optional(generation, wholeNumber(written.find(([key]) => key === generation)?.[1], 1)),
  );
  const read: Retention = {
    ...optional("keep", days(get(node, "keep"))),
    generations: Object.assign({}, ...counts),
    ...optional("coldAfter", days(get(node, "cold-after"))),
  };
  return read.keep === undefined && Object.keys(read.generations).length === 0 ? undefined : read;
}

/** Sorted by destination: the order of a list of copies means nothing. */
export function readCopies(node: Located): readonly Copy[] | undefined {
  if (node.kind !== "list") return undefined;
  return items(node)
    .flatMap((item): Copy[] => {
      const to = text(item) ?? text(get(item, "to"));
      return to === undefined
        ? []
        : [
            {
              to,
              ...optionalText(item, "account"),
              ...optional("keep", days(get(item, "keep"))),
              ...optional("coldAfter", days(get(item, "cold-after"))),
              ...optional("lock", oneOf(MODES, get(item, "lock"))),
            },
          ];
    })
    .sort((a, b) => compareText(a.to, b.to) || compareText(a.account ?? "", b.account ?? ""));
}

export function readLock(node: Located): Lock | undefined {
  const mode = oneOf(MODES, node.kind === "map" ? get(node, "mode") : node);
  return mode === undefined
    ? undefined
    : { mode, ...optional("confirmed", readConfirmation(text(get(node, "confirmed")))) };
}

function readConfirmation(written = ""): Confirmation | undefined {
  const [, on, by, longest = ""] = /^(\S+) by (.+) for (\S+)$/.exec(written) ?? [];
  const minutes = parseDuration(longest);
  if (on === undefined || by === undefined || minutes === undefined) return undefined;
  return { on, by, days: minutes / MINUTES_A_DAY };
}
