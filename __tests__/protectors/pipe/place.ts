import { CreatePipeCommand, type CreatePipeRequest } from "@aws-sdk/client-pipes";
import type { PipeDocument } from "../../../modules/protectors/pipe/document.ts";
import { pipe } from "../../../modules/protectors/pipe/protector.ts";
import type { PlanPorts, PlanRequest } from "../../../modules/protectors/protector.ts";
import { PipesPlace } from "../../support/conforming/pipes-place.ts";
import { listedBy } from "../../support/listed-by.ts";
import { type Asked, planPortsOf, requestOf } from "../../support/made-plan.ts";
import { takeBack } from "../../support/take-back.ts";

export const HOME = { partition: "aws", account: "111122223333", region: "us-east-1" };
export const AWAY = { ...HOME, region: "eu-west-1" };
export const here = (service: string, resource: string, region = HOME.region): string =>
  `arn:aws:${service}:${region}:${HOME.account}:${resource}`;
export const QUEUE = here("sqs", "orders");
export const FUNCTION = here("lambda", "function:orders");
export const ROLE = `arn:aws:iam::${HOME.account}:role/caller`;
export const PIPE = here("pipes", "pipe/orders");

export function place(at = HOME): PipesPlace {
  return new PipesPlace({ ...at, page: 2 });
}

/** From a queue to a function unless it says otherwise. */
export async function made(parts: Partial<CreatePipeRequest> = {}, there = place()): Promise<PipesPlace> {
  const input = { Name: "orders", Source: QUEUE, Target: FUNCTION, RoleArn: ROLE, ...parts };
  await there.pipes.send(new CreatePipeCommand(input));
  there.pipes.settle();
  return there;
}

export function ports({ client, pipes }: PipesPlace, more: Partial<PlanPorts> = {}): PlanPorts {
  const { account, region } = pipes;
  return planPortsOf({ account, region, client }, more);
}

export function listed(there: PipesPlace) {
  return listedBy(pipe, ports(there));
}

export async function captured(there: PipesPlace, name = "orders") {
  const item = { kind: "pipe" as const, id: name, name, arn: there.pipes.arn(name), related: [] };
  const found = await pipe.capture(ports(there) as never, item, {
    scope: { code: "published", triggers: "all" },
    today: "2026-01-01",
    keep: async (one) => one,
  });
  if (found === undefined) throw new Error(`${name} is gone`);
  return found;
}

type Request = PlanRequest<PipeDocument>;

export function request(
  { document, secrets }: { document: PipeDocument; secrets?: unknown },
  more: Asked<PipeDocument, never> = {},
  target = HOME,
): Request {
  const own = { ...(secrets !== undefined && { secrets: secrets as never }) };
  return requestOf(pipe, document, { ...own, ...more }, target);
}

export async function planAt(there: PipesPlace, asked: Request) {
  const plan = await pipe.plan(ports(there), asked);
  return { plan, titles: plan.steps.map(({ effect, title }) => `${effect} ${title}`) };
}

export async function apply(there: PipesPlace, asked: Request, known: Readonly<Record<string, string>> = {}) {
  const { plan } = await planAt(there, asked);
  const ids = new Map([...plan.ids, ...Object.entries(known)]);
  for (const { perform } of plan.steps) await perform?.(ids);
  return { plan, activation: plan.activation(ids) };
}

export async function arm(
  there: PipesPlace,
  activation: unknown,
  { arn = PIPE, alongside = false, notes = [] as string[] } = {},
): Promise<string[]> {
  const done: string[] = [];
  const asked = { arn, alongside, note: (text: string) => void notes.push(text) };
  for (const one of pipe.activate(ports(there), activation as never, asked)) done.push(await one.activate());
  return done;
}

export function disarm(there: PipesPlace, activation: unknown, notes: string[] = []): Promise<string[]> {
  const asked = { arn: PIPE, alongside: false, note: (text: string) => void notes.push(text) };
  return takeBack(pipe.activate(ports(there), activation as never, asked));
}
