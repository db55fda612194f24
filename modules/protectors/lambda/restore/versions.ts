import { refusedSince } from "../../../core/runtimes/lifecycle.ts";
import { writableTags } from "../../kit/tags.ts";
import { isPublished, LATEST_PUBLISHED } from "../arn.ts";
import { runtimeOf } from "../by-runtime.ts";
import type { VersionDocument } from "../document.ts";
import { contentChange, countsAsSame, sameContent, type VersionContent } from "./content.ts";
import { type Draft, type FunctionStep, overwriting } from "./draft.ts";
import { planFailed } from "./failed.ts";
import { type FunctionIds, resolve } from "./ids.ts";
import type { LiveFunction } from "./live.ts";
import { boundVersions, matchVersions } from "./match-versions.ts";
import { publishVersion } from "./publish.ts";
import { firstCreatable, refusedRuntimes } from "./runtimes.ts";
import { SEPARATOR } from "./separator.ts";
import { twinStep } from "./twin.ts";
import { contentOf } from "./version-contents.ts";
import { createFunction, updateFunction } from "./write-content.ts";

/** A content as it is planned, and as it is once ids are known that only the steps before give. */
interface Planned {
  readonly content: VersionContent;
  readonly with: (ids: FunctionIds) => VersionContent;
  /** It is shown, and not what runs: its update failed. */
  readonly failed?: boolean;
}

/** What was published last there: only a content that is another is published after it. */
interface Last {
  readonly content: VersionContent;
  /** Of the point. */
  readonly version?: string | undefined;
}

/**
 * Creates the function and publishes its versions in their order, each with its own code and configuration, and
 * leaves `$LATEST` as it was last. Lambda gives the numbers; a version that is there with the same content is used,
 * so a restore that was stopped continues. Two equal versions in a row become one, unless something is bound to one of
 * them by its number: then a version of another description comes between.
 */
export function planVersions(draft: Draft): void {
  const { document, ids, live, steps } = draft;
  const refused: VersionDocument[] = [];
  const published = document.versions.filter(({ version }) => isPublished(version));
  const wanted = published.map((version) => ({
    version: version.version,
    content: contentOf(draft, version, ids),
  }));
  const there = matchVersions(wanted, live?.versions ?? [], draft.home);
  const bound = boundVersions(document);
  /** Numbers at the destination that already stand for a version. */
  const taken = new Set(there.values());
  let current = live === undefined ? planCreation(draft) : standsThere(live);
  let last = lastOf(draft, there);
  planFailed(draft, wanted, there);
  for (const version of published) {
    const { version: label } = version;
    const number = there.get(label);
    if (number !== undefined) {
      ids.versions.set(label, number);
      steps.push({
        title: `use version ${number} (was ${label})`,
        call: "lambda:ListVersionsByFunction",
        effect: "keep",
      });
      continue;
    }
    const next = planned(draft, version);
    const isBound = bound.has(label) || (last?.version !== undefined && bound.has(last.version));
    if (last?.version !== undefined && !isBound && sameContent(last.content, next.content)) {
      steps.push(twinStep(label, last.version));
      continue;
    }
    if (last !== undefined && countsAsSame(last.content, next.content)) {
      const between = apart(next);
      current = planContent(
        draft,
        version,
        between,
        current,
        "a version that keeps two equal ones apart",
        refused,
      );
      steps.push(
        publishStep(
          draft,
          `publish a version that keeps ${last.version ?? "the last"} and ${label} apart`,
          between,
          taken,
        ),
      );
    }
    current = planContent(draft, version, next, current, labelOf(version), refused);
    steps.push(publishStep(draft, `publish a version (was ${label})`, next, taken, label));
    last = { content: next.content, version: label };
  }
  const republished = document.versions.find(({ version }) => version === LATEST_PUBLISHED);
  if (republished !== undefined) current = planRepublished(draft, republished, current, refused);
  const latest = document.versions.find(({ version }) => version === "$LATEST");
  if (latest !== undefined) planContent(draft, latest, planned(draft, latest), current, "$LATEST", refused);
  // A function that cannot be created is not updated either: one reason is enough.
  if (!draft.blocked.some(({ because }) => because === "runtime"))
    draft.blocked.push(...refusedRuntimes(draft, refused, "update"));
}

/** Of the first version whose runtime AWS still creates functions of: the others follow by updates, which it allows longer. */
function planCreation(draft: Draft): Planned | undefined {
  const { document, steps, blocked } = draft;
  const creatable = firstCreatable(document.versions, draft.refused);
  if (creatable === undefined) blocked.push(...refusedRuntimes(draft, document.versions, "create"));
  const version = creatable ?? document.versions[0];
  if (version === undefined) return undefined;
  const to = planned(draft, version);
  steps.push({
    title: `create function ${document.name} (${labelOf(version)})`,
    call: "lambda:CreateFunction",
    effect: "create",
    perform: (ids) => {
      const configuration = resolve(version.configuration, document.arn, ids);
      const tags = { ...writableTags(document.tags), ...draft.lease.atBirth() };
      return createFunction(draft, to.with(ids), configuration, tags);
    },
  });
  return to;
}

function labelOf({ version }: VersionDocument): string {
  return version === "$LATEST" ? version : `version ${version}`;
}

function planned(draft: Draft, version: VersionDocument): Planned {
  const content = contentOf(draft, version, draft.ids);
  return { content, with: (ids) => contentOf(draft, version, ids) };
}

function standsThere({ latest: content, updateFailed }: LiveFunction): Planned {
  return { content, with: () => content, failed: updateFailed !== undefined };
}

function apart(one: Planned): Planned {
  const described = (content: VersionContent): VersionContent => ({
    ...content,
    configuration: { ...content.configuration, Description: SEPARATOR },
  });
  return { content: described(one.content), with: (ids) => described(one.with(ids)) };
}

/** The last number that was given, and what of the point it stands for. `undefined`: none, or of other code. */
function lastOf({ live }: Draft, there: ReadonlyMap<string, string>): Last | undefined {
  const found = live?.versions.find(({ version }) => version === live.last);
  if (found === undefined) return undefined;
  const [version] = [...there].find(([, number]) => number === found.version) ?? [];
  return { content: found.content, version };
}

function planContent(
  draft: Draft,
  version: VersionDocument,
  to: Planned,
  current: Planned | undefined,
  label: string,
  refused: VersionDocument[],
): Planned {
  const { document, steps, blocked, live } = draft;
  if (current === undefined) return to;
  const change = contentChange(current.content, to.content);
  if (change.fixed.length > 0)
    blocked.push({
      because: "inexpressible",
      message: `${change.fixed.join(", ")} of ${document.name} (${label}) cannot be changed on a function that exists`,
      hint: "delete the function that is there, then restore; or restore under another name (--as)",
    });
  const { failed: again = false } = current;
  if (change.differs.length > 0 || again) {
    if (change.differs.length > 0 && draft.refused(runtimeOf(version), "update") !== undefined)
      refused.push(version);
    // AWS updates the code of a refused runtime no more; moving to another runtime it allows.
    const settingsFirst = refusedSince(runtimeOf(current.content), "update", draft.today) !== undefined;
    steps.push({
      title: `set ${document.name} to ${label} (${change.differs.join(", ") || "again: its last update failed"})`,
      call: change.code ? "lambda:UpdateFunctionCode" : "lambda:UpdateFunctionConfiguration",
      effect: overwriting(draft),
      differs: change.differs,
      perform: (ids) => updateFunction(draft, current.with(ids), to.with(ids), { settingsFirst, again }),
    });
  } else if (label === "$LATEST" && (live !== undefined || document.versions.length > 1))
    steps.push({ title: "$LATEST is as it was", call: "lambda:GetFunction", effect: "keep" });
  return to;
}

/** `version`: what it stands for; absent for one that only keeps others apart. */
function publishStep(
  draft: Draft,
  title: string,
  meant: Planned,
  taken: Set<string>,
  version?: string,
): FunctionStep {
  return {
    title,
    call: "lambda:PublishVersion",
    effect: "create",
    perform: async (ids) => {
      const number = await publishVersion(draft, meant.with(ids), taken);
      taken.add(number);
      if (version !== undefined) ids.versions.set(version, number);
    },
  };
}

/** What calls without a qualifier invoke on managed instances. It has one name, under which it is published anew. */
function planRepublished(
  draft: Draft,
  version: VersionDocument,
  current: Planned | undefined,
  refused: VersionDocument[],
): Planned | undefined {
  const { live, steps } = draft;
  const next = planned(draft, version);
  const there = live?.republished;
  if (there !== undefined && there.failed === undefined && sameContent(there.content, next.content)) {
    const call = "lambda:ListVersionsByFunction";
    steps.push({ title: `${LATEST_PUBLISHED} is as it was`, call, effect: "keep" });
    return current;
  }
  const content = planContent(draft, version, next, current, LATEST_PUBLISHED, refused);
  steps.push({
    title: `publish ${LATEST_PUBLISHED}`,
    call: "lambda:PublishVersion",
    effect: live?.republished === undefined ? "create" : overwriting(draft),
    perform: async (ids) => {
      await publishVersion(draft, next.with(ids), new Set(), "LATEST_PUBLISHED");
    },
  });
  return content;
}
