import {
  DescribeAccountLimitsCommand,
  DescribeListenersCommand,
  DescribeTargetGroupsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { attempt, attemptOrNone } from "../../kit/attempt.ts";
import { listAll } from "../../kit/pages.ts";
import { isForbidden } from "../../kit/restore-error.ts";
import { balancerOf } from "../arn.ts";
import { type ReadRule, readListeners, readRules } from "../read.ts";
import type { GroupRestorePorts } from "./live.ts";

/** What a plan asks of listeners and of the account, each once. */
export class Listeners {
  readonly #rules = new Map<string, Promise<readonly ReadRule[] | undefined>>();
  #limits: Promise<ReadonlyMap<string, number> | undefined> | undefined;

  constructor(
    readonly ports: GroupRestorePorts,
    /** Whose plan it is: `target group orders`. */
    readonly resource: string,
  ) {}

  /** Rules of a listener, by its ARN; `undefined`: there is no such listener. */
  rules(listener: string): Promise<readonly ReadRule[] | undefined> {
    const known = this.#rules.get(listener) ?? this.#readRules(listener);
    this.#rules.set(listener, known);
    return known;
  }

  /** How many rules the listeners of a load balancer have together, apart from what each does by default. */
  async count(listener: string): Promise<number> {
    const { arn } = balancerOf(listener);
    const what = { resource: this.resource, call: "elasticloadbalancing:DescribeListeners" };
    const all = await attempt(this.ports.sleep, what, () => readListeners(this.ports, arn));
    let count = 0;
    for (const { ListenerArn = "" } of all)
      count += ((await this.rules(ListenerArn)) ?? []).filter(
        ({ priority }) => priority !== "default",
      ).length;
    return count;
  }

  /** How many target groups the account has in the region. */
  async groups(): Promise<number> {
    const { elb, sleep } = this.ports;
    const what = { resource: this.resource, call: "elasticloadbalancing:DescribeTargetGroups" };
    const all = await listAll(
      sleep,
      what,
      (Marker) => elb.send(new DescribeTargetGroupsCommand({ Marker, PageSize: 400 })),
      ({ TargetGroups, NextMarker }) => ({ items: TargetGroups, next: NextMarker }),
    );
    return all.length;
  }

  /** A quota of the account; `undefined`: AWS tells none, or nobody may ask, and AWS will say. */
  async limit(name: string): Promise<number | undefined> {
    this.#limits ??= this.#readLimits();
    return (await this.#limits)?.get(name);
  }

  async #readRules(listener: string): Promise<readonly ReadRule[] | undefined> {
    const { elb, sleep } = this.ports;
    const what = { resource: this.resource, call: "elasticloadbalancing:DescribeListeners" };
    const found = await attemptOrNone(sleep, what, () =>
      elb.send(new DescribeListenersCommand({ ListenerArns: [listener] })),
    );
    if (found === undefined) return undefined;
    return attempt(sleep, { ...what, call: "elasticloadbalancing:DescribeRules" }, () =>
      readRules(this.ports, listener),
    );
  }

  async #readLimits(): Promise<ReadonlyMap<string, number> | undefined> {
    const { elb, sleep } = this.ports;
    const what = { resource: this.resource, call: "elasticloadbalancing:DescribeAccountLimits" };
    try {
      const limits = await listAll(
        sleep,
        what,
        (Marker) => elb.send(new DescribeAccountLimitsCommand({ Marker })),
        ({ Limits, NextMarker }) => ({ items: Limits, next: NextMarker }),
      );
      return new Map(limits.map(({ Name = "", Max = "" }) => [Name, Number(Max)]));
    } catch (error) {
      if (isForbidden(error)) return undefined;
      throw error;
    }
  }
}
