import type { Plan } from "../../planner/plan.ts";

/**
 * The JSON of a plan in pieces, with a line for each policy, unit and budget: a thousand policies at a hundred sites
 * are a hundred thousand units, and need not be one text in memory to be written.
 */
export function* planJson({ policies, stacks, budgets, ...head }: Plan): Generator<string> {
  yield `${open(head)},"policies":[`;
  yield* lines(policies.values());
  yield `],"stacks":[`;
  for (const [i, { units, ...stack }] of stacks.entries()) {
    yield `${before(i)}${open(stack)},"units":[`;
    yield* lines(units.values());
    yield "]}";
  }
  yield `],"budgets":[`;
  yield* lines(budgets.values());
  yield "]}\n";
}

/** An object that is not closed yet. */
function open(value: object): string {
  return JSON.stringify(value).slice(0, -1);
}

function* lines(values: Iterable<unknown>): Generator<string> {
  let i = 0;
  for (const value of values) yield `${before(i++)}${JSON.stringify(value)}`;
}

function before(index: number): string {
  return index === 0 ? "\n" : ",\n";
}
