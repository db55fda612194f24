import { refusedOn } from "../../../core/runtimes/lifecycle.ts";
import { requireAnsweredFor } from "../../kit/answered-for.ts";
import { noMark, placeOfMark, unarmedPoint, unfinishedMark } from "../../kit/mark.ts";
import { writableTags } from "../../kit/tags.ts";
import { untranslated } from "../../kit/untranslated.ts";
import type { Ids, PlannedStep, PlanRequest, ThingPlan } from "../../protector.ts";
import { activationOf } from "../activate/activation.ts";
import { isBesideSource } from "../activate/source.ts";
import type { FunctionDocument, FunctionSecrets } from "../document.ts";
import { planAliases, planWeights } from "./aliases.ts";
import { planAsyncConfigs } from "./async-configs.ts";
import { planCodeSigning } from "./code-signing.ts";
import { planConcurrency } from "./concurrency.ts";
import type { Draft, FunctionStep } from "./draft.ts";
import { type FunctionIds, functionIds } from "./ids.ts";
import { planImages } from "./images.ts";
import { planLayers } from "./layers.ts";
import { heldBy, Lease, waitFor } from "./lease.ts";
import { readLive } from "./live.ts";
import { planMappings } from "./mappings.ts";
import { mappingsAtArm } from "./mappings-at-arm.ts";
import { isOfPart, skipped } from "./parts.ts";
import { planPermissions } from "./permissions.ts";
import type { FunctionRestorePorts } from "./ports.ts";
import { planPrerequisites } from "./prerequisites.ts";
import { planProvisioned } from "./provisioned.ts";
import { planQuotas } from "./quotas.ts";
import { planRecursion } from "./recursion.ts";
import { planReferences, referenceParts } from "./reference.ts";
import { leftOutWarnings, versionsLeftOut, withoutVersions } from "./runtimes.ts";
import { awaitsArm, markStep, planTags, unmarkStep } from "./tags.ts";
import { isOfRestore, isUntranslated, liveDiffers } from "./there.ts";
import { planUrls } from "./urls.ts";
import { contentsOf } from "./version-contents.ts";
import { planVersionSettings } from "./version-settings.ts";
import { planVersions } from "./versions.ts";

/**
 * What a restore would do, from what is at the destination now. Reads only.
 * Throws where the destination cannot be read in full.
 */
export async function planFunction(
  ports: FunctionRestorePorts,
  request: PlanRequest<FunctionDocument, FunctionSecrets>,
): Promise<ThingPlan> {
  const { translation, point } = request;
  const { source, document: whole, secrets = {} } = translation;
  const known: Ids = new Map();
  const idsIn = (ids: Ids): FunctionIds => functionIds(ids, source.arn, whole.arn);
  const hashes = new Set(whole.versions.map(({ codeSha256 }) => codeSha256));
  const live = await readLive(ports, whole.name, hashes);
  if (live !== undefined)
    requireAnsweredFor(live.arn, whole.arn, { resource: whole.name, call: "lambda:GetFunction" });
  const refused = refusedOn(request.today, request.trusted);
  const away = versionsLeftOut(source, whole, live, refused, request.named);
  const referenceWarnings: string[] = [];
  const skip = skipped(request);
  const document = await planReferences(ports, withoutVersions(whole, away), live, skip, referenceWarnings);
  const missing = translation.missing.filter(
    ({ path }) => !away.some((version) => path.startsWith(`versions[${whole.versions.indexOf(version)}].`)),
  );
  const found = live && unfinishedMark(live.tags);
  const begun = found?.mark.point === point;
  const ours =
    live === undefined || (begun && isOfRestore(found.mark, live, contentsOf(whole, secrets, idsIn(known))));
  const replace = request.replace || (begun && found.mark.replace);
  const key = (begun && found.key) || placeOfMark(live?.tags ?? {}, writableTags(document.tags));
  const lease = new Lease(ports, document, { point, replace: replace && !ours }, key);
  const isSkipped = isOfPart(document, skip);
  const draft: Draft = {
    ports,
    document,
    secrets,
    live,
    ours,
    replace,
    home: source.arn === document.arn,
    lease,
    at: { ...ports, name: document.name, lease },
    allowPublic: request.allowPublic,
    streams: request.streams,
    today: request.today,
    refused,
    ids: idsIn(known),
    steps: [],
    blocked: untranslated(missing.filter(({ path }) => !isSkipped(path))),
    warnings: [
      ...translation.warnings,
      ...leftOutWarnings(whole, away, request.today),
      ...referenceWarnings,
      ...noMark(live?.tags ?? {}),
    ],
    together: request.together,
    skip,
    parts: new Set(referenceParts(source)),
    leftOut: [],
    leftAway: request.leftAway ?? (() => undefined),
    away: [],
    without: [],
    claims: request.claims ?? new Map<string, number>(),
    arming: { statements: [], urls: [] },
    atArm: [],
    off: new Set(),
    notes: [],
  };
  planSecrets(draft);
  planHeld(draft);
  await planPrerequisites(draft, new Set(missing.map(({ value }) => value)));
  await planImages(draft);
  await planLayers(draft);
  const before = draft.steps.length;
  planVersions(draft);
  planAliases(draft);
  planRecursion(draft);
  await planVersionSettings(draft);
  await planAsyncConfigs(draft);
  planTags(draft);
  await planPermissions(draft);
  await planCodeSigning(draft);
  draft.steps.splice(before, 0, ...(await planMappings(draft)));
  planUrls(draft);
  // Last of all: AWS may have no room for it, and nothing waits for it.
  await planQuotas(draft);
  planProvisioned(draft, "lowered");
  planConcurrency(draft);
  planProvisioned(draft, "raised");
  planWeights(draft);
  if (
    document.mappings.some(({ enabled }) => enabled) &&
    (await isBesideSource(ports, source.arn, document.arn))
  )
    draft.warnings.push(
      `function ${source.name} is there and reads the same sources as ${document.name}: ` +
        "arm refuses to enable them beside it, unless you say --alongside",
    );

  const changes = draft.steps.filter(({ effect }) => effect !== "keep");
  const replaced = draft.atArm.filter(({ effect }) => effect === "replace");
  if (begun || (!ours && changes.length > 0 && replace)) draft.steps.splice(before, 0, markStep(draft));
  const compared = changes.filter((one) => !isUntranslated(one, missing));
  if (!ours && !request.replace) draft.blocked.push(...liveDiffers(draft, [...compared, ...replaced], begun));
  if (changes.length > 0 || begun) draft.steps.push(lastStep(draft));
  return {
    live: live === undefined ? "absent" : ours ? "ours" : "there",
    steps: draft.steps.map(
      ({ perform, ...step }): PlannedStep => ({
        ...step,
        ...(perform !== undefined && {
          perform: (ids) => held(draft, step, () => perform(idsIn(ids))),
        }),
      }),
    ),
    blocked: draft.blocked,
    warnings: draft.warnings,
    ids: known,
    parts: [...draft.parts].sort(),
    leftOut: [
      ...away.map(({ version }) => `version ${version} of ${document.name}`),
      ...draft.leftOut,
      ...draft.without,
    ],
    away: draft.away,
    notes: draft.notes,
    atArm: [...draft.atArm, ...mappingsAtArm(draft)],
    activation: (ids) => ({
      ...activationOf(document, source.arn, draft, ids, idsIn(new Map(ids))),
      ...((awaitsArm(draft) || unarmedPoint(live?.tags ?? {}) !== undefined) && { marked: true }),
      point,
    }),
  };
}

/**
 * What lacks a part has not come back: its mark stays until the part is there, or `--skip` names it; whoever continues need
 * not wait.
 */
function lastStep(draft: Draft): FunctionStep {
  const otherwise = (): Promise<void> => draft.lease.release();
  if (draft.leftOut.length === 0) return { ...unmarkStep(draft), whole: true, otherwise };
  return {
    title: `leave ${draft.document.name} marked as being restored: it is not whole`,
    call: "lambda:TagResource",
    effect: "create",
    perform: otherwise,
  };
}

/** Nothing is written by one who no longer holds the function, and whoever stops holds it no longer. */
async function held(
  { lease }: Draft,
  { part }: Pick<FunctionStep, "part">,
  perform: () => Promise<void>,
): Promise<void> {
  try {
    await lease.keep();
    await perform();
  } catch (error) {
    // One that lacks a part goes on.
    if (part !== undefined) throw error;
    // The error that stopped it counts; a lease that cannot be given back ends by itself.
    await lease.release().catch(() => undefined);
    throw error;
  }
}

/** Two restores of one function would number its versions for each other. */
function planHeld({ ports, document, live, blocked }: Draft): void {
  const other = live && heldBy(live.tags, ports);
  if (other !== undefined)
    blocked.push({
      because: "held",
      message: `${other.holder} is restoring ${document.name}`,
      hint: waitFor(other),
    });
}

/** A function without the values it had would start and fail in silence. */
function planSecrets({ document, secrets, blocked }: Draft): void {
  const lacking = document.versions.flatMap(({ version, environment }) =>
    environment.filter((name) => secrets[version]?.[name] === undefined),
  );
  if (document.environmentValues === "left-out") {
    if (lacking.length > 0)
      blocked.push({
        because: "incomplete",
        message:
          `${document.name} needs values of environment variables ${[...new Set(lacking)].sort().join(", ")}, ` +
          "which its policy keeps out of the points",
        hint: `give them with --environment FILE: lines \`NAME: "value"\` below \`${document.name}:\``,
      });
    return;
  }
  for (const { version, environment } of document.versions) {
    const lacking = environment.filter((name) => secrets[version]?.[name] === undefined);
    if (lacking.length > 0)
      blocked.push({
        because: "incomplete",
        message: `the values of environment variables ${lacking.join(", ")} of version ${version} are not there`,
        hint: "open the point's secrets with a role that may use the key of its copy",
      });
  }
}
