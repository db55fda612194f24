import { describe, expect, test } from "vitest";
import { pinnedRelease, releaseFiles } from "../../modules/cli/plans/pinned-release.ts";

type Files = Readonly<Record<string, unknown>>;

const found = (files: Files, folder = "") =>
  pinnedRelease((path) => {
    expect(releaseFiles(folder)).toContain(path);
    const file = files[path];
    return file === undefined || typeof file === "string" ? file : JSON.stringify(file);
  }, folder);

const asking = (wanted: string) => ({ name: "ops", devDependencies: { zonekeep: wanted } });
const lock = (entry: object) => ({ packages: { "node_modules/zonekeep": entry } });
const ENTRY = {
  version: "0.1.0",
  resolved: "https://user:secret@registry.example.com/zonekeep/-/zonekeep-0.1.0.tgz",
  integrity: "sha512-a",
};
const RELEASE = {
  ...{ wanted: "^0.1.0", version: "0.1.0", integrity: "sha512-a" },
  source: "https://registry.example.com/zonekeep/-",
};

describe("the zonekeep that a repository pins", () => {
  test("is what the lock holds of it, without names and passwords of the registry", () => {
    const files = { "package.json": asking("^0.1.0"), "package-lock.json": lock(ENTRY) };
    expect(found(files)).toEqual({ release: RELEASE });
    expect(found({ ...files, "npm-shrinkwrap.json": lock({ version: "0.2.0" }) })).toEqual({
      release: { wanted: "^0.1.0", version: "0.2.0" },
    });
    const old = { dependencies: { zonekeep: ENTRY } };
    expect(found({ ...files, "package-lock.json": old })).toEqual({ release: RELEASE });
  });

  test("is found from a folder below, and in the lock of a workspace's root", () => {
    const files = { "ops/package.json": asking("^0.1.0"), "package-lock.json": lock(ENTRY) };
    expect(found(files, "ops/backup")).toEqual({ release: RELEASE });
    const nested = {
      packages: { "ops/node_modules/zonekeep": { version: "0.3.0" }, ...lock(ENTRY).packages },
    };
    expect(found({ ...files, "package-lock.json": nested }, "ops")?.release.version).toBe("0.3.0");
    const between = { ...files, "ops/backup/package.json": { name: "other" } };
    expect(found(between, "ops/backup")).toEqual({ release: RELEASE });
  });

  test("says where it comes from if that is not the registry, or another package goes by its name", () => {
    const of = (entry: object) =>
      found({ "package.json": asking("x"), "package-lock.json": lock(entry) })?.release;
    expect(of({ version: "0.1.0", resolved: "git+ssh://git@example.com/theirs/zonekeep.git#0a1b" })).toEqual({
      ...{ wanted: "x", version: "0.1.0", integrity: "0a1b" },
      source: "git+ssh://example.com/theirs/zonekeep.git",
    });
    expect(of({ ...ENTRY, name: "theirs" })?.source).toBe(
      "theirs of https://registry.example.com/zonekeep/-",
    );
    expect(of({ resolved: "tools/zonekeep", link: true })).toEqual({ wanted: "x", source: "tools/zonekeep" });
  });

  test("is its own version in its own repository", () => {
    const own = { name: "zonekeep", version: "0.1.0", dependencies: { zonekeep: "9.9.9" } };
    expect(found({ "tools/package.json": own }, "tools/x")).toEqual({
      ...{ release: { version: "0.1.0" }, own: "tools" },
    });
  });

  test("is nothing where no package.json asks for it, or none can be read", () => {
    for (const text of [undefined, "{", "null", "[]", { dependencies: null }, { dependencies: { a: "1" } }])
      expect(found({ "package.json": text })).toBeUndefined();
    for (const text of ["{", { packages: [] }, { packages: { "node_modules/zonekeep": 1 } }])
      expect(found({ "package.json": asking("^0.1.0"), "package-lock.json": text })).toEqual({
        release: { wanted: "^0.1.0" },
      });
  });
});
