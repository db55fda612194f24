import type { RestoreTarget } from "../../protector.ts";
import type { FunctionTranslation } from "../translate.ts";
import { planAliases } from "./aliases.ts";
import { planAsyncConfigs } from "./async-configs.ts";
import { planConcurrency } from "./concurrency.ts";
import type { RestoreDeps } from "./deps.ts";
import type { Blocked, Draft, PlannedStep, StreamStart } from "./draft.ts";
import { RestoreError } from "./error.ts";
import { type Ids, noIds } from "./ids.ts";
import { planLayers } from "./layers.ts";
import { readLive } from "./live.ts";
import { planMappings } from "./mappings.ts";
import { MARK } from "./mark.ts";
import { planPermissions } from "./permissions.ts";
import { planPrerequisites } from "./prerequisites.ts";
import { markStep, planTags, unmarkStep } from "./tags.ts";
import { planUrls } from "./urls.ts";
import { planVersions } from "./versions.ts";

export interface RestoreRequest {
  /** The point's own name, such as its manifest's key: what a half-restored function is known by. At most 256 characters. */
  readonly point: string;
  readonly translation: FunctionTranslation;
  readonly target: RestoreTarget;
  /** Whether a live function that differs may be changed. */
  readonly replace: boolean;
  /** Whether statements and URLs that anybody may use come back. */
  readonly allowPublic: boolean;
  /** Where stream mappings start. By default where they started when they were made. */
  readonly streams?: StreamStart;
}

export interface RestorePlan {
  readonly request: RestoreRequest;
  readonly steps: readonly PlannedStep[];
  /** Not empty: nothing may be done. */
  readonly blocked: readonly Blocked[];
  readonly warnings: readonly string[];
  readonly ids: Ids;
}

/**
 * What a restore would do, from what is at the destination now. Reads only; a dry run prints it, `applyRestore` does it.
 * Throws where the destination cannot be read in full.
 */
export async function planRestore(deps: RestoreDeps, request: RestoreRequest): Promise<RestorePlan> {
  const { translation, point } = request;
  const { document, secrets, missing } = translation;
  const hashes = new Set(document.versions.map(({ codeSha256 }) => codeSha256));
  const live = await readLive(deps, document.name, hashes);
  if (live !== undefined && live.arn !== document.arn)
    throw new RestoreError(
      document.name,
      "lambda:GetFunction",
      `it answered for ${live.arn}, not for ${document.arn}`,
      "use credentials and a region of the destination",
    );
  const begun = live?.tags[MARK] === point;
  const draft: Draft = {
    deps,
    document,
    secrets,
    live,
    ours: live === undefined || begun,
    allowPublic: request.allowPublic,
    streams: request.streams,
    ids: noIds(),
    steps: [],
    blocked: missing.map(({ path, value, reason }) => ({
      because: "untranslated",
      message: `${path}: ${value}: ${reason}`,
      wayOut: "add it to the file of --map",
    })),
    warnings: [...translation.warnings],
  };
  planSecrets(draft);
  await planPrerequisites(draft);
  await planLayers(draft);
  const before = draft.steps.length;
  planVersions(draft, point);
  planAliases(draft);
  planConcurrency(draft);
  planUrls(draft);
  planAsyncConfigs(draft);
  planTags(draft);
  await planPermissions(draft);
  draft.steps.splice(before, 0, ...(await planMappings(draft)));

  const changes = draft.steps.filter(({ effect }) => effect !== "keep");
  if (!draft.ours && changes.length > 0) {
    if (request.replace) draft.steps.splice(before, 0, markStep(draft, point));
    else draft.blocked.push(...liveDiffers(draft, changes));
  }
  if (changes.length > 0 || begun) draft.steps.push(unmarkStep(draft));
  return { request, steps: draft.steps, blocked: draft.blocked, warnings: draft.warnings, ids: draft.ids };
}

/** One entry for each change that nobody allowed. */
function liveDiffers({ document, live }: Draft, changes: readonly PlannedStep[]): Blocked[] {
  const other = live?.tags[MARK];
  const wayOut =
    other === undefined
      ? "say --replace to make it as it was captured, or restore under another name"
      : `a restore of ${other} has not finished: finish that one, or say --replace`;
  return changes.map(({ title }) => ({
    because: "live",
    message: `${document.name} is there and differs: ${title}`,
    wayOut,
  }));
}

/** A function without the values it had would start and fail in silence. */
function planSecrets({ document, secrets, blocked }: Draft): void {
  for (const { version, environment } of document.versions) {
    const lacking = environment.filter((name) => secrets[version]?.[name] === undefined);
    if (lacking.length > 0)
      blocked.push({
        because: "incomplete",
        message: `the values of environment variables ${lacking.join(", ")} of version ${version} are not there`,
        wayOut: "open the point's secrets with a role that may use the key of its copy",
      });
  }
}
