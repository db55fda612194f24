import { PublishVersionCommand } from "@aws-sdk/client-lambda";
import { attempt } from "../../kit/attempt.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import { MARK, writableTags } from "../../kit/tags.ts";
import { canonicalConfiguration } from "../canonical-configuration.ts";
import { asCodeSha256 } from "../code-hash.ts";
import type { VersionDocument } from "../document.ts";
import { contentChange, sameContent, type VersionContent } from "./content.ts";
import { type Draft, type FunctionStep, overwriting } from "./draft.ts";
import { type FunctionIds, resolve } from "./ids.ts";
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
  let current = live?.latest;
  for (const version of document.versions) {
    const content = contentOf(draft, version, ids);
    if (version.version === "$LATEST") {
      current = planContent(draft, version, content, current, point);
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
      current = planContent(draft, version, content, current, point);
      steps.push(publishStep(draft, version));
    }
    done.push({ version: version.version, content });
  }
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
  point: string,
): VersionContent {
  const { ports, document, steps, blocked } = draft;
  const label = version.version === "$LATEST" ? "$LATEST" : `version ${version.version}`;
  if (current === undefined) {
    steps.push({
      title: `create function ${document.name} (${label})`,
      call: "lambda:CreateFunction",
      effect: "create",
      perform: (ids) => {
        const configuration = resolve(version.configuration, document.arn, ids);
        return createFunction(
          ports,
          document.name,
          version,
          configuration,
          content.environment,
          birthTags(draft, point),
        );
      },
    });
    return content;
  }
  const change = contentChange(current, content);
  if (change.fixed.length > 0)
    blocked.push({
      because: "inexpressible",
      message: `${change.fixed.join(", ")} of ${document.name} (${label}) cannot be changed on a function that exists`,
      hint: "restore under another name, or delete the function that is there",
    });
  if (change.differs.length > 0) steps.push(updateStep(draft, version, label, content, current));
  else if (version.version === "$LATEST")
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
    perform: (ids) => updateFunction(ports, document.name, contentOf(draft, version, ids), change),
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
