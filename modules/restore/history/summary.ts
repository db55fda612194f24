import type { Json } from "../../contract/json.ts";
import { shortList } from "../../core/short-list.ts";
import { isObject } from "../../protectors/kit/canonical.ts";
import type { PointChange } from "./changes.ts";

/** Parts of a path that say where something is kept, and nothing to a person who looks for what changed. */
const WRAPPERS = new Set(["attributes", "configuration", "settings"]);
/** By its last name: what people call it, or nothing where another change says it. */
const CALLED: Readonly<Record<string, string | undefined>> = { codeSha256: "code", codeSize: undefined };
const LATEST = "$LATEST";
const MAX_NAMED = 5;

interface Group {
  readonly added: string[];
  readonly removed: string[];
  readonly changed: string[];
}

/** In one line what changed: `code, environment LOG_LEVEL changed, versions +8`. Of values it shows none. */
export function summaryOf(changes: readonly PointChange[]): string {
  const single = new Set<string>();
  const groups = new Map<string, Group>();
  const group = (name: string): Group => {
    const found = groups.get(name) ?? { added: [], removed: [], changed: [] };
    groups.set(name, found);
    return found;
  };
  for (const change of changes.flatMap(within)) {
    const path = wordsOf(change);
    const [first, second, ...rest] = path;
    if (first === undefined) continue;
    const names = namesOf(change);
    if (names !== undefined) {
      const into = group(path.join(" "));
      into.added.push(...names.added);
      into.removed.push(...names.removed);
    } else if (second === undefined) single.add(first);
    else if (rest.length === 0 && change.was === undefined && !change.secret) group(first).added.push(second);
    else if (rest.length === 0 && change.is === undefined && !change.secret)
      group(first).removed.push(second);
    else group(first).changed.push([second, ...rest].join(" "));
  }
  return [...[...single].sort(), ...[...groups].sort(byName).flatMap(phraseOf)].join(", ");
}

/** Of what came or went as a whole for what is not published, such as its first statement, each part. */
function within(change: PointChange): readonly PointChange[] {
  const { path, was, is } = change;
  const whole = was === undefined ? is : is === undefined ? was : undefined;
  if (!path.endsWith(`.${LATEST}`) || !isObject(whole)) return [change];
  return Object.entries(whole).map(
    ([name, value]): PointChange => ({
      path: `${path}.${name}`,
      ...(was === undefined ? { is: value } : { was: value }),
    }),
  );
}

function byName([a]: readonly [string, Group], [b]: readonly [string, Group]): number {
  return a < b ? -1 : 1;
}

function phraseOf([name, { added, removed, changed }]: readonly [string, Group]): string[] {
  const signs = [...added.map((one) => `+${one}`), ...removed.map((one) => `-${one}`)];
  return [
    ...(signs.length === 0 ? [] : [`${name} ${shortList(signs, MAX_NAMED)}`]),
    ...(changed.length === 0 ? [] : [`${name} ${shortList([...new Set(changed)], MAX_NAMED)} changed`]),
  ];
}

/** A path as people say it: what is not published is the function itself. */
function wordsOf({ path }: PointChange): readonly string[] {
  const parts = path.split(".");
  const at = parts[0] === "versions" && parts[1] === LATEST ? parts.slice(1) : parts;
  const own = at.filter((part) => !WRAPPERS.has(part) && part !== LATEST);
  const last = own.at(-1) ?? "";
  if (!Object.hasOwn(CALLED, last)) return own;
  const called = CALLED[last];
  return called === undefined ? [] : [...own.slice(0, -1), called];
}

/** What came and went of a list of names. */
function namesOf({ was, is }: PointChange): Pick<Group, "added" | "removed"> | undefined {
  if (!isNames(was) || !isNames(is)) return undefined;
  return { added: is.filter((one) => !was.includes(one)), removed: was.filter((one) => !is.includes(one)) };
}

function isNames(value: Json | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}
