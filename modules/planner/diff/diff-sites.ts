import { compareText } from "../../core/source-order.ts";
import type { SiteId } from "../../policy/policy.ts";
import type { Plan, StackPlan } from "../plan.ts";
import type { Change, ChangeClass } from "./change.ts";

/** Units that hold points or open them: whoever loses one loses what it keeps. */
const KEEPING: readonly string[] = ["key", "store", "vault"];

/** Sites that come, go, retire or move. */
export function diffSites(before: Plan, after: Plan, affected: readonly StackPlan[]): Change[] {
  const [old, now] = [homes(before), homes(after)];
  const deployed = new Set(affected.map(({ id }) => id));
  const one = (kind: ChangeClass, stack: StackPlan, what: string, more: Partial<Change> = {}): Change => {
    const because = stack.units[0]?.because[0];
    return {
      subject: { kind: "site", id: stack.site },
      class: kind,
      path: "",
      what,
      ...(because && { because }),
      gone: false,
      stacks: deployed.has(stack.id) ? [stack.id] : [],
      ...more,
    };
  };
  return [
    ...[...old].filter(([site]) => !now.has(site)).map(([, stack]) => gone(one, stack)),
    ...[...now].flatMap(([site, stack]) => {
      const was = old.get(site);
      return was === undefined ? [one("adds", stack, "is new")] : changed(one, was, stack);
    }),
  ];
}

type One = (kind: ChangeClass, stack: StackPlan, what: string, more?: Partial<Change>) => Change;

function homes({ stacks }: Plan): ReadonlyMap<SiteId, StackPlan> {
  return new Map(stacks.filter(({ kind }) => kind !== "links").map((stack) => [stack.site, stack]));
}

/** Nothing deploys it or looks after it any more, though its points may not have expired. */
function gone(one: One, stack: StackPlan): Change {
  const { site, kind, retiredUntil } = stack;
  const list = kind === "zone" ? "edge-zones" : "regions";
  return retiredUntil === undefined
    ? one("destroys", stack, "leaves the plan with everything it keeps", {
        hint: `take it out of ${list} of the estate and write retired: { ${site}: DATE }, the day its last point expires`,
        gone: true,
      })
    : one("destroys", stack, `leaves the plan; it was to keep what it has until ${retiredUntil}`, {
        hint: "keep it under retired until then; from that day on nothing is lost",
        gone: true,
      });
}

function changed(one: One, before: StackPlan, after: StackPlan): Change[] {
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
  return [...moved, ...lostUnits(one, before, after), ...retirement(one, after, was, until)];
}

function lostUnits(one: One, before: StackPlan, after: StackPlan): Change[] {
  const left = new Set(after.units.map(({ id }) => id));
  return before.units
    .filter(({ id, kind }) => KEEPING.includes(kind) && !left.has(id))
    .map(({ id }) =>
      one("destroys", after, "leaves the plan with everything it keeps", { subject: { kind: "unit", id } }),
    );
}

/** That no run takes place there is told of each policy; here it is how long the points stay. */
function retirement(
  one: One,
  after: StackPlan,
  was: string | undefined,
  until: string | undefined,
): Change[] {
  const path = "retired";
  if (was === until) return [];
  if (until === undefined)
    return [one("changes", after, `is in use again (was retired until ${was})`, { path })];
  if (was === undefined)
    return [one("changes", after, `is retired: keeps what it has until ${until}`, { path })];
  const longer = compareText(was, until) < 0;
  return [one(longer ? "adds" : "weakens", after, `is retired until ${until} (was ${was})`, { path })];
}
