import type { RestoreTarget } from "../protector.ts";

/** Every rule that names no other is on this bus, which every account has in every region. */
export const DEFAULT_BUS = "default";

/** Buses of a partner of AWS are made by accepting its source: no call of ours makes one. */
const PARTNER = "aws.partner/";

/** A rule on its bus: names are unique on a bus alone. */
export interface RuleName {
  readonly bus: string;
  readonly name: string;
}

/** `default/nightly` */
export function ruleId({ bus, name }: RuleName): string {
  return `${bus}/${name}`;
}

/** Of an id, or of the other name that a person gives: without a bus it stays on the one that it had. A bus's name may have slashes. */
export function splitRuleId(id: string, bus: string): RuleName {
  const slash = id.lastIndexOf("/");
  return slash < 0 ? { bus, name: id } : { bus: id.slice(0, slash), name: id.slice(slash + 1) };
}

export function arnOfRule({ partition, region, account }: RestoreTarget, { bus, name }: RuleName): string {
  const path = bus === DEFAULT_BUS ? name : `${bus}/${name}`;
  return `arn:${partition}:events:${region}:${account}:rule/${path}`;
}

export function arnOfBus({ partition, region, account }: RestoreTarget, bus: string): string {
  return `arn:${partition}:events:${region}:${account}:event-bus/${bus}`;
}

/** The bus as a document names it: none, where it is the one that is always there. */
export function busOf(at: RestoreTarget, { bus }: RuleName): { readonly busArn?: string } {
  return bus === DEFAULT_BUS ? {} : { busArn: arnOfBus(at, bus) };
}

/** Whether it is a bus that somebody made by its name. */
export function isCustomBus(bus: string): boolean {
  return bus !== DEFAULT_BUS && !bus.startsWith(PARTNER);
}
