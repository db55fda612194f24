import type * as S from "@aws-sdk/client-scheduler";
import { awsError } from "./fake-aws/error.ts";
import { FakeService } from "./fake-aws/service.ts";

type Schedule = S.CreateScheduleInput & { Name: string; GroupName: string; made: Date; changed: Date };
interface Group {
  tags: Record<string, string>;
  readonly made: Date;
}

/** EventBridge Scheduler of one account and region in memory: what it keeps, not its clock. */
export class FakeScheduler extends FakeService<S.SchedulerClient> {
  readonly service = "scheduler";
  readonly groups = new Map<string, Group>([["default", { tags: {}, made: new Date(0) }]]);
  /** By `GROUP/NAME`. */
  readonly schedules = new Map<string, Schedule>();
  /** Milliseconds; a test moves them on. */
  now = Date.UTC(2026, 0, 1);

  arn(kind: "schedule" | "schedule-group", id: string): string {
    return `arn:aws:scheduler:${this.region}:${this.account}:${kind}/${id}`;
  }

  CreateSchedule(input: S.CreateScheduleInput) {
    const { Name = "", GroupName = "default" } = input;
    this.#group(GroupName);
    this.#check(input);
    const id = `${GroupName}/${Name}`;
    if (this.schedules.has(id)) throw conflict(`Schedule ${Name} already exists.`);
    const at = new Date(this.now);
    this.schedules.set(id, { ...withDefaults(input), Name, GroupName, made: at, changed: at });
    return { ScheduleArn: this.arn("schedule", id) };
  }

  /** Every field that is left out goes back to its default. */
  UpdateSchedule(input: S.UpdateScheduleInput) {
    const { Name = "", GroupName = "default" } = input;
    const { made } = this.#schedule(Name, GroupName);
    this.#check(input);
    const id = `${GroupName}/${Name}`;
    this.schedules.set(id, { ...withDefaults(input), Name, GroupName, made, changed: new Date(this.now) });
    return { ScheduleArn: this.arn("schedule", id) };
  }

  GetSchedule({ Name = "", GroupName = "default" }: S.GetScheduleInput) {
    const { made, changed, ClientToken: _, ...schedule } = this.#schedule(Name, GroupName);
    return {
      ...schedule,
      Arn: this.arn("schedule", `${GroupName}/${Name}`),
      CreationDate: made,
      LastModificationDate: changed,
    };
  }

  ListSchedules({ NextToken, MaxResults, GroupName }: S.ListSchedulesInput) {
    const all = [...this.schedules.values()]
      .filter((one) => GroupName === undefined || one.GroupName === GroupName)
      .map(({ Name, GroupName, State, Target, made, changed }) => ({
        Arn: this.arn("schedule", `${GroupName}/${Name}`),
        ...{ Name, GroupName, State },
        ...{ CreationDate: made, LastModificationDate: changed },
        Target: { Arn: Target?.Arn },
      }));
    return this.paged("Schedules", all, NextToken, { token: "NextToken", most: MaxResults });
  }

  CreateScheduleGroup({ Name = "", Tags = [] }: S.CreateScheduleGroupInput) {
    if (this.groups.has(Name)) throw conflict(`Schedule group ${Name} already exists.`);
    this.groups.set(Name, { tags: tagsOf(Tags), made: new Date(this.now) });
    return { ScheduleGroupArn: this.arn("schedule-group", Name) };
  }

  GetScheduleGroup({ Name = "" }: S.GetScheduleGroupInput) {
    const { made } = this.#group(Name);
    return { ...this.#described(Name), CreationDate: made, LastModificationDate: made };
  }

  ListScheduleGroups({ NextToken, MaxResults }: S.ListScheduleGroupsInput) {
    const all = [...this.groups.keys()].map((name) => this.#described(name));
    return this.paged("ScheduleGroups", all, NextToken, { token: "NextToken", most: MaxResults });
  }

  ListTagsForResource({ ResourceArn = "" }: S.ListTagsForResourceInput) {
    const { tags } = this.#group(ResourceArn.split("/")[1] ?? "");
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  }

  TagResource({ ResourceArn = "", Tags = [] }: S.TagResourceInput) {
    Object.assign(this.#group(ResourceArn.split("/")[1] ?? "").tags, tagsOf(Tags));
    return {};
  }

  #described(name: string) {
    return { Arn: this.arn("schedule-group", name), Name: name, State: "ACTIVE" };
  }

  #group(name: string): Group {
    const found = this.groups.get(name);
    if (found === undefined) throw notFound(`Schedule group ${name} does not exist.`);
    return found;
  }

  #schedule(name: string, group: string): Schedule {
    const found = this.schedules.get(`${group}/${name}`);
    if (found === undefined) throw notFound(`Schedule ${name} does not exist.`);
    return found;
  }

  #check({ StartDate, ScheduleExpression = "" }: S.CreateScheduleInput): void {
    const [, once] = /^at\((.*)\)$/.exec(ScheduleExpression) ?? [];
    if (once === undefined && StartDate !== undefined && StartDate.getTime() < this.now - 5 * 60_000)
      throw invalid("The StartDate you specify cannot be earlier than 5 minutes ago.");
    if (once !== undefined && Date.parse(`${once}Z`) < this.now - 24 * 3_600_000)
      throw invalid(`Invalid Schedule Expression ${ScheduleExpression}.`);
  }
}

/** As GetSchedule shows what nobody said. */
function withDefaults(input: S.CreateScheduleInput): S.CreateScheduleInput {
  const { Target, ...rest } = input;
  return {
    ActionAfterCompletion: "NONE",
    ScheduleExpressionTimezone: "UTC",
    State: "ENABLED",
    ...rest,
    Target: {
      ...(Target as S.Target),
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185, ...Target?.RetryPolicy },
    },
  };
}

function tagsOf(tags: readonly S.Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

const conflict = (message: string): Error => awsError("ConflictException", 409, message);
const notFound = (message: string): Error => awsError("ResourceNotFoundException", 404, message);
const invalid = (message: string): Error => awsError("ValidationException", 400, message);
