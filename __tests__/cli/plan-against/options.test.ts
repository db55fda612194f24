import { expect, test } from "vitest";
import { repository } from "./repository.ts";

const { plan } = repository();

test("options that mean nothing, or not that, are usage", async () => {
  const usage = async (...args: string[]): Promise<string> => {
    const { code, stdout, stderr } = await plan(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    return stderr;
  };
  expect(await usage("--affected")).toBe(
    "error: --affected needs a plan to compare with\n  help: add --against REV|FILE\n",
  );
  expect(await usage("--accept", "weakens")).toContain("--accept needs a plan to compare with");
  expect(await usage("--accept-from-change")).toContain("--accept-from-change needs a plan to compare with");
  expect(await usage("--against", "main", "--accept", "adds")).toContain(
    "argument 'adds' is invalid. Allowed are irreversible, destroys, widens, weakens.\n",
  );
  expect(await usage("--against", "")).toContain("It is empty: is a variable unset?");
});
