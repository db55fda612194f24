import type { Blocked } from "../blocked.ts";
import { unallowed } from "../kit/unallowed.ts";
import { untranslated } from "../kit/untranslated.ts";
import type { PlanRequest, ThingPlan } from "../protector.ts";
import type { MachineDocument, MachineSecrets } from "./document.ts";
import { planAliases } from "./restore/aliases.ts";
import type { Draft } from "./restore/draft.ts";
import { begunFrom, type LiveMachine, readLive } from "./restore/live.ts";
import { matchVersions } from "./restore/match.ts";
import type { MachineRestorePorts } from "./restore/ports.ts";
import { planQuotas, planUses } from "./restore/prerequisites.ts";
import { planRevisions } from "./restore/revisions.ts";
import { planTags, planUnmark, tagsAtBirth } from "./restore/tags.ts";
import { type Wanted, wantedOf } from "./restore/wanted.ts";

type Request = PlanRequest<MachineDocument, MachineSecrets>;

/** What a restore would do, from what is at the destination now. Reads only. */
export async function planMachine(ports: MachineRestorePorts, request: Request): Promise<ThingPlan> {
  const { source, document, missing } = request.translation;
  const resource = `state machine ${document.name}`;
  const wanted = wantedOf(request);
  const found = await readLive(ports, document.arn, resource);
  const live = found?.machine.isDeleting ? undefined : found;
  const isOurs = live === undefined || begunFrom(live) === request.point;
  const base = { live: live === undefined ? "absent" : isOurs ? "ours" : "there" } as const;
  const own = [[source.arn, document.arn]] as const;
  if (wanted === undefined)
    return {
      ...base,
      steps: [],
      blocked: [...untranslated(missing), incomplete(resource)],
      warnings: request.translation.warnings,
      ids: new Map(own),
      activation: () => null,
    };
  const all = [...wanted.versions, wanted.current];
  const draft: Draft = {
    ...{ ports, request, resource, wanted, live, isOurs },
    numbers: new Map(matchVersions(wanted.versions, live?.versions ?? [], isHome(request))),
    steps: [],
    blocked: untranslated([...missing, ...all.flatMap(({ unknown }) => unknown)]),
    warnings: [...request.translation.warnings, ...starting(resource, found, live)],
  };
  const known = [...draft.numbers].map(
    ([version, number]) => [`${source.arn}:${version}`, `${document.arn}:${number}`] as const,
  );
  await planSteps(draft, wanted);
  return {
    ...base,
    steps: draft.steps,
    blocked: draft.blocked,
    warnings: draft.warnings,
    ids: new Map([...own, ...known]),
    activation: () => null,
  };
}

async function planSteps(draft: Draft, wanted: Wanted): Promise<void> {
  const { request, live, isOurs, resource, blocked, steps, warnings } = draft;
  const { document } = request.translation;
  if (live !== undefined && live.machine.type !== document.type) {
    blocked.push({
      because: "inexpressible",
      message: `${resource} is there, and its type ${live.machine.type} cannot be changed to ${document.type}`,
      hint: "restore under another name",
    });
    return;
  }
  const tags = tagsAtBirth(draft);
  planRevisions(draft, tags);
  warnings.push(...otherDescriptions(draft));
  if (isOverwritten(draft))
    warnings.push(
      `until all versions are published, an execution of ${resource} without a qualifier may run an older definition`,
    );
  planAliases(draft);
  planTags(draft);
  if (isOurs) planUnmark(draft, live?.tags ?? tags);
  const writing = steps.filter(({ effect }) => effect !== "keep");
  if (writing.length > 0) await planUses(draft, [...wanted.versions, wanted.current]);
  planQuotas(draft);
  if (!isOurs && !request.replace) blocked.push(...unallowed(resource, writing));
}

/** No call changes what a version was described as. */
function otherDescriptions({ wanted, live, numbers, resource }: Draft): string[] {
  return wanted.versions.flatMap(({ version = "", description = "" }) => {
    const number = numbers.get(version);
    const there = live?.versions.find((one) => one.version === number);
    return there === undefined || (there.description ?? "") === description
      ? []
      : [
          `version ${there.version} of ${resource} is there with another description, and keeps it: AWS changes none`,
        ];
  });
}

/** A live machine becomes each version in turn. */
function isOverwritten({ live, isOurs, steps }: Draft): boolean {
  return live !== undefined && !isOurs && steps.filter(({ effect }) => effect === "replace").length > 1;
}

/** Who may start a machine is said by no part of it. */
function starting(
  resource: string,
  found: LiveMachine | undefined,
  live: LiveMachine | undefined,
): readonly string[] {
  if (live !== undefined) return [];
  return [
    ...(found === undefined ? [] : [`${resource} is being deleted: it is made again when that is done`]),
    `what starts ${resource} is not held back: who has its ARN can start it as soon as it is there`,
  ];
}

function incomplete(resource: string): Blocked {
  return {
    because: "incomplete",
    message: `the point does not hold every definition of ${resource}`,
    hint: "restore another point",
  };
}

function isHome({ translation: { source, document } }: Request): boolean {
  return source.account === document.account && source.region === document.region;
}
