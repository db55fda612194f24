import { sameJson } from "../../kit/canonical.ts";
import { AGAIN, RestoreError } from "../../kit/restore-error.ts";
import type { PlannedStep } from "../../protector.ts";
import { formOf } from "../revision.ts";
import { type Draft, keyOf, overwriting, remember } from "./draft.ts";
import { READ } from "./live.ts";
import type { WantedRevision } from "./wanted.ts";
import { createMachine, updateMachine } from "./write.ts";

const CREATE = "states:CreateStateMachine";
const UPDATE = "states:UpdateStateMachine";

/**
 * Versions are published in their order, for each is a picture of what the machine is then; what it is in the end comes
 * last. One that is there is kept, and one that says the same as the one before is that one: Step Functions publishes no
 * state twice.
 */
export function planRevisions(draft: Draft, tagsAtBirth: Readonly<Record<string, string>>): void {
  const { wanted, live, steps, numbers, resource } = draft;
  let now = live && formOf(live.machine.whole);
  let last: WantedRevision | undefined;
  for (const one of wanted.versions) {
    const { version = "" } = one;
    const number = numbers.get(version);
    if (number !== undefined)
      steps.push({
        title: `version ${version} of ${resource} is there${number === version ? "" : ` as ${number}`}`,
        call: "states:ListStateMachineVersions",
        effect: "keep",
      });
    else if (last !== undefined && sameJson(last.form, one.form)) steps.push(twin(draft, version, last));
    else {
      steps.push(writeStep(draft, one, now === undefined ? tagsAtBirth : undefined));
      now = one.form;
    }
    last = one;
  }
  if (!sameJson(now, wanted.current.form))
    steps.push(writeStep(draft, wanted.current, now === undefined ? tagsAtBirth : undefined));
  else if (live !== undefined) steps.push({ title: `${resource} is as it was`, call: READ, effect: "keep" });
}

/** It has the number of the one before, as soon as that has one. */
function twin(draft: Draft, version: string, { version: first = "" }: WantedRevision): PlannedStep {
  const number = draft.numbers.get(first);
  if (number !== undefined) draft.numbers.set(version, number);
  return {
    title: `version ${version} of ${draft.resource} says the same as version ${first}, which stands for it`,
    call: "states:ListStateMachineVersions",
    effect: "keep",
    perform: async (ids) => {
      const arn = ids.get(keyOf(draft, first));
      if (arn !== undefined) remember(draft, ids, version, arn);
    },
  };
}

/** `tags`: the machine is made by it. */
function writeStep(
  draft: Draft,
  one: WantedRevision,
  tags: Readonly<Record<string, string>> | undefined,
): PlannedStep {
  const { ports, request, resource } = draft;
  const { document } = request.translation;
  const { version, description } = one;
  const publishing =
    version === undefined ? undefined : { ...(description !== undefined && { description }) };
  const call = tags === undefined ? UPDATE : CREATE;
  const published = version === undefined ? "" : `, and publish a version (was ${version})`;
  return {
    title:
      tags === undefined
        ? version === undefined
          ? `set ${resource} as it was`
          : `publish a version of ${resource} (was ${version})`
        : `create ${resource}${published}`,
    call,
    effect: tags === undefined ? overwriting(draft) : "create",
    perform: async (ids) => {
      const whole = one.whole(ids);
      const arn =
        tags === undefined
          ? await updateMachine(ports, document, whole, publishing)
          : await createMachine(ports, document, whole, tags, publishing);
      if (version === undefined) return;
      if (arn === undefined) throw new RestoreError(resource, call, "it answered without a version", AGAIN);
      remember(draft, ids, version, arn);
    },
  };
}
