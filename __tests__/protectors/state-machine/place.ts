import { CreateStateMachineCommand, type CreateStateMachineInput } from "@aws-sdk/client-sfn";
import type { CaptureItem, CaptureScope } from "../../../modules/contract/events.ts";
import type { PlanPorts, PlanRequest } from "../../../modules/protectors/protector.ts";
import type { MachineDocument, MachineSecrets } from "../../../modules/protectors/state-machine/document.ts";
import { stateMachine } from "../../../modules/protectors/state-machine/protector.ts";
import { SfnPlace } from "../../support/conforming/sfn-place.ts";
import { noBytes } from "../../support/no-bytes.ts";

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
  return {
    ...{ account, region, partition: "aws", client },
    sleep: async () => undefined,
    locate: async () => ({ bucket: "none", key: "none" }),
    open: noBytes,
    now: () => sfn.now,
    holder: "somebody",
  };
}

export async function listed(there: SfnPlace) {
  const warned: string[] = [];
  const found = [];
  const options = {
    triggers: "all",
    needsTags: () => false,
    warn: (text: string) => void warned.push(text),
  } as const;
  for await (const one of stateMachine.inventory(ports(there), options)) found.push(one);
  return { found, warned };
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

type Request = PlanRequest<MachineDocument, MachineSecrets>;

export function request(
  { document, secrets }: { document: MachineDocument; secrets?: MachineSecrets },
  { map = {}, name, ...more }: Partial<Request> & { map?: Record<string, string>; name?: string } = {},
  target = HOME,
): Request {
  return {
    point: POINT,
    translation: stateMachine.translate(document, secrets, {
      target,
      map,
      ...(name !== undefined && { name }),
    }),
    target,
    together: new Set(),
    today: "2026-01-01",
    replace: false,
    allowPublic: false,
    ...more,
  };
}

export async function planAt(there: SfnPlace, asked: Request) {
  const plan = await stateMachine.plan(ports(there), asked);
  return { plan, titles: plan.steps.map(({ effect, title }) => `${effect} ${title}`) };
}

export async function apply(there: SfnPlace, asked: Request, ids = new Map<string, string>()) {
  const { plan } = await planAt(there, asked);
  if (plan.blocked.length > 0) throw new Error(plan.blocked.map(({ message }) => message).join("; "));
  for (const [from, to] of plan.ids) ids.set(from, to);
  for (const { perform } of plan.steps) await perform?.(ids);
  return ids;
}
