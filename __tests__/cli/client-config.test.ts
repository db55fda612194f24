import { expect, test } from "vitest";
import { explainError } from "../../modules/cli/aws/aws-error.ts";
import { inTime } from "../../modules/cli/aws/client-config.ts";
import { noteFailedCall } from "../../modules/core/failed-call.ts";

test("who hands out credentials is waited for, and told when it does not answer", async () => {
  const given = { accessKeyId: "a", secretAccessKey: "b" };

  expect(await inTime(async (name: string) => ({ ...given, name }), 1_000)("x")).toEqual({
    ...given,
    name: "x",
  });
  await expect(inTime(() => new Promise(() => undefined), 30)()).rejects.toMatchObject({
    name: "CredentialsProviderError",
    message: "who hands out credentials has not answered within 0.03 s",
  });
  await expect(inTime(() => Promise.reject(new Error("none")), 1_000)()).rejects.toThrow("none");
});

test("no message shows the user and password of an address of the environment", () => {
  const refused = Object.assign(new Error("connect to http://ann:s3cret@127.0.0.1:1/ failed"), {
    code: "ECONNREFUSED",
  });
  noteFailedCall(refused, { service: "s3", operation: "GetObject", region: "eu-west-1" });
  const { message, hint } = explainError(refused, { AWS_ENDPOINT_URL: "http://ann:s3cret@127.0.0.1:1/" });
  expect(`${message} ${hint}`).not.toContain("s3cret");
  expect(hint).toContain("AWS_ENDPOINT_URL is http://127.0.0.1:1/");
});
