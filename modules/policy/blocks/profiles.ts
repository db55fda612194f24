import { closest } from "../../core/closest.ts";
import { type Diagnostic, error, type SourcePos, warning } from "../../core/diagnostic.ts";
import { show } from "../../core/printable.ts";
import type { Promises } from "../policy.ts";
import { get, type Located, text } from "../yaml/located.ts";
import { readPromises } from "./read-promises.ts";

interface Profile {
  readonly own: Partial<Promises>;
  readonly extends: Located | undefined;
  readonly at: SourcePos;
}

export interface Profiles {
  /** Every block of a profile and of those it extends; the nearest wins. Empty for a name that is none. */
  readonly promises: (name: string | undefined) => Partial<Promises>;
  /** Why `extends` cannot be: a profile that is none. */
  readonly checkExtends: (node: Located | undefined) => Diagnostic[];
  /** Warnings of profiles that none of these names leads to: what they promise is held against nothing. */
  readonly checkUse: (extended: readonly (string | undefined)[]) => Diagnostic[];
  /** Profiles that extend nothing that is there, or themselves. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The profiles of an estate. */
export function readProfiles(estate: Located | undefined): Profiles {
  const node = get(estate, "profiles");
  const profiles = new Map(
    (node?.kind === "map" ? [...node.entries] : []).map(
      ([name, { node: profile, keyAt: at }]): [string, Profile] => [
        name,
        { own: readPromises(profile, "profile"), extends: get(profile, "extends"), at },
      ],
    ),
  );
  /** A profile and all that it extends, nearest first; `back` is where a circle closes. */
  const chain = (name: string | undefined): { readonly names: readonly string[]; readonly back?: string } => {
    const names: string[] = [];
    for (
      let next = name;
      next !== undefined && profiles.has(next);
      next = text(profiles.get(next)?.extends)
    ) {
      if (names.includes(next)) return { names, back: next };
      names.push(next);
    }
    return { names };
  };
  const merged = new Map<string | undefined, Partial<Promises>>();
  const promises = (name: string | undefined): Partial<Promises> => {
    const found =
      merged.get(name) ??
      Object.assign(
        {},
        ...chain(name)
          .names.toReversed()
          .map((one) => profiles.get(one)?.own),
      );
    merged.set(name, found);
    return found;
  };

  const checkExtends = (written: Located | undefined): Diagnostic[] => {
    const name = text(written);
    if (written === undefined || name === undefined || profiles.has(name)) return [];
    const near = closest(name, profiles.keys());
    const some = [...profiles.keys()].slice(0, 5).join(", ");
    const otherwise =
      some === "" ? "the estate has no profiles: write profiles: there" : `profiles of the estate: ${some}`;
    return [
      error(
        "PROFILE",
        written.at,
        `no profile ${show(name)} to extend`,
        near === undefined ? otherwise : `did you mean ${near}?`,
      ),
    ];
  };
  const checkUse = (extended: readonly (string | undefined)[]): Diagnostic[] => {
    const used = new Set([...new Set(extended)].flatMap((name) => chain(name).names));
    return [...profiles].flatMap(([name, { at }]): Diagnostic[] => {
      if (used.has(name)) return [];
      const message = `no policy extends profile ${show(name).slice(1, -1)}, and what it promises is not checked until one does`;
      return [warning("PROFILE", at, message, "extend it, or take it out")];
    });
  };
  const circles = [...profiles].flatMap(([name, { extends: node }]) => {
    const { names, back } = chain(name);
    if (node === undefined || back !== name) return [];
    const way = names.length === 1 ? "" : `, by way of ${names.slice(1).join(", ")}`;
    return [
      error("PROFILE", node.at, `profile ${name} extends itself${way}`, "leave out one of the extends"),
    ];
  });
  const diagnostics = [
    ...[...profiles.values()].flatMap((profile) => checkExtends(profile.extends)),
    ...circles,
  ];
  return { promises, checkExtends, checkUse, diagnostics };
}
