import { demand, demandEqual, forThings, type Law, manyThings, plain } from "./law.ts";

export const foreign: Law = {
  number: 12,
  title: "every foreign ARN in the document is a reference",
  check: async (kind, sizes) => {
    let seen = 0;
    await forThings(kind, manyThings(sizes), async (journey) => {
      const source = journey.source();
      const { arn } = await journey.item(source);
      const { document } = await journey.captured(source);
      const told = kind.protector.references(document);
      const found = arnsIn(plain(document), "").filter(
        ({ to }) => to !== arn && !to.startsWith(`${arn}:`) && !to.startsWith(`${arn}/`),
      );
      seen += found.length;
      for (const { path, to, inside } of found)
        demand(
          told.some((one) => one.to === to && one.path === path),
          () => `${path} names ${to}${inside ? " within a text" : ""}, which is no reference`,
        );
      const paths = new Set(found.map(({ path, to }) => `${path} ${to}`));
      const invented = told.filter(({ path, to }) => !paths.has(`${path} ${to}`));
      demandEqual(invented, [], "references to what the document does not name");
    });
    demand(seen > 0, () => "no document names anything");
  },
};

interface Found {
  readonly path: string;
  readonly to: string;
  /** Within a text that is JSON itself. */
  readonly inside: boolean;
}

function arnsIn(value: unknown, path: string, inside = false): Found[] {
  if (typeof value === "string") {
    if (/^arn:[a-z-]+:[a-z0-9-]+:/.test(value)) return [{ path, to: value, inside }];
    const parsed = /^\s*[[{]/.test(value) ? parse(value) : undefined;
    return parsed === undefined ? [] : arnsIn(parsed, path, true);
  }
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const own = Array.isArray(value) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    return arnsIn(item, inside ? path : own, inside);
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
