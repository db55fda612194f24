import { show } from "../../core/printable.ts";
import { uniqueSorted } from "../../core/source-order.ts";
import type { Selection } from "../../policy/policy.ts";
import { uncovered } from "./covers.ts";
import { type Difference, list, members, quoted, told } from "./difference.ts";

/**
 * Which functions are protected more, and which no more. What cannot be proven to be still selected counts as lost:
 * a glob that only several others together cover does.
 */
export function diffSelection(before: Selection, after: Selection, account: string): Difference[] {
  const accounts = ({ accounts }: Selection): readonly string[] =>
    accounts.length === 0 ? [account] : accounts;
  return [
    ...diffTags(before.tags, after.tags),
    ...diffGlobs("names", "function", before.names, after.names),
    ...diffGlobs("arns", "ARN", before.arns, after.arns),
    ...diffGlobs("runtimes", "runtime", before.runtimes, after.runtimes),
    ...members("select.accounts", accounts(before), accounts(after), {
      gained: (names) => `selects in account ${names} too`,
      lost: (names) => `selects in account ${names} no more`,
    }),
    ...diffExclusions(before.exclude, after.exclude),
    ...members("select.resources", before.resources, after.resources, {
      gained: (names) => `protects ${names} too`,
      lost: (names) => `protects ${names} no more`,
    }),
  ];
}

function diffTags(before: Selection["tags"], after: Selection["tags"]): Difference[] {
  return uniqueSorted([...Object.keys(before), ...Object.keys(after)]).flatMap((key) => {
    const path = `select.tags.${key}`;
    const [old, now] = [valuesOf(before, key), valuesOf(after, key)];
    const asked = (values: readonly string[]): string => list(values.map(value));
    if (old === undefined)
      return told("weakens", path, [key], () => `asks for tag ${show(key)} with ${asked(now ?? [])} too`);
    if (now === undefined)
      return told("adds", path, [key], () => `asks for tag ${show(key)} no more, for ${asked(old)} before`);
    const gained = old.includes("*") ? [] : now.filter((one) => !old.includes(one));
    const lost = now.includes("*") ? [] : old.filter((one) => !now.includes(one));
    return [
      ...told("adds", path, gained.map(value), (names) => `accepts ${names} of tag ${show(key)} too`),
      ...told("weakens", path, lost.map(value), (names) => `accepts ${names} of tag ${show(key)} no more`),
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
): Difference[] {
  const path = `select.${key}`;
  const everything = (globs: readonly string[]): readonly string[] => (globs.length === 0 ? ["*"] : globs);
  const gained = uncovered(everything(after), everything(before));
  const lost = uncovered(everything(before), everything(after));
  return [
    ...told("adds", path, gained, (names) =>
      after.length === 0
        ? `selects every ${noun}, ${list(before)} before`
        : `selects ${noun}s ${names} too, ${list(before)} before`,
    ),
    ...told("weakens", path, lost, (names) =>
      before.length === 0
        ? `selects only ${noun}s ${list(after)}, every one before`
        : `selects ${noun}s ${names} no more, only ${list(after)}`,
    ),
  ];
}

function diffExclusions(before: Selection["exclude"], after: Selection["exclude"]): Difference[] {
  const names = (exclude: Selection["exclude"]): string[] => uniqueSorted(exclude.map(({ name }) => name));
  const [old, now] = [names(before), names(after)];
  const path = "select.exclude";
  const reason = (exclude: Selection["exclude"], name: string): string | undefined =>
    exclude.find((one) => one.name === name)?.reason;
  return [
    ...told("weakens", path, uncovered(now, old), (globs) => `leaves out ${globs} too`),
    ...told("adds", path, uncovered(old, now), (globs) => `leaves out ${globs} no more`),
    ...now.flatMap((name): Difference[] => {
      const [said, says] = [reason(before, name), reason(after, name)];
      if (!old.includes(name) || said === says) return [];
      const what = `leaves out ${name} because of ${quoted(says)}, ${quoted(said)} before`;
      return [{ class: "changes", path: `${path}.${name}`, what }];
    }),
  ];
}
