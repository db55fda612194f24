import { daysAfter } from "../../core/day.ts";
import { compareText } from "../../core/source-order.ts";
import type { DateText, SiteId } from "../../policy/policy.ts";
import type { Plan, StackPlan } from "../plan.ts";
import type { Change, ChangeClass } from "./change.ts";

/** Units that hold points or open them: whoever loses one loses what it keeps. */
const KEEPING: readonly string[] = ["key", "store", "vault"];

/** Sites that come, go, retire or move. `today` is a day in UTC; without it no day counts as past. */
export function diffSites(
  before: Plan,
  after: Plan,
  touched: readonly StackPlan[],
  today: DateText | undefined,
): Change[] {
  const [old, now] = [homes(before), homes(after)];
  const told = new Set(touched.map(({ id }) => id));
  const one = (kind: ChangeClass, stack: StackPlan, what: string, more: Partial<Change> = {}): Change => {
    const because = stack.units[0]?.because[0];
    return {
      subject: { kind: "site", id: stack.site },
      class: kind,
      path: "",
      what,
      ...(because && { because }),
      gone: false,
      stacks: told.has(stack.id) ? [stack.id] : [],
      ...more,
    };
  };
  return [
    ...[...old].filter(([site]) => !now.has(site)).map(([, stack]) => gone(one, stack, today)),
    ...[...now].flatMap(([site, stack]) => {
      const was = old.get(site);
      return was === undefined ? [one("adds", stack, "is new")] : changed(one, was, stack, today);
    }),
  ];
}

type One = (kind: ChangeClass, stack: StackPlan, what: string, more?: Partial<Change>) => Change;

function homes({ stacks }: Plan): ReadonlyMap<SiteId, StackPlan> {
  return new Map(stacks.filter(({ kind }) => kind !== "links").map((stack) => [stack.site, stack]));
}

/** Nothing deploys it or looks after it any more, though its points may not have expired. */
function gone(one: One, stack: StackPlan, today: DateText | undefined): Change {
  const { site, kind, retiredUntil } = stack;
  const list = kind === "zone" ? "edge-zones" : "regions";
  if (retiredUntil === undefined)
    return one("destroys", stack, "leaves the plan with everything it keeps", {
      hint: `take it out of ${list} of the estate and write retired: { ${site}: DATE }, the day its last point expires`,
      gone: true,
    });
  if (today !== undefined && compareText(retiredUntil, today) <= 0)
    return one("changes", stack, `leaves the plan; it was to keep what it has until ${retiredUntil}`, {
      gone: true,
    });
  return one("destroys", stack, `leaves the plan; it was to keep what it has until ${retiredUntil}`, {
    hint: "keep it under retired until then; from that day on nothing is lost",
    gone: true,
  });
}

function changed(one: One, before: StackPlan, after: StackPlan, today: DateText | undefined): Change[] {
  const [was, until] = [before.retiredUntil, after.retiredUntil];
  const moved =
    before.region === after.region
      ? []
      : [
          one(
            "destroys",
            after,
            `lies in ${after.region} (was ${before.region}): what it keeps there leaves the plan`,
          ),
        ];
  return [
    ...moved,
    ...lostUnits(one, before, after),
    ...retirement(one, after, { was, until, lastPoint: lastPointOf(before, today) }),
  ];
}

function lostUnits(one: One, before: StackPlan, after: StackPlan): Change[] {
  const left = new Set(after.units.map(({ id }) => id));
  return before.units
    .filter(({ id, kind }) => KEEPING.includes(kind) && !left.has(id))
    .map(({ id }) =>
      one("destroys", after, "leaves the plan with everything it keeps", { subject: { kind: "unit", id } }),
    );
}

interface Retirement {
  readonly was: string | undefined;
  readonly until: string | undefined;
  /** When a point that is made today expires there. Absent: nobody knows. */
  readonly lastPoint: DateText | undefined;
}

function lastPointOf({ units, retiredUntil }: StackPlan, today: DateText | undefined): DateText | undefined {
  const vault = units.find((unit) => unit.kind === "vault");
  const keeps = retiredUntil === undefined && units.some(({ kind }) => kind === "schedule");
  return vault === undefined || today === undefined || !keeps ? undefined : daysAfter(today, vault.maxDays);
}

/** That no run takes place there is told of each policy; here it is how long the points stay. */
function retirement(one: One, after: StackPlan, { was, until, lastPoint }: Retirement): Change[] {
  const path = "retired";
  if (was === until) return [];
  if (until === undefined)
    return [one("changes", after, `is in use again (was retired until ${was})`, { path })];
  if (was === undefined) {
    if (lastPoint === undefined || compareText(lastPoint, until) <= 0)
      return [one("changes", after, `is retired: keeps what it has until ${until}`, { path })];
    const what = `is retired until ${until}, and its last point expires on ${lastPoint}`;
    return [one("weakens", after, what, { path, hint: `write retired: { ${after.site}: ${lastPoint} }` })];
  }
  const longer = compareText(was, until) < 0;
  return [one(longer ? "adds" : "weakens", after, `is retired until ${until} (was ${was})`, { path })];
}
