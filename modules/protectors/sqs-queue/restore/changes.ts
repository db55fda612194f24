import { differingKeys } from "../../kit/canonical.ts";
import { differingTags } from "../../kit/tags.ts";
import { POLICIES, textsOf } from "../attributes.ts";
import type { QueueDocument, QueueSettings } from "../document.ts";
import { formOf } from "../form.ts";
import type { LiveQueue } from "./live.ts";

/**
 * Attributes that the empty text takes away, a key also beside SQS's own encryption in the same call.
 * https://github.com/go-to-k/cdkd/pull/850 https://github.com/go-to-k/cdkd/pull/1240
 */
const REMOVABLE = new Set(["KmsMasterKeyId", ...Object.keys(POLICIES)]);

/** Attributes that another one switches: a key, or SQS's own encryption. */
const FOLLOWING = new Set(["KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled"]);

/** What makes a live queue as it was captured. */
export interface QueueChanges {
  /** Attributes to set, by the texts that are sent. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  /** Attributes that no call changes. */
  readonly fixed: readonly string[];
  /** Attributes that the point does not have, and that no call takes away. */
  readonly kept: readonly string[];
}

/** Attributes of a queue that is made, by the texts that are sent. */
export function textsToCreate(settings: QueueSettings): Record<string, string> {
  const texts = textsOf(settings);
  return Object.fromEntries(Object.keys(formOf(settings)).map((name) => [name, texts[name] ?? ""]));
}

/** Tags that are not in the point stay. */
export function changesOf(document: QueueDocument, live: LiveQueue): QueueChanges {
  const wanted = formOf(document);
  const texts = textsToCreate(document);
  const differing = differingKeys(wanted, formOf(live.settings));
  const settable = differing.filter((name) => name !== "FifoQueue");
  return {
    attributes: Object.fromEntries(
      settable
        .filter((name) => name in wanted || REMOVABLE.has(name))
        .map((name) => [name, texts[name] ?? ""]),
    ),
    tags: differingTags(document.tags, live.tags),
    fixed: differing.filter((name) => name === "FifoQueue"),
    kept: settable.filter((name) => !(name in wanted) && !REMOVABLE.has(name) && !FOLLOWING.has(name)),
  };
}
