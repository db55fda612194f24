import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { readRuntimes } from "../../modules/cli/points/read-runtimes.ts";
import { CommandError } from "../../modules/cli/terminal/exit.ts";
import { runIn } from "./support/io.ts";

const TODAY = "2026-11-29";

function mistakes(...written: string[]): { message: string; hint: string | undefined; code: number } {
  try {
    readRuntimes(written, TODAY);
  } catch (error) {
    if (error instanceof CommandError) return { message: error.message, hint: error.hint, code: error.code };
  }
  throw new Error("it was accepted");
}

test("each pair names the runtime to take the place of another, and may be said twice", () => {
  expect(readRuntimes([], TODAY)).toEqual({});
  expect(
    readRuntimes(["nodejs14.x=nodejs24.x", "python3.7=python3.13", "nodejs14.x=nodejs24.x"], TODAY),
  ).toEqual({ "nodejs14.x": "nodejs24.x", "python3.7": "python3.13" });
});

test.each([
  ["nodejs14.x", '--runtime: "nodejs14.x" is not OLD=NEW', "write --runtime nodejs14.x=nodejs24.x"],
  ["=nodejs24.x", '--runtime: "=nodejs24.x" is not OLD=NEW', "write --runtime nodejs14.x=nodejs24.x"],
  ["a=b=c", '--runtime: "a=b=c" is not OLD=NEW', "write --runtime nodejs14.x=nodejs24.x"],
  ["nodejs14=nodejs24.x", '--runtime: "nodejs14" is not a runtime of Lambda', "did you mean nodejs14.x?"],
  ["nodejs14.x=cobol", '--runtime: "cobol" is not a runtime of Lambda', "write one as AWS does: python3.14"],
  [
    "nodejs12.x=nodejs14.x",
    "--runtime: AWS stopped creating functions of runtime nodejs14.x on 2024-01-09",
    "write --runtime nodejs12.x=nodejs24.x",
  ],
  [
    "nodejs14.x=python3.14",
    "--runtime: python3.14 is not of the language of nodejs14.x",
    "write --runtime nodejs14.x=nodejs24.x",
  ],
])("%s is refused", (written, message, hint) => {
  expect(mistakes(written)).toEqual({ message, hint, code: 2 });
});

test("every mistake is told at once, and two wishes for one runtime are one", () => {
  expect(mistakes("x", "nodejs14.x=nodejs22.x", "nodejs14.x=nodejs24.x", "nodejs16.x=python3.14")).toEqual({
    message: [
      '--runtime: "x" is not OLD=NEW',
      "--runtime: nodejs14.x is to become nodejs22.x and nodejs24.x",
      "--runtime: python3.14 is not of the language of nodejs16.x",
    ].join("\n"),
    hint: "write --runtime nodejs14.x=nodejs24.x; keep one of them; write --runtime nodejs16.x=nodejs24.x",
    code: 2,
  });
});

test("the command line refuses it before it asks anybody, with 2 and no stack trace", async () => {
  const restore = ["restore", "orders", "--site", "us-east-1", "--to", "eu-west-1"];
  expect(await runIn(tmpdir(), [...restore, "--runtime", "nodejs14=nodejs24.x", "--runtime", "x"])).toEqual({
    code: 2,
    stdout: "",
    stderr:
      'error: --runtime: "nodejs14" is not a runtime of Lambda\n--runtime: "x" is not OLD=NEW\n' +
      "  help: did you mean nodejs14.x?; write --runtime nodejs14.x=nodejs24.x\n",
  });
});
