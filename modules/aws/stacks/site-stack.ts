import type { Construct } from "constructs";
import type { StandbyUnit } from "../../planner/plan.ts";
import { regionBounds } from "../../planner/region-bounds.ts";
import { sourcePrefix } from "../../recovery/layout.ts";
import type { WatchedCalls } from "../calls.ts";
import { Alarms } from "../constructs/alarms.ts";
import { CallWatch, type CallWatchProps } from "../constructs/call-watch.ts";
import { DeadLetters } from "../constructs/dead-letters.ts";
import { Notices } from "../constructs/notices.ts";
import { PinnedSigners } from "../constructs/pinned-signers.ts";
import { RestoreWatch } from "../constructs/restore-watch.ts";
import { Role } from "../constructs/role.ts";
import { RunMachine } from "../constructs/run-machine.ts";
import { RunnerFunction } from "../constructs/runner-function.ts";
import { Schedules } from "../constructs/schedules.ts";
import { SigningKey, type SigningKeyProps, signingKeyId } from "../constructs/signing-key.ts";
import { SiteKey } from "../constructs/site-key.ts";
import { SiteStore } from "../constructs/site-store.ts";
import { Vault } from "../constructs/vault.ts";
import type { Zips } from "../handler-zip.ts";
import { kindStatements, restoreStatements } from "../iam/restore-role.ts";
import { trustAccount, trustPeople, trustService } from "../iam/trust.ts";
import { watchStatements } from "../iam/watch-role.ts";
import { keyCalls } from "../key-calls.ts";
import { bucketName, eventBusArn, type Runner, ruleArn, ruleName } from "../names.ts";
import { runnerBounds } from "../runner-bounds.ts";
import { handedMarks, runnerVariables } from "../runner-variables.ts";
import { callsIn, callsOfRetired, guardElsewhere } from "../watched-calls.ts";
import { copiesOf, runningZonesOf, unitOf, unitsOf, zonesOf } from "./units.ts";
import { ZonekeepStack, type ZonekeepStackProps } from "./zonekeep-stack.ts";

export interface SiteStackProps extends ZonekeepStackProps {
  readonly zips: Zips;
}

/** All a region needs to keep recovery points, make them, and restore from them. Construct ids are contract. */
export class SiteStack extends ZonekeepStack {
  readonly #key: SiteKey;
  readonly #props: SiteStackProps;

  constructor(app: Construct, props: SiteStackProps) {
    super(app, props);
    this.#props = props;
    const { plan, scope, stack } = props;
    const { region } = stack;
    this.#key = new SiteKey(this, unitOf(stack, "key").kind, { ...scope, site: region, region });
    const keyArn = this.#key.arn;
    for (const { kind, lock, minDays, maxDays } of unitsOf(stack, "vault"))
      new Vault(this, kind, { site: region, keyArn, lock, minDays, maxDays });
    const zones = runningZonesOf(plan, region);
    for (const { kind } of unitsOf(stack, "store"))
      new SiteStore(this, kind, {
        ...scope,
        region,
        zones,
        keyArn,
        longest: regionBounds(plan, region).keeps,
      });
    for (const unit of unitsOf(stack, "standby")) this.#standby(unit);
    if (unitsOf(stack, "runners").length > 0) this.#run();
    else if (unitsOf(stack, "alarm").length > 0) this.#keepWatch();
  }

  #standby({ kind, passRoles, principals, signers = [] }: StandbyUnit): void {
    const { plan, scope, stack } = this.#props;
    const { region } = stack;
    const bucket = bucketName(scope.account, region);
    const places = { ...scope, region, bucket, key: this.#key.arn, zones: zonesOf(plan, region), passRoles };
    new Role(this, kind, {
      site: region,
      use: "restore",
      description: `zonekeep restore into ${region}: taken by a person or a pipeline, in place beforehand`,
      trust: principals === undefined ? trustAccount(scope) : trustPeople(scope, principals),
      statements: restoreStatements(places),
      attached: kindStatements(places),
    });
    new RestoreWatch(this, "restores-watch", { ...scope, region });
    if (signers.length > 0) new PinnedSigners(this, "signers", signers);
  }

  #run(): void {
    const { plan, scope, stack } = this.#props;
    const { region } = stack;
    const keyArn = this.#key.arn;
    const { watchedBy, watches } = unitOf(stack, "alarm");
    const topicArn = this.#notices();
    const { generation = 1 } = unitOf(stack, "runners");
    const replaced = this.#replacedKeys(generation - 1);
    const signer = this.#signingKey(generation, { replaced: false, before: replaced }).arn;
    const queue = new DeadLetters(this, "dead-letters", { region });
    const bounds = runnerBounds(plan, region);
    const { machine } = new RunMachine(this, "machine", {
      ...scope,
      region,
      keyArn,
      functions: {
        discover: this.#runner("discover", signer, bounds),
        capture: this.#runner("capture", signer, bounds),
        summarise: this.#runner("summarise", signer, bounds),
      },
      topicArn,
      queueUrl: queue.url,
      marks: handedMarks(bounds),
    });
    const units = unitsOf(stack, "schedule");
    if (units.length > 0) new Schedules(this, "schedules", { plan, stack, units, machine });
    this.#alarms(topicArn);
    const also = watchedBy === undefined ? undefined : this.#handsOn(watchedBy);
    const guardOf = watches === undefined ? [] : [guardElsewhere(watches.region)];
    for (const watched of [
      keyCalls({ ...scope, region, site: region }, [keyArn, signer, ...replaced.map(({ arn }) => arn)]),
      ...callsIn({ ...scope, region }),
      ...guardOf,
    ])
      this.#watch(watched, topicArn, watched.rule === "guard" ? also : undefined);
  }

  /** Where a site is retired: its points are as readable, and as easily lost, as before. */
  #keepWatch(): void {
    const { scope, stack } = this.#props;
    const { region } = stack;
    const topicArn = this.#notices();
    this.#alarms(topicArn);
    const { signed = 0 } = unitOf(stack, "key");
    const keyArns = [this.#key.arn, ...this.#replacedKeys(signed).map(({ arn }) => arn)];
    const places = { ...scope, region, site: region };
    for (const watched of [keyCalls(places, keyArns), ...callsOfRetired(places)])
      this.#watch(watched, topicArn);
  }

  #notices(): string {
    const { scope, stack } = this.#props;
    const { notify } = unitOf(stack, "alarm");
    const { region } = stack;
    return new Notices(this, "notices", { ...scope, site: region, region, notify }).topicArn;
  }

  #alarms(topicArn: string): void {
    const { plan, scope, stack } = this.#props;
    new Alarms(this, "alarms", { scope, stack, policies: plan.policies, topicArn });
  }

  #watch(watched: WatchedCalls, topicArn: string, also?: CallWatchProps["also"]): void {
    new CallWatch(this, `${watched.rule}-watch`, {
      ...{ site: this.#props.stack.region, watched, topicArn },
      ...(also !== undefined && { also }),
    });
  }

  /** A topic that is deleted cannot tell of it: another region is told of what is done to alarms here. */
  #handsOn(watchedBy: string): CallWatchProps["also"] {
    const { scope, stack } = this.#props;
    const { region } = stack;
    const role = new Role(this, "watch", {
      site: region,
      use: "watch",
      description: `zonekeep: tells ${watchedBy} of what is done to the alarms of ${region}`,
      trust: trustService(scope, "events.amazonaws.com", ruleArn(scope, region, ruleName(region, "guard"))),
      statements: watchStatements(scope, watchedBy),
    });
    return { busArn: eventBusArn(scope, watchedBy), roleArn: role.arn };
  }

  #signingKey(generation: number, use: Pick<SigningKeyProps, "replaced" | "before">): SigningKey {
    const { scope, stack } = this.#props;
    return new SigningKey(this, signingKeyId(generation), {
      ...scope,
      region: stack.region,
      generation,
      ...use,
    });
  }

  /** Those that signed here and no longer do, newest first: what is no longer written Terraform would destroy. */
  #replacedKeys(newest: number): readonly SigningKey[] {
    return Array.from({ length: newest }, (_, before) =>
      this.#signingKey(newest - before, { replaced: true }),
    );
  }

  #runner(runner: Runner, signer: string, bounds: ReturnType<typeof runnerBounds>): string {
    const { plan, scope, stack, zips } = this.#props;
    const { region } = stack;
    const lambda = new RunnerFunction(this, runner, {
      runner,
      zip: zips[runner],
      places: {
        ...scope,
        region,
        bucket: bucketName(scope.account, region),
        prefix: sourcePrefix(scope.account, region),
        key: this.#key.arn,
        signer,
        zones: runningZonesOf(plan, region),
        copies: copiesOf(stack),
        ...(bounds.events !== undefined && { events: bounds.events }),
      },
      variables: runnerVariables(runner, stack, bounds),
    });
    return lambda.functionName;
  }
}
