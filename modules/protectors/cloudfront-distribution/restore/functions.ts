import {
  CreateFunctionCommand,
  DescribeFunctionCommand,
  type FunctionConfig,
  PublishFunctionCommand,
  UpdateFunctionCommand,
} from "@aws-sdk/client-cloudfront";
import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import { call } from "../../kit/calls.ts";
import { sameJson } from "../../kit/canonical.ts";
import { AGAIN } from "../../kit/restore-error.ts";
import type { Ids } from "../../protector.ts";
import type { EdgeFunction } from "../document.ts";
import { formOfFunction } from "../form.ts";
import { READ_FUNCTION, type ReadEdgeFunction, readEdgeFunction } from "../read.ts";
import { readingNow } from "../stores/named.ts";
import type { Draft } from "./draft.ts";
import { hintOf } from "./hints.ts";

const CREATE = "cloudfront:CreateFunction";
const UPDATE = "cloudfront:UpdateFunction";
const PUBLISH = "cloudfront:PublishFunction";

/**
 * CloudFront functions that the distribution names: they have to be LIVE before it names them, and other distributions may
 * name them too. One that nobody has published yet serves nobody.
 */
export async function planFunctions(draft: Draft): Promise<void> {
  for (const wanted of draft.request.translation.document.functions) await planFunction(draft, wanted);
}

async function planFunction(draft: Draft, given: EdgeFunction): Promise<void> {
  const { steps, resource, warnings, ids } = draft;
  const wanted = readingNow(given, Object.fromEntries(ids));
  const label = `CloudFront function ${wanted.name}`;
  const live = await stageOf(draft, wanted.name, "LIVE");
  if (live !== undefined && isSame(live, wanted)) {
    steps.push({ title: `use ${label}`, call: READ_FUNCTION, effect: "keep" });
    return;
  }
  const draftStage = live === undefined ? await stageOf(draft, wanted.name, "DEVELOPMENT") : live;
  if (draftStage === undefined) {
    addStep(draft, `create ${label}`, CREATE, "create", (made) =>
      draft.ports.cloudfront.send(new CreateFunctionCommand(inputOf(given, made))),
    );
    planPublish(draft, wanted, "create");
    return;
  }
  const isMade = live === undefined && isSame(draftStage, wanted);
  if (!isMade) {
    addStep(draft, `set ${label} as it was`, UPDATE, "replace", async (made) => {
      const IfMatch = await etagOf(draft, wanted.name);
      return draft.ports.cloudfront.send(new UpdateFunctionCommand({ ...inputOf(given, made), IfMatch }));
    });
    warnings.push(
      `${label} of ${resource} is there and differs: every distribution that names it has it changed`,
    );
  }
  planPublish(draft, wanted, isMade ? "create" : "replace");
}

function planPublish(draft: Draft, { name }: EdgeFunction, effect: "create" | "replace"): void {
  addStep(draft, `publish CloudFront function ${name}`, PUBLISH, effect, async () => {
    const IfMatch = await etagOf(draft, name);
    return draft.ports.cloudfront.send(new PublishFunctionCommand({ Name: name, IfMatch }));
  });
}

/** What is in development, as it is now: publishing and changing name it. */
async function etagOf({ ports }: Draft, Name: string): Promise<string> {
  const { ETag = "" } = await call(READ_FUNCTION, Name, () =>
    ports.cloudfront.send(new DescribeFunctionCommand({ Name, Stage: "DEVELOPMENT" })),
  );
  return ETag;
}

function inputOf(given: EdgeFunction, ids: Ids) {
  const { name, config, code } = readingNow(given, Object.fromEntries(ids));
  return {
    Name: name,
    FunctionConfig: config as unknown as FunctionConfig,
    FunctionCode: new TextEncoder().encode(code),
  };
}

/** As it is in one of its stages; `undefined`: it is not. */
export function stageOf(
  { ports }: Draft,
  name: string,
  stage: "LIVE" | "DEVELOPMENT",
): Promise<ReadEdgeFunction | undefined> {
  const what = { resource: `CloudFront function ${name}`, call: READ_FUNCTION };
  return attemptOrNone(ports.sleep, what, () => readEdgeFunction(ports, name, stage));
}

function isSame(one: EdgeFunction, other: EdgeFunction): boolean {
  return sameJson(formOfFunction(one), formOfFunction(other));
}

/** Adds a step that makes or changes something; `send` is repeated where that helps. */
export function addStep(
  { ports, steps, resource }: Pick<Draft, "ports" | "steps" | "resource">,
  title: string,
  sent: string,
  effect: "create" | "replace",
  send: (ids: Ids) => Promise<unknown>,
): void {
  steps.push({
    ...{ title, call: sent, effect },
    perform: async (ids) => {
      const what = { resource: `${resource}, ${title}`, call: sent, hint: hintOf(AGAIN) };
      await attempt(ports.sleep, what, () => send(ids));
    },
  });
}
