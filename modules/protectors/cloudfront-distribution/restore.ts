import { TagResourceCommand } from "@aws-sdk/client-cloudfront";
import type { JsonObject } from "../../contract/json.ts";
import { sameJson } from "../kit/canonical.ts";
import { MAX_TAGS, ORIGIN } from "../kit/origin.ts";
import { switchedOff } from "../kit/switched-off.ts";
import { differingTags, tagList, writableTags } from "../kit/tags.ts";
import { unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { PlanRequest, ThingPlan } from "../protector.ts";
import { aliasesOf, hostsOf } from "./config.ts";
import type { DistributionDocument } from "./document.ts";
import { formOfConfig } from "./form.ts";
import { type DistributionPlanPorts, findDistributions, liveDistribution, tagsOf } from "./live.ts";
import { READ } from "./read.ts";
import { aliasParts, configKnown, configMade, unknownVersions } from "./restore/config-now.ts";
import type { Draft } from "./restore/draft.ts";
import { addStep, planFunctions } from "./restore/functions.ts";
import { LOGS, logBucketOf, planLogs } from "./restore/logs.ts";
import { planNeeded } from "./restore/prerequisites.ts";
import { planStores } from "./restore/stores.ts";
import { CREATE, createDistribution, tagsWithRoom, UPDATE, updateDistribution } from "./restore/write.ts";

const TAG = "cloudfront:TagResource";

/** What a restore would do, from what is at the destination now. Reads only. */
export async function planDistribution(
  ports: DistributionPlanPorts,
  request: PlanRequest<DistributionDocument>,
): Promise<ThingPlan> {
  const { source, document, missing, warnings } = request.translation;
  const found = await findDistributions(ports, {
    source,
    as: document.name === source.name ? undefined : document.name,
    mapped: document.arn === source.arn ? undefined : document.arn,
  });
  const [id, ...more] = found.ids;
  const live = id === undefined ? undefined : await liveDistribution(ports, id);
  const draft: Draft = {
    ...{ ports, request, live, resource: labelOf(source) },
    tags: live === undefined ? {} : await tagsOf(ports, live.arn),
    others: found.listed.filter((one) => one.id !== id),
    ids: new Map(
      live === undefined ? [] : [[source.arn, live.arn] as const, [source.domain, live.domain] as const],
    ),
    steps: [],
    blocked: untranslated([...missing, ...unknownVersions(request)]),
    warnings: [...warnings],
    leftOut: [],
    parts: [
      ...aliasParts(request).map(({ part }) => part),
      ...(logBucketOf(document.config) === undefined ? [] : [LOGS]),
    ],
  };
  if (more.length > 0)
    draft.blocked.push({
      because: "live",
      message: `${draft.resource}: distributions ${found.ids.join(", ")} are all tagged ${ORIGIN} as what a restore has made of it`,
      hint: "look at them, delete those that are not it or take that tag away from them; or map it to the one that it is",
    });
  await planSteps(draft);
  const off = document.enabled && live !== undefined && !live.enabled && !Object.hasOwn(draft.tags, ORIGIN);
  if (off) draft.warnings.push(switchedOff(draft.resource));
  if (live === undefined && !document.enabled) draft.warnings.push(neverAnswers(draft.resource, source.id));
  return {
    live: live === undefined ? "absent" : "there",
    steps: draft.steps,
    blocked: draft.blocked,
    warnings: draft.warnings,
    leftOut: draft.leftOut,
    parts: draft.parts,
    atArm:
      document.enabled && live?.enabled !== true
        ? [{ title: `enable ${draft.resource}`, call: UPDATE, effect: "create" }]
        : [],
    ids: draft.ids,
    activation: (ids) => ({
      arn: ids.get(source.arn) ?? document.arn,
      label: draft.resource,
      enabled: document.enabled,
      ...(off && { off }),
    }),
  };
}

async function planSteps(draft: Draft): Promise<void> {
  const { live, request, resource, steps } = draft;
  const config = configKnown(request, request.known ?? new Map());
  planAliases(draft);
  await planStores(draft);
  await planFunctions(draft);
  const isOther = live !== undefined && !isAsWas(draft, config, live.config);
  if (live === undefined || isOther) {
    await planNeeded(draft, config);
    planLogs(draft, config);
  }
  if (live === undefined) planCreate(draft, config);
  else {
    // One that answers goes on: what was disabled is disabled again, and nothing here enables.
    const enabled = live.enabled && request.translation.document.enabled;
    if (isOther || enabled !== live.enabled)
      addStep(
        draft,
        `set ${resource} as it was${enabled ? ", while it answers" : ""}`,
        UPDATE,
        "replace",
        (ids) => updateDistribution(draft, live, configMade(request, ids), enabled),
      );
    planTags(draft, live.arn);
  }
  const writing = steps.filter(({ effect }) => effect !== "keep");
  if (writing.length === 0) steps.push({ title: `${resource} is as it was`, call: READ, effect: "keep" });
  else {
    const changes = live === undefined ? writing.filter(({ effect }) => effect === "replace") : writing;
    if (!request.replace) draft.blocked.push(...unallowed(resource, changes));
  }
}

function planCreate(draft: Draft, config: JsonObject): void {
  const { request, resource, blocked, warnings, leftOut, steps } = draft;
  const { source, document } = request.translation;
  if (document.config.Staging === true)
    blocked.push({
      because: "inexpressible",
      message: `${resource} is one for staging, which CloudFront makes by copying alone`,
      hint: "leave it out with --skip, and copy the distribution that it is of (aws cloudfront copy-distribution)",
    });
  warnings.push(
    `${resource} comes back under another id and another name than ${source.domain}: DNS records that lead to that name, and policies of buckets and functions that name ${source.arn}, have to follow`,
    ...hostsOf(config).flatMap(({ text }) =>
      text.includes(".lambda-url.")
        ? [
            `${resource} fetches from the function URL ${text}: where that function comes back too, arming gives it another one, which has to be set there`,
          ]
        : [],
    ),
  );
  const { ContinuousDeploymentPolicyId: policy } = document.config;
  if (policy !== undefined && policy !== "")
    leftOut.push(
      `policy ${String(policy)} of continuous deployment of ${resource}: it names a distribution for staging, which no restore makes`,
    );
  const room = Object.fromEntries(tagsWithRoom(draft));
  const lost = Object.keys(writableTags(document.tags)).filter((key) => !Object.hasOwn(room, key));
  if (lost.length > 0)
    leftOut.push(
      `tag ${lost.join(", ")} of ${resource}: with the tag ${ORIGIN}, which says what it stands for, it has the ${MAX_TAGS} that it can have`,
    );
  steps.push({
    title: `create ${resource}, disabled`,
    call: CREATE,
    effect: "create",
    perform: (ids) => createDistribution(draft, (now) => withoutPolicy(configMade(request, now)), ids),
  });
}

/** CloudFront lets one distribution of all accounts have a name. */
function planAliases({ request, live, others, blocked, warnings, resource }: Draft): void {
  if (live !== undefined) return;
  for (const { name, part } of aliasParts(request)) {
    const owner = others.find(({ aliases }) => aliases.includes(name));
    if (request.skip?.has(part))
      warnings.push(`alternate domain name ${name} of ${resource} is left out, as --skip ${part} says`);
    else if (owner !== undefined)
      blocked.push({
        because: "live",
        message: `alternate domain name ${name} of ${resource} belongs to distribution ${owner.id}`,
        hint: `take it away there, map it to another name, or say --skip ${part}`,
      });
  }
}

function planTags(draft: Draft, arn: string): void {
  const { request, tags, resource, ports } = draft;
  const wanted = Object.hasOwn(tags, ORIGIN)
    ? Object.fromEntries(tagsWithRoom(draft))
    : writableTags(request.translation.document.tags);
  const differing = differingTags(wanted, tags);
  if (Object.keys(differing).length === 0) return;
  addStep(draft, `set tags ${Object.keys(differing).join(", ")} of ${resource}`, TAG, "replace", () =>
    ports.cloudfront.send(new TagResourceCommand({ Resource: arn, Tags: { Items: tagList(differing) } })),
  );
}

function isAsWas({ request }: Draft, wanted: JsonObject, live: JsonObject): boolean {
  // Whose names were left out at birth may have been given them since.
  const skipped =
    request.skip !== undefined && aliasParts(request).some(({ part }) => request.skip?.has(part));
  const form = ({ Aliases: aliases, Logging: logging, ...rest }: JsonObject) =>
    formOfConfig({
      ...rest,
      ...(!skipped && aliases !== undefined && { Aliases: aliases }),
      ...(!request.skip?.has(LOGS) && logging !== undefined && { Logging: logging }),
    });
  return sameJson(form(wanted), form(live));
}

function withoutPolicy({ ContinuousDeploymentPolicyId: _, ...config }: JsonObject): JsonObject {
  return config;
}

/** What is deleted is disabled before, so the newest point of a lost one may be of that hour. */
function neverAnswers(resource: string, id: string): string {
  return `${resource} was disabled when it was captured, and arm does not enable it: zonekeep history cloudfront-distribution/${id} tells the points of when it answered, for --point RUN`;
}

/** With the name that people know it by. */
function labelOf({ id, config }: DistributionDocument): string {
  const [alias] = aliasesOf(config);
  return `distribution ${id}${alias === undefined ? "" : ` (${alias})`}`;
}
