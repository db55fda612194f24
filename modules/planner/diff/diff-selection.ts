import { show } from "../../core/printable.ts";
import { selectsFunctions } from "../../core/selects-functions.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import type { Selection } from "../../policy/policy.ts";
import { uncovered } from "./covers.ts";
import { type BlockDifference, differenceOf, listed, members, quoted, was } from "./difference.ts";

/**
 * Which functions are protected more, and which no longer. What cannot be proven to be still selected counts as lost:
 * a glob that only several others together cover does.
 */
export function diffSelection(before: Selection, after: Selection, account: string): BlockDifference[] {
  const accounts = ({ accounts }: Selection): readonly string[] =>
    accounts.length === 0 ? [account] : accounts;
  return [
    ...diffFunctions(before, after),
    ...members("select.accounts", accounts(before), accounts(after), {
      gained: (names) => `selects in account ${names} too`,
      lost: (names) => `no longer selects in account ${names}`,
    }),
    ...diffExclusions(before.exclude, after.exclude),
    ...diffResources(before.resources, after.resources),
  ];
}

/** A selection of resources alone has no function to tell of. */
function diffFunctions(before: Selection, after: Selection): BlockDifference[] {
  const [did, does] = [before, after].map(selectsFunctions);
  if (did && does)
    return [
      ...diffTags(before.tags, after.tags),
      ...diffGlobs("names", "function", before.names, after.names),
      ...diffGlobs("arns", "ARN", before.arns, after.arns),
      ...diffGlobs("runtimes", "runtime", before.runtimes, after.runtimes),
    ];
  if (did === does) return [];
  return does
    ? [{ class: "adds", path: "select", what: "selects functions too (was resources alone)" }]
    : [{ class: "weakens", path: "select", what: "no longer selects functions, but resources alone" }];
}

function diffResources(before: readonly string[], after: readonly string[]): BlockDifference[] {
  const path = "select.resources";
  return [
    ...differenceOf("adds", path, uncovered(after, before), (names) => `protects ${names} too`),
    ...differenceOf("weakens", path, uncovered(before, after), (names) => `no longer protects ${names}`),
  ];
}

function diffTags(before: Selection["tags"], after: Selection["tags"]): BlockDifference[] {
  return uniqueSorted([...Object.keys(before), ...Object.keys(after)]).flatMap((key) => {
    const path = `select.tags.${key}`;
    const [old, now] = [valuesOf(before, key), valuesOf(after, key)];
    const asked = (values: readonly string[]): string => listed(values.map(value));
    if (old === undefined)
      return differenceOf(
        "weakens",
        path,
        [key],
        () => `asks for tag ${show(key)} with ${asked(now ?? [])} too`,
      );
    if (now === undefined)
      return differenceOf(
        "adds",
        path,
        [key],
        () => `no longer asks for tag ${show(key)} (was ${asked(old)})`,
      );
    const gained = old.includes("*") ? [] : now.filter((one) => !old.includes(one));
    const lost = now.includes("*") ? [] : old.filter((one) => !now.includes(one));
    return [
      ...differenceOf("adds", path, gained.map(value), (names) => `accepts ${names} of tag ${show(key)} too`),
      ...differenceOf(
        "weakens",
        path,
        lost.map(value),
        (names) => `no longer accepts ${names} of tag ${show(key)}`,
      ),
    ];
  });
}

/** A key such as `constructor` is only there when it was written. */
function valuesOf(tags: Selection["tags"], key: string): readonly string[] | undefined {
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}

function value(text: string): string {
  return text === "*" ? "any value" : show(text);
}

/** No glob at all matches everything. */
function diffGlobs(
  key: string,
  noun: string,
  before: readonly string[],
  after: readonly string[],
): BlockDifference[] {
  const path = `select.${key}`;
  const everything = (globs: readonly string[]): readonly string[] => (globs.length === 0 ? ["*"] : globs);
  const gained = uncovered(everything(after), everything(before));
  const lost = uncovered(everything(before), everything(after));
  return [
    ...differenceOf("adds", path, gained, (names) =>
      after.length === 0
        ? `selects every ${noun} (was ${listed(before)})`
        : `selects ${noun}s ${names} too (was ${listed(before)})`,
    ),
    ...differenceOf("weakens", path, lost, (names) =>
      before.length === 0
        ? `selects only ${noun}s ${listed(after)} (was every one)`
        : `no longer selects ${noun}s ${names}, only ${listed(after)}`,
    ),
  ];
}

function diffExclusions(before: Selection["exclude"], after: Selection["exclude"]): BlockDifference[] {
  const names = (exclude: Selection["exclude"]): string[] => uniqueSorted(exclude.map(({ name }) => name));
  const [old, now] = [names(before), names(after)];
  const path = "select.exclude";
  const reason = (exclude: Selection["exclude"], name: string): string | undefined =>
    exclude.find((one) => one.name === name)?.reason;
  return [
    ...differenceOf("weakens", path, uncovered(now, old), (globs) => `leaves out ${globs} too`),
    ...differenceOf("adds", path, uncovered(old, now), (globs) => `no longer leaves out ${globs}`),
    ...now.flatMap((name): BlockDifference[] => {
      const [said, says] = [reason(before, name), reason(after, name)];
      if (!old.includes(name) || said === says) return [];
      const what = `leaves out ${name}: reason ${was(said, says, quoted)}`;
      return [{ class: "changes", path: `${path}.${name}`, what }];
    }),
  ];
}
