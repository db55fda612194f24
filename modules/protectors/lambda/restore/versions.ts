import { PublishVersionCommand } from "@aws-sdk/client-lambda";
import { refusedSince } from "../../../core/runtimes/lifecycle.ts";
import { attempt } from "../../kit/attempt.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { MARK, writableTags } from "../../kit/tags.ts";
import { runtimeOf } from "../by-runtime.ts";
import { canonicalConfiguration } from "../canonical-configuration.ts";
import { asCodeSha256 } from "../code-hash.ts";
import type { VersionDocument } from "../document.ts";
import { contentChange, sameContent, type VersionContent } from "./content.ts";
import { type Draft, type FunctionStep, overwriting } from "./draft.ts";
import { type FunctionIds, resolve } from "./ids.ts";
import { firstCreatable, refusedRuntimes } from "./runtimes.ts";
import { settled } from "./settle.ts";
import { createFunction, updateFunction } from "./write-content.ts";

/** Tags a function can have. https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html */
const MAX_TAGS = 50;

/**
 * Creates the function and publishes its versions in their order, each with its own code and configuration, and
 * leaves `$LATEST` as it was last. Lambda gives the numbers; a version that is there with the same content is used,
 * so a restore that was stopped continues, and two versions of one content become one.
 */
export function planVersions(draft: Draft, point: string): void {
  const { document, ids, live, steps } = draft;
  const done: { readonly version: string; readonly content: VersionContent }[] = [];
  const refused: VersionDocument[] = [];
  let current = live?.latest ?? planCreation(draft, point);
  for (const version of document.versions) {
    const content = contentOf(draft, version, ids);
    if (version.version === "$LATEST") {
      current = planContent(draft, version, content, current, refused);
      continue;
    }
    const there = findVersion(draft, version.version, content);
    const twin = done.find((other) => sameContent(other.content, content));
    if (there !== undefined) {
      ids.versions.set(version.version, there);
      steps.push({
        title: `use version ${there} (was ${version.version})`,
        call: "lambda:ListVersionsByFunction",
        effect: "keep",
      });
    } else if (twin !== undefined) {
      steps.push(twinStep(version.version, twin.version));
    } else {
      current = planContent(draft, version, content, current, refused);
      steps.push(publishStep(draft, version));
    }
    done.push({ version: version.version, content });
  }
  // A function that cannot be created is not updated either: one reason is enough.
  if (!draft.blocked.some(({ because }) => because === "runtime"))
    draft.blocked.push(...refusedRuntimes(draft, refused, "update"));
}

/** Of the first version whose runtime AWS still creates functions of: the others follow by updates, which it allows longer. */
function planCreation(draft: Draft, point: string): VersionContent | undefined {
  const { ports, document, ids, steps, blocked } = draft;
  const creatable = firstCreatable(document.versions, draft.refused);
  if (creatable === undefined) blocked.push(...refusedRuntimes(draft, document.versions, "create"));
  const version = creatable ?? document.versions[0];
  if (version === undefined) return undefined;
  const content = contentOf(draft, version, ids);
  steps.push({
    title: `create function ${document.name} (${labelOf(version)})`,
    call: "lambda:CreateFunction",
    effect: "create",
    perform: (now) =>
      createFunction(
        ports,
        document.name,
        version,
        resolve(version.configuration, document.arn, now),
        content.environment,
        birthTags(draft, point),
      ),
  });
  return content;
}

function labelOf({ version }: VersionDocument): string {
  return version === "$LATEST" ? version : `version ${version}`;
}

/** One version as this destination will read it; layers not yet published keep the document's ARN. */
function contentOf({ document, secrets }: Draft, version: VersionDocument, ids: FunctionIds): VersionContent {
  return {
    codeSha256: version.codeSha256,
    ...(version.image !== undefined && { image: version.image }),
    configuration: canonicalConfiguration(resolve(version.configuration, document.arn, ids), document.name),
    environment: secrets[version.version] ?? {},
  };
}

/** The same number if it is the same, so that a restore in place changes nothing; or else the latest of its content. */
function findVersion({ live }: Draft, version: string, content: VersionContent): string | undefined {
  const same = (live?.versions ?? []).filter((other) => sameContent(other.content, content));
  return (same.find((other) => other.version === version) ?? same.at(-1))?.version;
}

function planContent(
  draft: Draft,
  version: VersionDocument,
  content: VersionContent,
  current: VersionContent | undefined,
  refused: VersionDocument[],
): VersionContent {
  const { document, steps, blocked, live } = draft;
  const label = labelOf(version);
  if (current === undefined) return content;
  const change = contentChange(current, content);
  if (change.fixed.length > 0)
    blocked.push({
      because: "inexpressible",
      message: `${change.fixed.join(", ")} of ${document.name} (${label}) cannot be changed on a function that exists`,
      hint: "restore under another name, or delete the function that is there",
    });
  if (change.differs.length > 0) {
    if (draft.refused(runtimeOf(version), "update") !== undefined) refused.push(version);
    steps.push(updateStep(draft, version, label, content, current));
  } else if (version.version === "$LATEST" && (live !== undefined || document.versions.length > 1))
    steps.push({ title: "$LATEST is as it was", call: "lambda:GetFunction", effect: "keep" });
  return content;
}

function updateStep(
  draft: Draft,
  version: VersionDocument,
  label: string,
  content: VersionContent,
  current: VersionContent,
): FunctionStep {
  const { ports, document } = draft;
  const change = contentChange(current, content);
  return {
    title: `set ${document.name} to ${label} (${change.differs.join(", ")})`,
    call: change.code ? "lambda:UpdateFunctionCode" : "lambda:UpdateFunctionConfiguration",
    effect: overwriting(draft),
    // AWS updates the code of a refused runtime no more; moving to another runtime it allows.
    perform: (ids) =>
      updateFunction(ports, document.name, contentOf(draft, version, ids), {
        ...change,
        settingsFirst: refusedSince(runtimeOf(current), "update", draft.today) !== undefined,
      }),
  };
}

function publishStep({ ports, document }: Draft, version: VersionDocument): FunctionStep {
  const { lambda, sleep } = ports;
  const what = { resource: document.name, call: "lambda:PublishVersion" };
  return {
    title: `publish a version (was ${version.version})`,
    call: what.call,
    effect: "create",
    perform: async (ids) => {
      const { Version } = await attempt(sleep, what, () =>
        lambda.send(
          new PublishVersionCommand({
            FunctionName: document.name,
            CodeSha256: asCodeSha256(version.codeSha256, version.image),
          }),
        ),
      );
      if (Version === undefined)
        throw new RestoreError(what.resource, what.call, "the answer has no version", AGAIN);
      ids.versions.set(version.version, Version);
      await settled(ports, document.name, Version);
    },
  };
}

/** Lambda publishes no version that is equal to the one before, and one content needs no second number. */
function twinStep(version: string, twin: string): FunctionStep {
  return {
    title: `version ${version} is the same as ${twin}`,
    call: "lambda:PublishVersion",
    effect: "keep",
    perform: async (ids) => {
      const number = ids.versions.get(twin);
      if (number !== undefined) ids.versions.set(version, number);
    },
  };
}

/** Tagged at birth, so that no instant exists in which the function is there and nobody knows whose it is. */
function birthTags({ document }: Draft, point: string): Record<string, string> {
  const tags = writableTags(document.tags);
  return Object.keys(tags).length < MAX_TAGS ? { ...tags, [MARK]: point } : tags;
}
