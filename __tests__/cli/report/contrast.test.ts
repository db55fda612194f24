import { describe, expect, test } from "vitest";
import { readPageFiles } from "../../../modules/cli/report/page-files.ts";

const css = readPageFiles().style.text;
const variables = (block: string | undefined): Record<string, string> =>
  Object.fromEntries(
    [...(block ?? "").matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]),
  );
const [, light] = /^:root \{([^}]*)\}/m.exec(css) ?? [];
const [, dark] = /prefers-color-scheme: dark\) \{\s*:root \{([^}]*)\}/.exec(css) ?? [];
const [, print] = /@media print \{\s*:root \{([^}]*)\}/.exec(css) ?? [];

/** https://www.w3.org/TR/WCAG22/#dfn-relative-luminance */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [darker = 0, lighter = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

test("contrast is computed as WCAG defines it", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});

describe.each([
  ["light", variables(light)],
  ["dark", { ...variables(light), ...variables(dark) }],
  ["print", { ...variables(light), ...variables(print) }],
])("in the %s scheme", (_name, colours) => {
  const hues = Object.keys(colours).filter((key) => key.startsWith("hue-"));

  test("every text and every line stands out by 4.5 to 1 from whatever is behind it", () => {
    expect(hues).toHaveLength(8);
    const faint = ["ink", "muted", "accent", "bad", "good", "warn", ...hues].flatMap((front) =>
      ["page", "surface", "raised"].flatMap((back) => {
        const ratio = contrast(colours[front] ?? "", colours[back] ?? "");
        return ratio >= 4.5 ? [] : [`${front} on ${back}: ${ratio.toFixed(2)}`];
      }),
    );
    expect(faint).toEqual([]);
  });

  test("every colour is defined, and used", () => {
    const used = new Set([...css.matchAll(/var\(--([\w-]+)\)/g)].map(([, each]) => each));
    const fonts = ["mono", "sans", "hue"];
    expect([...used].filter((each) => !fonts.includes(each ?? "") && !((each ?? "") in colours))).toEqual([]);
    expect(Object.keys(colours).filter((each) => !used.has(each))).toEqual([]);
  });
});
