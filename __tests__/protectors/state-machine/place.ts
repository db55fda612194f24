import { CreateStateMachineCommand, type CreateStateMachineInput } from "@aws-sdk/client-sfn";
import type { CaptureItem, CaptureScope } from "../../../modules/contract/events.ts";
import type { PlanPorts, PlanRequest } from "../../../modules/protectors/protector.ts";
import type { MachineDocument, MachineSecrets } from "../../../modules/protectors/state-machine/document.ts";
import { stateMachine } from "../../../modules/protectors/state-machine/protector.ts";
import { SfnPlace } from "../../support/conforming/sfn-place.ts";
import { listedBy } from "../../support/listed-by.ts";
import { type Asked, planPortsOf, requestOf } from "../../support/made-plan.ts";

export const HOME = { partition: "aws", account: "111122223333", region: "us-east-1" };
export const AWAY = { ...HOME, region: "eu-west-1" };
export const FUNCTION = `arn:aws:lambda:us-east-1:${HOME.account}:function:orders`;
export const MACHINE = `arn:aws:states:us-east-1:${HOME.account}:stateMachine:checkout`;
export const ROLE = `arn:aws:iam::${HOME.account}:role/checkout`;
export const POINT = `${HOME.account}/us-east-1/points/state-machine/checkout/20260101T000000Z-0badcafe.json`;

export function place(at = HOME): SfnPlace {
  return new SfnPlace({ ...at, page: 2 });
}

/** A definition of one state, which invokes a function. */
export function invoking(to = FUNCTION, more: object = {}): string {
  return JSON.stringify({
    StartAt: "Charge",
    States: { Charge: { Type: "Task", Resource: to, End: true } },
    ...more,
  });
}

export async function made(parts: Partial<CreateStateMachineInput> = {}, there = place()): Promise<SfnPlace> {
  const input = { name: "checkout", definition: invoking(), roleArn: ROLE, ...parts };
  await there.sfn.send(new CreateStateMachineCommand(input));
  return there;
}

/** The next revision, published; its number. */
export function published(there: SfnPlace, definition: string, description?: string): string {
  const stateMachineArn = there.sfn.arn("checkout");
  there.sfn.UpdateStateMachine({ stateMachineArn, definition });
  const { stateMachineVersionArn } = there.sfn.PublishStateMachineVersion({ stateMachineArn, description });
  return stateMachineVersionArn.slice(stateMachineArn.length + 1);
}

export function route(there: SfnPlace, name: string, shares: Readonly<Record<string, number>>): void {
  there.sfn.CreateStateMachineAlias({
    name,
    routingConfiguration: Object.entries(shares).map(([version, weight]) => ({
      stateMachineVersionArn: `${there.sfn.arn("checkout")}:${version}`,
      weight,
    })),
  });
}

export function ports({ client, sfn }: SfnPlace): PlanPorts {
  const { account, region } = sfn;
  return planPortsOf({ account, region, client }, { now: () => sfn.now });
}

export function listed(there: SfnPlace) {
  return listedBy(stateMachine, ports(there));
}

export async function captured(
  there: SfnPlace,
  {
    code = "published",
    related = [],
  }: { code?: CaptureScope["code"]; related?: CaptureItem["related"] } = {},
) {
  const item = (await listed(there)).found.find((one) => one.id === "checkout");
  if (item === undefined) throw new Error("checkout is not listed");
  const found = await stateMachine.capture(
    ports(there) as never,
    { ...item, related },
    {
      scope: { code, triggers: "all" },
      today: "2026-01-01",
      keep: async (one) => one,
    },
  );
  if (found === undefined) throw new Error("checkout is gone");
  return found;
}

export function request(
  { document, secrets }: { document: MachineDocument; secrets?: MachineSecrets },
  more: Asked<MachineDocument, MachineSecrets> = {},
  target = HOME,
): PlanRequest<MachineDocument, MachineSecrets> {
  const own = { today: "2026-01-01", ...(secrets !== undefined && { secrets }) };
  return requestOf(stateMachine, document, { point: POINT, ...own, ...more }, target);
}

export async function planAt(there: SfnPlace, asked: PlanRequest<MachineDocument, MachineSecrets>) {
  const plan = await stateMachine.plan(ports(there), asked);
  return { plan, titles: plan.steps.map(({ effect, title }) => `${effect} ${title}`) };
}

export async function apply(
  there: SfnPlace,
  asked: PlanRequest<MachineDocument, MachineSecrets>,
  ids = new Map<string, string>(),
) {
  const { plan } = await planAt(there, asked);
  if (plan.blocked.length > 0) throw new Error(plan.blocked.map(({ message }) => message).join("; "));
  for (const [from, to] of plan.ids) ids.set(from, to);
  for (const { perform } of plan.steps) await perform?.(ids);
  return ids;
}
